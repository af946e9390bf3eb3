import { lookup } from 'node:dns';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import type { LookupFunction } from 'node:net';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { envName } from '../../lambdas/foundation/contract/env.ts';
import { physicalName } from '../../lambdas/foundation/contract/resources.ts';
import { examine, type Patient, report } from './doctor-checks.ts';
import { asOperator, type Target, watchers, workspaceOf } from './target.ts';
import { CtlError, type Words } from './words.ts';

const Settings = z.object({ returnOrigins: z.array(z.string()).default([]) });

/** What the stage decides for the code, from the variables of the function that needs it most. */
export async function settingsOf({ lambda, stage }: Target): Promise<z.infer<typeof Settings>> {
  const FunctionName = physicalName.function(stage, 'oauth/connect');
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  return Settings.parse(JSON.parse(Environment?.Variables?.[envName.settings] ?? '{}'));
}

async function secretOf({ secrets, stage }: Target, name: 'metaApps' | 'verifyToken'): Promise<string> {
  const SecretId = physicalName.secret(stage, name);
  const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId }));
  return SecretString;
}

async function webhookUrlOf(target: Target): Promise<string> {
  if (target.local) return target.local.webhookUrl;
  const StackName = `Metaport-${target.stage}-Service`;
  const { Stacks = [] } = await watchers(target).cloud.send(new DescribeStacksCommand({ StackName }));
  const url = Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'WebhookUrl')?.OutputValue;
  if (url === undefined) throw new CtlError(`${StackName} has no output WebhookUrl: deploy the stage.`);
  return url;
}

/** Names under `localhost` are this machine (RFC 6761); Node's resolver does not know. */
const resolve: LookupFunction = (host, options, done) => {
  if (!host.endsWith('.localhost')) return lookup(host, options, done);
  if (options.all) done(null, [{ address: '127.0.0.1', family: 4 }]);
  else done(null, '127.0.0.1', 4);
};

/** Milliseconds that Meta gives a webhook, by the strictest of its pages (fact sheet §7). */
const patienceMs = 5_000;

function getWith(ca: Buffer | undefined): Patient['get'] {
  const agent = new Agent(ca ? { ca } : {});
  return (url) =>
    new Promise((settle, fail) => {
      const asking = request(url, { agent, lookup: resolve, timeout: patienceMs }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => settle({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }));
      });
      asking.on('timeout', () => asking.destroy(new Error(`no answer within ${patienceMs / 1000} s`)));
      asking.on('error', fail);
      asking.end();
    });
}

const patientOf = (target: Target, workspace: string): Patient => ({
  stage: target.stage,
  stageFlag: target.local ? '' : ` --stage ${target.stage}`,
  workspace,
  secret: (name) => secretOf(target, name),
  webhookUrl: () => webhookUrlOf(target),
  get: getWith(target.local && readFileSync(target.local.emulator.certificate)),
  call: (fn, routeKey, parts) => asOperator(target, { function: fn, routeKey, workspace, ...parts }),
  settings: () => settingsOf(target),
});

/** Names every set-up step that a stage still lacks, each with its remedy; throws `CtlError` when there is one. */
export async function doctor(target: Target, { flags }: Words): Promise<void> {
  const findings = await examine(patientOf(target, workspaceOf(target, flags.workspace)));
  process.stdout.write(report(findings));
  const lacking = findings.filter(({ ok }) => !ok).length;
  if (lacking > 0)
    throw new CtlError(
      `${lacking} of ${findings.length} findings need somebody; the arrow under each says what to do.`,
    );
}
