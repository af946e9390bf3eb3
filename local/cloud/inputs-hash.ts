import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** All that a synth reads: our sources, the settings, the bundled documents, the pinned packages. */
const inputs = [
  'bin',
  'lib',
  'lambdas',
  'stages',
  'docs/api',
  'client',
  'cdk.json',
  'package-lock.json',
  'tsconfig.json',
];

/**
 * One hash over everything from which the templates and bundles are made, plus `more` (context, ports, the mends).
 * Equal hashes mean that a deploy would change nothing.
 */
export function inputsHash(root: string, more: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify([process.version, ...more]));
  const files = [...inputs, 'local/emulator/mends'].flatMap((input) => filesUnder(join(root, input))).sort();
  for (const file of files) hash.update(`\0${relative(root, file)}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

function filesUnder(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path).flatMap((name) => filesUnder(join(path, name)));
}
