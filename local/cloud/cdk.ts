import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { EmulatorAddress } from '../emulator/clients.ts';
import { account } from '../emulator/clients.ts';
import { runChild } from './child.ts';
import { emulatorEnvironment, plainEnvironment } from './environment.ts';
import type { Guard } from './guard.ts';
import { Trouble } from './trouble.ts';

/** One CDK app on its way into the emulator. */
export interface CdkRun {
  readonly root: string;
  readonly address: EmulatorAddress;
  /** The cloud assembly: written by `synthesise`, read by `deploy`. */
  readonly assembly: string;
  readonly context: Readonly<Record<string, string>>;
  readonly logDir: string;
  readonly guard: Guard;
}

const quiet = ['--no-notices', '--no-color'];

/** `cdk synth`: the same templates that AWS would get; needs no emulator. Throws `Trouble` with the app's complaint. */
export async function synthesise(run: CdkRun): Promise<void> {
  rmSync(run.assembly, { recursive: true, force: true });
  const context = Object.entries(run.context).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  await cdk(run, 'synth', ['--quiet', '--output', run.assembly, ...context]);
}

/** `cdk bootstrap`: the bucket and the roles that a deploy needs, once per emulator state. */
export async function bootstrapAccount(run: CdkRun): Promise<void> {
  await cdk(run, 'bootstrap', [`aws://${account.id}/${account.region}`], run.logDir);
}

/** `cdk deploy` of all stacks in the assembly; `onStack` hears the name of each that stands. */
export async function deploy(run: CdkRun, onStack: (name: string) => void): Promise<void> {
  const args = ['--app', run.assembly, '--all', '--require-approval', 'never', '--method', 'direct'];
  await cdk(run, 'deploy', [...args, '--progress', 'events'], run.root, (line) => {
    const stack = /^\s*✅\s+(\S+)/.exec(line)?.[1];
    if (stack) onStack(stack);
  });
}

async function cdk(run: CdkRun, verb: string, args: string[], cwd = run.root, onLine?: (line: string) => void) {
  const { endpoint, certificate } = run.address;
  const env = {
    ...plainEnvironment(run.logDir),
    ...emulatorEnvironment(endpoint, certificate),
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_DISABLE_VERSION_CHECK: '1',
  };
  const program = { command: process.execPath, args: [cli(), verb, ...args, ...quiet], env, cwd };
  const { code, text } = await runChild(program, run.guard, onLine);
  const log = join(run.logDir, `cdk-${verb}.log`);
  writeFileSync(log, text, { mode: 0o600 });
  if (code !== 0) throw new Trouble(`cdk ${verb} failed: ${reasonIn(text)} (all of it in ${log})`);
}

function cli(): string {
  const manifest = createRequire(import.meta.url).resolve('aws-cdk/package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
  return join(dirname(manifest), bin.cdk);
}

/** What a person wants to read of the CLI's output: its refusal, the resource that failed, an error, else the last line. */
export function reasonIn(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('at '));
  const telling = [/(CREATE|UPDATE)_FAILED/, /^‣/, /^❌/, /^\[?(\w*Error)\b/, /error/i];
  const found = telling.flatMap((sign) => lines.find((line) => sign.test(line)) ?? [])[0];
  return (found ?? lines.at(-1) ?? 'it said nothing').replace(/^[❌‣]\s*/u, '').slice(0, 400);
}
