import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder, in which every child runs. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const running = new Set<ChildProcess>();

/** How a child ended: its exit code was 0, what it printed, how long it took. */
export interface Ended {
  readonly held: boolean;
  readonly output: string;
  readonly seconds: number;
}

/** Runs Node with `args` and without stdin; resolves when it has ended, however it ended. */
export function runNode(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const began = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  child.stderr.on('data', (part: Buffer) => parts.push(part));
  return new Promise((resolve) => {
    const end = (held: boolean, note = '') => {
      running.delete(child);
      const output = Buffer.concat(parts).toString('utf8') + note;
      resolve({ held, output, seconds: (performance.now() - began) / 1000 });
    };
    child.on('error', (error) => end(false, error.message));
    child.on('close', (code) => end(code === 0));
  });
}

/** Ends every child that still runs. */
export function stopChildren(): void {
  for (const child of running) child.kill('SIGTERM');
}
