import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChild } from '../cloud/child.ts';
import { installEnvironment } from '../cloud/environment.ts';
import type { Guard } from '../cloud/guard.ts';
import type { Say } from '../cloud/progress.ts';
import { Trouble } from '../cloud/trouble.ts';

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));

/**
 * Makes the project's own virtual environment with the pinned emulator in it, unless it is there already; answers
 * its Python. Throws `Trouble` when there is no usable `python3` or a package cannot be had.
 */
export async function installEmulator(localDir: string, guard: Guard, say: Say): Promise<string> {
  const venv = join(localDir, 'venv');
  const python = join(venv, 'bin', 'python3');
  const stamp = join(venv, 'metaport.stamp');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && existsSync(python) && readFileSync(stamp, 'utf8') === wanted) return python;
  say('· emulator: installing MiniStack into .local/venv (once, about 20 s)');
  mkdirSync(localDir, { recursive: true });
  rmSync(venv, { recursive: true, force: true });
  const run = (command: string, ...args: string[]) =>
    runChild({ command, args, env: installEnvironment(), cwd: localDir }, guard);
  const made = await run('python3', '-m', 'venv', venv);
  if (made.code !== 0) throw new Trouble(`python3 could not make a virtual environment: ${lastLine(made.text)}`);
  const got = await run(python, '-m', 'pip', 'install', '--quiet', '--only-binary', ':all:', '-r', requirements);
  if (got.code !== 0) throw new Trouble(`pip could not install the emulator: ${lastLine(got.text)}`);
  writeFileSync(stamp, wanted);
  return python;
}

function lastLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return (lines.findLast((line) => line.startsWith('ERROR')) ?? lines.at(-1) ?? 'it said nothing').trim();
}
