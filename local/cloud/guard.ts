import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Knows every child of a cloud and ends them all: on request, or by itself once this process is gone. */
export interface Guard {
  watch(child: ChildProcess): void;
  endAll(): Promise<void>;
}

const script = fileURLToPath(new URL('guard.mjs', import.meta.url));

/** Starts the guard process; it outlives a crash of this one by the seconds that it needs to tidy up. */
export function startGuard(): Guard {
  const guard = spawn(process.execPath, [script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, env: {} });
  const gone = new Promise<void>((resolve) => guard.once('exit', () => resolve()));
  guard.stdin.on('error', () => undefined);
  const tell = (line: string) => guard.stdin.writable && guard.stdin.write(`${line}\n`);
  return {
    watch: (child) => {
      if (child.pid === undefined) return;
      tell(`+${child.pid}`);
      child.once('exit', () => tell(`-${child.pid}`));
    },
    endAll: async () => {
      guard.stdin.end();
      await gone;
    },
  };
}
