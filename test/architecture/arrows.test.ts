import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Cruise, cruise, cruised } from './cruise.ts';
import { allowed, breaches } from './planted-arrows.ts';
import { demandNone, root, typescriptUnder } from './tree.ts';

const { forbidden } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as {
  forbidden: readonly { name: string; comment: string }[];
};
const ruleNames = [...new Set(forbidden.map(({ name }) => name))].sort();
const onDisk = typescriptUnder(cruised);

describe('the arrows of the house', () => {
  let house: Cruise;
  beforeAll(() => {
    house = cruise(root);
  }, 60_000);

  it(`looks at every one of ${onDisk.length} .ts files`, () => {
    const seen = new Set(house.modules.map(({ source }) => source));
    const missed = onDisk.filter((file) => !seen.has(file));
    demandNone(missed, { at: onDisk.length, what: 'files' }, 'dependency-cruiser must parse these: see its config.');
    expect(ours(house)).toHaveLength(onDisk.length);
  });

  it(`follows all ${ruleNames.length} rules`, () => {
    const findings = house.summary.violations.map(({ rule, from, to }) => {
      const why = forbidden.find(({ name }) => name === rule.name)?.comment ?? '';
      return `${rule.name}: ${from} → ${to} (${why})`;
    });
    demandNone(findings, { at: house.modules.length, what: 'modules' }, 'turn the arrow round, as each line says.');
  });

  it('imports our own files with their extension, and nothing that is not there', () => {
    const imports = house.modules.flatMap(({ source, dependencies }) =>
      dependencies.map((dependency) => ({ ...dependency, source })),
    );
    const bad = imports.filter(
      ({ module, couldNotResolve }) =>
        couldNotResolve || (module.startsWith('.') && !/\.(ts|mjs|cjs|js|json)$/.test(module)),
    );
    const findings = bad.map(({ source, module }) => `${source} imports '${module}'`);
    demandNone(findings, { at: imports.length, what: 'imports' }, "write './file.ts', and install what is missing.");
  });
});

describe('each rule of the arrows fires', () => {
  let base: string;
  let planted: Cruise;
  beforeAll(() => {
    base = mkdtempSync(join(tmpdir(), 'metaport-arrows-'));
    for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
      cpSync(join(root, name), join(base, name));
    }
    symlinkSync(join(root, 'node_modules'), join(base, 'node_modules'));
    const files = [allowed, ...breaches.map((breach) => breach.files)].flatMap((some) => Object.entries(some));
    for (const [file, text] of [...files].reverse()) {
      mkdirSync(dirname(join(base, file)), { recursive: true });
      writeFileSync(join(base, file), text);
    }
    planted = cruise(base);
  }, 60_000);
  afterAll(() => rmSync(base, { recursive: true, force: true }));

  it('has a planted breach of every rule, and no rule twice under another name', () => {
    expect(ruleNames).toHaveLength(15);
    expect([...new Set(breaches.map(({ rule }) => rule))].sort()).toEqual(ruleNames);
  });

  it.each(breaches.map(({ rule, files }) => ({ rule, file: Object.keys(files)[0] })))(
    '$rule is reported for $file',
    ({ rule, file }) => {
      const reported = planted.summary.violations.filter(({ from }) => from === file).map((found) => found.rule.name);
      expect(reported).toContain(rule);
    },
  );

  it.each(Object.keys(allowed))('%s stays allowed', (file) => {
    expect(planted.modules.map(({ source }) => source)).toContain(file);
    expect(planted.summary.violations.filter(({ from }) => from === file)).toEqual([]);
  });
});

function ours({ modules }: Cruise): readonly string[] {
  const inHouse = new RegExp(`^(${cruised.join('|')})/.*\\.ts$`);
  return modules.map(({ source }) => source).filter((source) => inHouse.test(source));
}
