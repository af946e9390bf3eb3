import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { bundling } from '../lib/foundation/bundling.ts';

/** A folder of this run, removed when the process ends. */
export const folder = mkdtempSync(join(tmpdir(), 'metaport-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Writes a file of this run; answers its path. */
export function written(name: string, contents: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, contents);
  return path;
}

/** Bundles a file of this folder as production code is bundled, to a file of this run. */
export function bundledPath(file: string): string {
  const entry = fileURLToPath(new URL(file, import.meta.url));
  const { outputFiles } = buildSync({ ...bundling, entryPoints: [entry], outfile: 'index.js' });
  const [bundle] = outputFiles;
  if (!bundle) throw new Error(`${file} gave no bundle`);
  return written(`${file.replace(/^\.\//, '').replace(/\W/g, '-')}.cjs`, bundle.contents);
}

/** The module `file` as production runs it: bundled, CommonJS, without a loader between. */
export function bundled<T>(file: string): T {
  const path = bundledPath(file);
  return createRequire(path)(path) as T;
}
