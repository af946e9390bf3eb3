import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';

const bin = mkdtempSync(join(tmpdir(), 'metaport-path-'));
symlinkSync(process.execPath, join(bin, 'node'));
afterAll(() => rmSync(bin, { recursive: true, force: true }));

const run = (...args: string[]) =>
  spawnSync(process.execPath, ['local/bootstrap.mjs', ...args], { env: { PATH: bin }, encoding: 'utf8' });

function withPython(script: string | undefined) {
  const path = join(bin, 'python3');
  rmSync(path, { force: true });
  if (script === undefined) return;
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

describe('the door of all commands', () => {
  it.each([
    ['no python3', undefined, 'python3 is not on the PATH'],
    ['an old python3', 'echo 3.9', 'python3 is 3.9, and the local cloud needs 3.10'],
    ['a broken python3', 'exit 1', 'python3 is broken'],
    ['a python3 without venv', 'echo 3.11; echo ModuleNotFoundError >&2; exit 1', 'python3 has no venv module'],
  ])('says in one sentence what to install when there is %s', (_case, python, sentence) => {
    withPython(python);
    for (const command of ['start', 'demo', 'test']) {
      const { status, stderr, stdout } = run(command);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toContain(sentence);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    }
  });

  it('names the commands it knows when it is asked for another', () => {
    const { status, stderr } = run('strat');
    expect(status).toBe(1);
    expect(stderr).toBe(
      '✗ Unknown command "strat"; there are: start, stop, demo, chaos, ctl, test, check, bench, new, openapi, smoke.\n',
    );
  });
});
