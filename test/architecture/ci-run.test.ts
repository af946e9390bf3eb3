import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { root } from './tree.ts';

/** What the stand-in for npm prints and answers, for `npm test` and for the benchmarks. */
interface Npm {
  readonly test: string;
  readonly testCode?: number;
  readonly bench?: string;
  readonly benchCode?: number;
}
const figure = (holds: boolean): string => JSON.stringify({ name: 'wrap', figure: 1, goal: 2, unit: 'x', holds });

describe('.ci/run', () => {
  let base: string;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'metaport-ci-'));
    cpSync(join(root, '.ci'), join(base, 'repository', '.ci'), { recursive: true });
    mkdirSync(join(base, 'shared', 'meta'), { recursive: true });
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  /** Runs the script with a stand-in npm first on the PATH; answers its exit code and its last line. */
  function run({ test, testCode = 0, bench = figure(true), benchCode = 0 }: Npm): readonly [number | null, string] {
    const script = [
      '#!/bin/sh',
      `case "$*" in test) printf '%s\\n' '${test}'; exit ${testCode};;`,
      `*bench*--fast*) printf '%s\\n' '${bench}'; exit ${benchCode};; esac`,
      'exit 9',
    ];
    writeFileSync(join(base, 'npm'), script.join('\n'));
    chmodSync(join(base, 'npm'), 0o755);
    const { META_SHARED_DIR: _, ...env } = process.env;
    const path = `${base}:${env.PATH}`;
    const { status, stdout } = spawnSync(join(base, 'repository', '.ci', 'run'), {
      env: { ...env, PATH: path },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return [status, stdout.trimEnd().split('\n').pop() ?? ''];
  }

  it('adds the benchmarks to the tests and ends with the sum', () => {
    const bench = `${figure(true)}\n${figure(true)}`;
    expect(run({ test: 'noise\n40 passed, 0 failed, 0 skipped', bench })).toEqual([
      0,
      '42 passed, 0 failed, 0 skipped',
    ]);
  });

  it('warns of a figure between goal and gate, and goes on', () => {
    const bench = `${figure(false)}\n! wrap: 1.50× misses its goal of 1.40×, within the gate of 1.60×`;
    expect(run({ test: '3 passed, 0 failed, 0 skipped', bench })).toEqual([0, '4 passed, 0 failed, 0 skipped']);
  });

  it.each<[string, Npm, string]>([
    ['a test failed', { test: '3 passed, 2 failed, 0 skipped', testCode: 1 }, '4 passed, 2 failed, 0 skipped'],
    ['npm test ended without its line', { test: 'broken', testCode: 1 }, '1 passed, 1 failed, 0 skipped'],
    ['npm test failed unseen', { test: '3 passed, 0 failed, 0 skipped', testCode: 1 }, '4 passed, 1 failed, 0 skipped'],
    ['a journey was skipped', { test: '3 passed, 0 failed, 1 skipped' }, '4 passed, 0 failed, 1 skipped'],
    [
      'a gate closed',
      {
        test: '3 passed, 0 failed, 0 skipped',
        bench: `${figure(false)}\n✗ wrap: 3.00× is over its gate`,
        benchCode: 1,
      },
      '3 passed, 1 failed, 0 skipped',
    ],
    [
      'a benchmark measured nothing',
      { test: '3 passed, 0 failed, 0 skipped', bench: `${figure(true)}\n✗ cold: it measured nothing`, benchCode: 1 },
      '4 passed, 1 failed, 0 skipped',
    ],
    [
      'the benchmarks measured nothing',
      { test: '3 passed, 0 failed, 0 skipped', bench: '' },
      '3 passed, 1 failed, 0 skipped',
    ],
    [
      'the benchmarks broke after a figure',
      { test: '3 passed, 0 failed, 0 skipped', benchCode: 2 },
      '4 passed, 1 failed, 0 skipped',
    ],
  ])('fails when %s', (_, npm, line) => {
    expect(run(npm)).toEqual([1, line]);
  });

  it('fails when the shared material is absent', () => {
    rmSync(join(base, 'shared'), { recursive: true });
    expect(run({ test: '3 passed, 0 failed, 0 skipped' })).toEqual([1, '4 passed, 1 failed, 0 skipped']);
  });
});
