import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Guard } from './guard.ts';
import { Trouble } from './trouble.ts';

/** One program to run; its environment is exactly `env`, so that nothing of the caller's shell leaks in. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** What a finished program left behind: `text` is stdout and stderr together. */
export interface Finished {
  readonly code: number | null;
  readonly text: string;
}

/** Starts a program that stays: its output goes to `logFile`, it leads a process group, the guard knows it. */
export function startChild(program: Program, logFile: string, guard: Guard): ChildProcess {
  const log = openSync(logFile, 'w', 0o600);
  const child = spawn(program.command, program.args, { ...program, stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  child.on('error', () => undefined);
  guard.watch(child);
  return child;
}

/** Runs a program to its end; `onLine` sees each line as it comes. Throws `Trouble` only when it cannot be started. */
export async function runChild(program: Program, guard: Guard, onLine?: (line: string) => void): Promise<Finished> {
  const child = spawn(program.command, program.args, { ...program, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  guard.watch(child);
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      chunks.push(chunk);
      if (onLine) for (const line of chunk.split('\n')) if (line.trim() !== '') onLine(line);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Trouble(`${program.command} could not be started: ${error.message}`)));
    child.once('close', (code) => resolve({ code, text: chunks.join('') }));
  });
}
