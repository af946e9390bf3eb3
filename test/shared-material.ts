import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from '@jest/globals';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * The folder of Meta's samples, vectors and specs. They are not ours to publish, so they lie outside the repository:
 * `META_SHARED_DIR`, else `../shared` beside it.
 */
export const sharedDir = (): string => resolve(root, process.env.META_SHARED_DIR || join('..', 'shared'));

/** Meta's machine-readable specs: `META_SPECS_DIR`, else `meta/specs` in the shared folder. */
export const specsDir = (): string =>
  process.env.META_SPECS_DIR ? resolve(root, process.env.META_SPECS_DIR) : join(sharedDir(), 'meta', 'specs');

/** Whether the shared material is there; in CI its absence throws, because a green run without it would mean little. */
export function sharedIsThere(folder = sharedDir()): boolean {
  if (existsSync(folder)) return true;
  if (process.env.CI) throw new Error(`${folder} is not there, and CI must not skip what needs it.`);
  return false;
}

/**
 * `describe` for tests that read the shared material: `body` gets the folder (default: `sharedDir()`). Without it one
 * skipped test says so; in CI it throws.
 */
export function describeWithShared(name: string, body: (folder: string) => void, folder = sharedDir()): void {
  if (sharedIsThere(folder)) {
    describe(name, () => body(folder));
    return;
  }
  describe(name, () => {
    it.skip(`needs Meta's material in ${folder} (META_SHARED_DIR), which is not there`, () => {});
  });
}
