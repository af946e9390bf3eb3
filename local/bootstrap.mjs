/**
 * The one door of all npm scripts: `node local/bootstrap.mjs <command> …args`. Plain Node without packages, because it
 * is what installs them. It looks before it leaps: everything a command needs is checked before anything slow begins.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const scripts = {
  start: 'local/start.ts',
  stop: 'local/stop.ts',
  demo: 'local/demo.ts',
  chaos: 'local/chaos.ts',
  ctl: 'bin/ctl.ts',
  test: 'test/run.ts',
  check: 'test/check.ts',
  bench: 'bench/run.ts',
  new: 'bin/new.ts',
  openapi: 'bin/openapi.ts',
  smoke: 'bin/smoke.ts',
};
const wantPython = new Set(['start', 'demo', 'chaos', 'test']);
const oldestNode = [20, 19];

function fail(sentence) {
  console.error(`✗ ${sentence}`);
  process.exit(1);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  fail(`Node ${oldestNode.join('.')} or newer is needed, this is ${process.versions.node}: install the one in .nvmrc.`);
}

/** The emulator is a Python package; Debian and Ubuntu keep `venv` and `ensurepip` in a package of their own. */
function checkPython() {
  const question = 'import sys; print("%d.%d" % sys.version_info[:2]); import venv, ensurepip';
  const { error, status, stdout } = spawnSync('python3', ['-c', question], { encoding: 'utf8' });
  const install =
    'install Python 3.10 or newer (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python)';
  if (error) fail(`python3 is not on the PATH, and the local cloud needs it: ${install}.`);
  const [major = 0, minor = 0] = stdout.trim().split('.').map(Number);
  if (major < 3 || (major === 3 && minor < 10))
    fail(`python3 is ${stdout.trim() || 'broken'}, and the local cloud needs 3.10: ${install}.`);
  if (status !== 0) fail('python3 has no venv module: install it (Debian, Ubuntu: apt install python3-venv).');
}

/** `npm ci` where node_modules is missing or was made from another lockfile. */
function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.metaport-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.error('· npm ci: installing the packages of package-lock.json (once, about a minute)');
  const { error, status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (error || status !== 0) fail('npm ci failed; what it said stands above.');
  writeFileSync(stamp, lock);
}

function handOver(script, args) {
  // The AWS SDK advises Node 22 on every start; what is used of it here works on 20, and the line helps nobody.
  const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  const run = ['--import', 'tsx', join(root, script), ...args];
  const child = spawn(process.execPath, run, { cwd: root, env, stdio: 'inherit' });
  // A terminal sends Ctrl-C to the whole group; whoever signals only this process means the child.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
  // npm ended by a signal takes its shell with it but not us: without a parent there is nobody to work for.
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 500).unref();
  child.once('error', (error) => fail(`${script} could not be started: ${error.message}`));
  child.once('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

const [command = '', ...args] = process.argv.slice(2);
const script = scripts[command];
if (!script) fail(`Unknown command "${command}"; there are: ${Object.keys(scripts).join(', ')}.`);
checkNode();
if (wantPython.has(command)) checkPython();
installPackages();
handOver(script, args);
