import { describe, expect, it } from '@jest/globals';
import { demandNone, textOf } from './tree.ts';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly overrides: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}
interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly inBundle?: boolean;
  readonly hasInstallScript?: boolean;
}

/** Licences that a self-hosted product may carry along; all are permissive or touch only their own files. */
const licences =
  /^\(?(MIT|MIT-0|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-4\.0|Python-2\.0|Unlicense|MPL-2\.0)\b/;

/** Of test/meta-specs alone, never carried along: Meta's own client under Meta's Platform License, and what it needs. */
const testOnly: Readonly<Record<string, string | undefined>> = {
  'node_modules/facebook-nodejs-business-sdk': 'Platform License',
  // The Unlicense, named in an older member of its package.json that a lockfile does not take over.
  'node_modules/email-validator': undefined,
};

/** Packages whose script npm leaves out, and which work without: their binary comes with a platform package. */
const refused = ['fsevents', '@parcel/watcher'];

/** Clients of AWS that are not of the SDK's one version, with the reason's place. */
const lonely: Readonly<Record<string, string>> = { '@aws-sdk/client-codedeploy': '3.1133.0' }; // docs/decisions/0007

const manifest = JSON.parse(textOf('package.json')) as Manifest;
const lock = JSON.parse(textOf('package-lock.json')) as { packages: Readonly<Record<string, Locked>> };
const locked = Object.entries(lock.packages).filter(([path]) => path !== '');

describe('what we build on', () => {
  it('is pinned to exact versions', () => {
    const { dependencies, devDependencies, overrides } = manifest;
    const pins = Object.entries({ ...dependencies, ...devDependencies, ...overrides });
    const loose = pins.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version)).map((pin) => pin.join('@'));
    demandNone(loose, { at: pins.length, what: 'dependencies' }, 'write the version that was tried, without ^ or ~.');
  });

  it('has one version of AWS’s SDK, but for the clients of which that version was never published', () => {
    const clients = Object.entries(manifest.dependencies).filter(([name]) => name.startsWith('@aws-sdk/'));
    const usual = manifest.dependencies['@aws-sdk/client-dynamodb'];
    const others = clients.filter(([, version]) => version !== usual);
    expect(clients.length).toBeGreaterThan(10);
    expect(Object.fromEntries(others)).toEqual(lonely);
    // Their core is the one that all share: a second copy would be another signer.
    const cores = locked.filter(([path]) => path.endsWith('node_modules/@aws-sdk/core'));
    expect(cores.map(([path]) => path)).toEqual(['node_modules/@aws-sdk/core']);
  });

  it(`has a checksum for each of ${locked.length} packages`, () => {
    const bare = locked.filter(([, { integrity, inBundle }]) => !integrity?.startsWith('sha512-') && !inBundle);
    demandNone(
      bare.map(([path]) => path),
      { at: locked.length, what: 'packages' },
      'make the lockfile again, from clean.',
    );
  });

  it('runs install scripts only where package.json allows it', () => {
    const scripted = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
    const surprising = scripted.filter((name) => !refused.includes(name) && !manifest.allowScripts[name]);
    demandNone(
      surprising,
      { at: scripted.length, what: 'packages with scripts' },
      'read the script, then allow it by name.',
    );
  });

  it('is free to carry along', () => {
    const known = ([path, { license }]: (typeof locked)[number]) => path in testOnly && testOnly[path] === license;
    const foreign = locked.filter((one) => !licences.test(one[1].license ?? 'unknown') && !known(one));
    const findings = foreign.map(([path, { license }]) => `${path}: ${license}`);
    demandNone(findings, { at: locked.length, what: 'packages' }, 'replace it, or add its licence with a reason.');
    expect('GPL-3.0').not.toMatch(licences);
  });
});

function nameOf(path: string): string {
  return path.split('node_modules/').pop() ?? path;
}
