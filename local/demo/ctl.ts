import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What an operator command printed, and whether it succeeded. */
export type CtlAnswer = { ok: boolean; output: string };

/** Runs an operator command (`npm run ctl -- …`). */
export type Ctl = (...words: string[]) => Promise<CtlAnswer>;

/** The real one, in a process of its own. */
export const runCtl: Ctl = (...words) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'bin/ctl.ts', ...words], { cwd: ROOT });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => {
        output += part;
      });
    }
    child.on('error', (cause) => resolve({ ok: false, output: cause.message }));
    child.on('close', (code) => resolve({ ok: code === 0, output: output.trim() }));
  });
