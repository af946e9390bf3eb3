import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Folders that hold nothing of ours. */
const foreign = new Set(['node_modules', '.git', '.local', 'cdk.out', 'coverage', '.venv']);

/** Folders whose code goes to a user. */
export const shipped = ['bin', 'lib', 'lambdas', 'local', 'client'] as const;

/** Every file below `from` (default: the whole repository), as `/`-separated paths relative to `base`, sorted. */
export function filesUnder(from = '', base = root): readonly string[] {
  const walk = (folder: string): string[] =>
    entries(folder).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (foreign.has(entry.name) || entry.name.endsWith('.tsbuildinfo')) return [];
      return entry.isDirectory() ? walk(path) : [relative(base, path).split(sep).join('/')];
    });
  return walk(join(base, from)).sort();
}

/** The `.ts` files below any of `folders`. */
export const typescriptUnder = (folders: readonly string[], base = root): readonly string[] =>
  folders.flatMap((folder) => filesUnder(folder, base)).filter((file) => file.endsWith('.ts'));

/** A file's text, by its path relative to the root. */
export const textOf = (file: string, base = root): string => readFileSync(join(base, file), 'utf8');

/** Throws one `Error` with every finding and the remedy; a check that looked at nothing throws too. */
export function demandNone(findings: readonly string[], looked: { at: number; what: string }, remedy: string): void {
  if (looked.at === 0) throw new Error(`Looked at no ${looked.what}: this check proves nothing. Is its folder right?`);
  if (findings.length === 0) return;
  throw new Error(`${findings.length} of ${looked.at} ${looked.what}:\n  ${findings.join('\n  ')}\nRemedy: ${remedy}`);
}

function entries(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
