import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Draft } from './new/change.ts';
import { addCloudLines } from './new/cloud-lines.ts';
import { addContractLines } from './new/contract-lines.ts';
import { addRoute } from './new/document-lines.ts';
import { planOf } from './new/plan.ts';
import { addRoomFiles } from './new/room-files.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Runs a tool of the repository; throws with what it said when it fails. */
function run(...args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')}:\n${stdout}${stderr}`);
}

function scaffold(words: readonly string[]): readonly string[] {
  const plan = planOf(words);
  if (existsSync(join(root, 'lambdas', `${plan.name}.handler.ts`))) throw new Error(`${plan.name} is there already.`);
  const draft = new Draft(root);
  addContractLines(draft, plan);
  addRoomFiles(draft, plan);
  if (plan.shape === 'http') addRoute(draft, plan);
  addCloudLines(draft, plan);
  const written = draft.write();
  const formatted = written.filter((path) => path.endsWith('.ts'));
  run(join('node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'check', '--write', ...formatted);
  run('--import', 'tsx', 'bin/openapi.ts');
  return written;
}

try {
  for (const path of scaffold(process.argv.slice(2))) console.log(`✓ ${path}`);
  console.log('Now `npm run check` holds; fill in what the function does, contract line first.');
} catch (thrown) {
  console.error(`✗ ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  process.exitCode = 1;
}
