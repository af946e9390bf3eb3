import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { waitUntil } from '../../local/cloud/wait-until.ts';

const dir = mkdtempSync(join(tmpdir(), 'metaport-guard-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const child = `
  const { spawn } = require('node:child_process');
  const worker = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { stdio: 'ignore' });
  require('node:fs').writeFileSync('worker.pid', String(worker.pid));
  process.on('SIGTERM', () => { require('node:fs').writeFileSync('saved', 'yes'); process.exit(); });
  setInterval(() => 0, 1000);
`;
const parent = (end: string) => `
  import { spawn } from 'node:child_process';
  import { writeFileSync } from 'node:fs';
  import { startGuard } from '${pathToFileURL('local/cloud/guard.ts').href}';
  const guard = startGuard();
  const child = spawn(process.execPath, ['child.cjs'], { cwd: ${JSON.stringify(dir)}, detached: true, stdio: 'ignore' });
  guard.watch(child);
  writeFileSync(${JSON.stringify(join(dir, 'child.pid'))}, String(child.pid));
  setTimeout(async () => { ${end} }, 1500);
`;

const pidIn = (file: string) => Number(readFileSync(join(dir, file), 'utf8'));
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // Where nobody collects orphans, as in some containers, an ended one stays as a zombie.
  const status = `/proc/${pid}/status`;
  return !existsSync(status) || !/^State:\s+Z/m.test(readFileSync(status, 'utf8'));
}

describe('the guard', () => {
  it.each([
    ['is told to', 'await guard.endAll(); process.exit();'],
    ['finds its cloud killed', "process.kill(process.pid, 'SIGKILL');"],
  ])(
    'ends children and their own children when it %s',
    async (_when, end) => {
      for (const file of ['child.pid', 'worker.pid', 'saved']) rmSync(join(dir, file), { force: true });
      writeFileSync(join(dir, 'child.cjs'), child);
      writeFileSync(join(dir, 'parent.ts'), parent(end));
      writeFileSync(join(dir, 'package.json'), '{"type":"module"}');
      const cloud = spawn(process.execPath, ['--import', 'tsx', join(dir, 'parent.ts')], { stdio: 'inherit' });
      await new Promise((resolve) => {
        cloud.once('exit', resolve);
      });
      const pids = [pidIn('child.pid'), pidIn('worker.pid')];
      expect(pids.every((pid) => pid > 1)).toBe(true);
      expect(await waitUntil(5, async () => !pids.some(isAlive))).toBe(true);
      expect(readFileSync(join(dir, 'saved'), 'utf8')).toBe('yes');
    },
    20_000,
  );
});
