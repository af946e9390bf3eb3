import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { envName, type Settings, variablesOf } from '../lambdas/foundation/contract/env.ts';
import type { FunctionName } from '../lambdas/foundation/contract/functions.ts';
import { bundleOf } from '../lib/foundation/bundling.ts';
import { bundledPath, written } from './bundled.ts';
import type { ChildAnswer, Plan } from './child.ts';

const run = promisify(execFile);

/** A stage's settings, Meta at the same address as AWS. */
const settingsOf = (graphOrigin: string): Settings => ({
  retentionDays: 30,
  messageDays: 365,
  humanAgent: true,
  workspaceClaim: 'workspace',
  scopePrefix: '',
  graphOrigin,
  returnOrigins: ['https://app.example.com'],
  vault: 'secrets-manager',
});

/** What a function finds in its environment, with names in place of ARNs and URLs, and AWS at the sink. */
export function environmentOf(name: FunctionName | undefined, endpoint: string, certificate?: string) {
  const variables = name ? variablesOf(name).map((variable) => [variable, `bench-${variable.toLowerCase()}`]) : [];
  return {
    ...Object.fromEntries(variables),
    [envName.stage]: 'bench',
    [envName.settings]: JSON.stringify(settingsOf(endpoint)),
    [envName.publicUrl]: 'https://metaport.example.com',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'fake-access-key',
    AWS_SECRET_ACCESS_KEY: 'fake-secret-key',
    AWS_SESSION_TOKEN: 'fake-session-token',
    ...(certificate && { NODE_EXTRA_CA_CERTS: certificate }),
  };
}

/** The file of a deployed bundle, and its bytes. */
export function deployed(name: FunctionName) {
  const { contents } = bundleOf(name);
  return { path: written(`${name.replace('/', '-')}.cjs`, contents), bytes: contents.byteLength };
}

let child: string | undefined;
let plans = 0;

/** Runs a bundle in a fresh process; answers its CPU times, what it answered and the lines that it wrote. */
export async function runChild(
  bundle: string,
  events: readonly unknown[],
  env: Readonly<Record<string, string>>,
  burnUs = 0,
): Promise<ChildAnswer & { readonly lines: readonly string[] }> {
  child ??= bundledPath('./child.ts');
  plans += 1;
  const answerTo = written(`answer-${plans}.json`, '');
  const plan: Plan = { bundle, events, answerTo, burnUs };
  const options = { env, maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await run(process.execPath, [child, written(`plan-${plans}.json`, JSON.stringify(plan))], options);
  const answer: ChildAnswer = JSON.parse(readFileSync(answerTo, 'utf8'));
  if (answer.callsUs.length === 0) throw new Error(`${bundle} was not called`);
  return { ...answer, lines: stdout.split('\n').filter(Boolean) };
}
