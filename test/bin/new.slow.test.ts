import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { filesUnder, root } from '../architecture/tree.ts';

describe('npm run new', () => {
  const base = mkdtempSync(join(tmpdir(), 'metaport-new-'));
  const children = new Set<ChildProcess>();
  const node = (...args: readonly string[]): Promise<{ code: number | null; text: string }> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, args, { cwd: base, stdio: ['ignore', 'pipe', 'pipe'] });
      children.add(child);
      const parts: Buffer[] = [];
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => parts.push(part));
      child.on('close', (code) => resolve({ code, text: Buffer.concat(parts).toString('utf8') }));
    });
  const tool = (path: string): string => join('node_modules', path);
  const asked = ['seeds/manage', 'seeds/collect', 'webhooks/sweep'];
  const said: { code: number | null; text: string }[] = [];

  beforeAll(async () => {
    for (const file of filesUnder()) cpSync(join(root, file), join(base, file));
    symlinkSync(join(root, 'node_modules'), join(base, 'node_modules'));
    for (const name of asked) said.push(await node('--import', 'tsx', 'bin/new.ts', name));
  }, 180_000);
  afterAll(() => {
    for (const child of children) child.kill();
    rmSync(base, { recursive: true, force: true });
  });

  it('writes a function of each shape, in a new room and in a standing one', () => {
    expect(said).toEqual(
      asked.map(() => ({ code: 0, text: expect.stringContaining('✓ lambdas/foundation/contract') })),
    );
    const fresh = filesUnder('', base).filter((file) => !filesUnder().includes(file));
    expect(fresh).toEqual([
      'lambdas/seeds/collect-seeds.ts',
      'lambdas/seeds/collect.handler.ts',
      'lambdas/seeds/manage-seeds.ts',
      'lambdas/seeds/manage.handler.ts',
      'lambdas/seeds/routes.ts',
      'lambdas/webhooks/sweep-webhooks.ts',
      'lambdas/webhooks/sweep.handler.ts',
      'lib/seeds.ts',
      'test/lambdas/seeds/collect-seeds.test.ts',
      'test/lambdas/seeds/manage-seeds.test.ts',
      'test/lambdas/webhooks/sweep-webhooks.test.ts',
    ]);
  });

  it('leaves a tree that compiles, is formatted and passes its tests', async () => {
    const written = said.flatMap(({ text }) => [...text.matchAll(/^✓ (.*\.ts)$/gm)].map(([, path = '']) => path));
    expect(written.length).toBeGreaterThan(20);
    const biome = [tool('@biomejs/biome/bin/biome'), 'ci', '--colors=off', '--error-on-warnings', ...written];
    const types = [tool('typescript/bin/tsc'), '--project', '.', '--incremental', 'false', '--tsBuildInfoFile', 'null'];
    const jest = ['--experimental-vm-modules', '--no-warnings', tool('jest/bin/jest.js'), '--selectProjects', 'unit'];
    const tests = [
      '--testPathPatterns',
      'architecture/(mirror|runbook)|lambdas/seeds|webhooks/sweep|bin/openapi|lib/stack',
    ];
    const ended = await Promise.all([node(...types), node(...biome), node(...jest, ...tests)]);
    expect(ended.filter(({ code }) => code !== 0).map(({ text }) => text)).toEqual([]);
  }, 900_000);

  it('refuses what is there already', async () => {
    const again = await node('--import', 'tsx', 'bin/new.ts', 'seeds/manage');
    expect(again).toEqual({ code: 1, text: '✗ seeds/manage is there already.\n' });
  }, 180_000);
});
