import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tree.ts';

/** One broken arrow: the rule's name and both ends. */
export interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
  readonly to: string;
}
interface Dependency {
  readonly module: string;
  readonly couldNotResolve: boolean;
}
interface Module {
  readonly source: string;
  readonly dependencies: readonly Dependency[];
}
/** What dependency-cruiser saw and what it disliked. */
export interface Cruise {
  readonly modules: readonly Module[];
  readonly summary: { readonly violations: readonly Violation[] };
}

/** The folders that the arrows speak of. */
export const cruised = ['bin', 'lib', 'lambdas', 'local', 'client', 'test', 'bench'] as const;

/** Cruises `paths` (default: every folder that exists) of the tree at `base`; throws when the tool itself fails. */
export function cruise(base: string, paths?: readonly string[]): Cruise {
  const script = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const what = paths ?? cruised.filter((folder) => existsSync(join(base, folder)));
  const options = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', '--no-progress'];
  const { stdout, stderr } = spawnSync(process.execPath, [script, ...options, ...what], {
    cwd: base,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser did not answer: ${stderr || stdout}`);
  return JSON.parse(stdout) as Cruise;
}
