import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';

const Running = z.object({ pid: z.int(), since: z.string() });

/** The process that runs the local cloud of this repository. */
export type Running = z.infer<typeof Running>;

/** The running cloud's process, or undefined; a file left by one that crashed is not believed. */
export function whoRuns(path: string): Running | undefined {
  try {
    const running = Running.parse(JSON.parse(readFileSync(path, 'utf8')));
    return isCloud(running.pid) ? running : undefined;
  } catch {
    return undefined;
  }
}

/** Notes that this process runs the cloud; answers how to take the note away. Undefined if another was faster. */
export function claim(path: string): (() => void) | undefined {
  mkdirSync(dirname(path), { recursive: true });
  if (whoRuns(path) === undefined) rmSync(path, { force: true });
  try {
    const note = { pid: process.pid, since: new Date().toISOString() };
    writeFileSync(path, JSON.stringify(note), { mode: 0o600, flag: 'wx' });
  } catch {
    return undefined;
  }
  return () => rmSync(path, { force: true });
}

/** A number may belong to another program by now, so its command line is asked too. */
function isCloud(pid: number): boolean {
  try {
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).includes('local/start.ts');
  } catch {
    return false;
  }
}
