import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { physicalName } from '../../lambdas/foundation/contract/resources.ts';
import { CtlError } from './words.ts';

const Outputs = z.object({
  webhookUrl: z.string(),
  workspace: z.string(),
  issuerUrl: z.string(),
  issuerClientSecret: z.string().optional(),
  token: z.string(),
  emulator: z.object({ endpoint: z.string(), certificate: z.string() }),
});

const Stage = z.object({ stage: z.string(), account: z.string(), region: z.string() });

/** Where a command acts: a stage's own clients and names. */
export interface Target {
  readonly stage: string;
  /** What the local cloud wrote; absent on other stages. */
  readonly local?: z.infer<typeof Outputs>;
  readonly secrets: SecretsManagerClient;
  readonly documents: DynamoDBDocumentClient;
  readonly lambda: LambdaClient;
  /** For clients that only some commands need. */
  readonly settings: AwsSettings;
}

type AwsSettings = Pick<
  ConstructorParameters<typeof DynamoDBClient>[0] & object,
  'region' | 'endpoint' | 'credentials' | 'requestHandler'
>;

function clients(stage: string, settings: AwsSettings): Omit<Target, 'local'> {
  return {
    stage,
    settings,
    secrets: new SecretsManagerClient(settings),
    lambda: new LambdaClient(settings),
    documents: DynamoDBDocumentClient.from(new DynamoDBClient(settings), {
      marshallOptions: { removeUndefinedValues: true },
    }),
  };
}

/** The file that `npm start` writes; `METAPORT_OUTPUTS` names another (the tests' own cloud). */
export const outputsPath = () => process.env.METAPORT_OUTPUTS ?? join('.local', 'outputs.json');

function localTarget(): Target {
  let text: string;
  try {
    text = readFileSync(outputsPath(), 'utf8');
  } catch {
    throw new CtlError('No local cloud is running: start it with `npm start`, or name a stage with --stage.');
  }
  const local = Outputs.parse(JSON.parse(text));
  const httpsAgent = new Agent({ ca: readFileSync(local.emulator.certificate), keepAlive: true });
  // The emulator's own test credentials, named so that no real ones of this machine are ever sent to it.
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const settings = {
    region: 'us-east-1',
    endpoint: local.emulator.endpoint,
    credentials,
    requestHandler: { httpsAgent },
  };
  return { ...clients('local', settings), local };
}

async function awsTarget(stage: string): Promise<Target> {
  const { account, region } = Stage.parse(JSON.parse(readFileSync(join('stages', `${stage}.json`), 'utf8')));
  const { Account } = await new STSClient({ region }).send(new GetCallerIdentityCommand({}));
  if (Account !== account)
    throw new CtlError(`Stage ${stage} lives in account ${account}, your credentials are of ${Account}.`);
  return clients(stage, { region });
}

/** Opens a stage, or the running local cloud. Throws `CtlError` when there is none, or the account is another one. */
export const openTarget = async (stage: string | undefined): Promise<Target> =>
  stage === undefined || stage === 'local' ? localTarget() : awsTarget(stage);

/** The workspace that a command speaks of: asked for, else the local cloud's. */
export function workspaceOf(target: Target, asked: string | undefined): string {
  const workspace = asked ?? target.local?.workspace;
  if (workspace === undefined) throw new CtlError('Name the workspace with --workspace.');
  return workspace;
}

const Answer = z.object({ statusCode: z.number(), body: z.string() });

/** One route called as the operator: by IAM, not by a token, so that also nobody's items (`-`) can be reached. */
export interface OperatorCall {
  readonly function: string;
  readonly routeKey: string;
  readonly workspace: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Invokes an HTTP function directly; answers its JSON. Throws `CtlError` with the problem's own words. */
export async function asOperator(target: Target, call: OperatorCall): Promise<unknown> {
  const event = {
    version: '2.0',
    routeKey: call.routeKey,
    headers: { 'content-type': 'application/json' },
    pathParameters: call.path ?? {},
    queryStringParameters: call.query ?? {},
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    isBase64Encoded: false,
    operator: { workspace: call.workspace },
    requestContext: { requestId: `ctl-${Date.now()}`, http: { method: call.routeKey.split(' ')[0] } },
  };
  const FunctionName = physicalName.function(target.stage, call.function);
  const answer = await target.lambda.send(
    new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) }),
  );
  const text = Buffer.from(answer.Payload ?? []).toString('utf8');
  if (answer.FunctionError) throw new CtlError(`${FunctionName} failed: ${text.slice(0, 300)}`);
  const { statusCode, body } = Answer.parse(JSON.parse(text));
  if (statusCode >= 300) throw new CtlError(`HTTP ${statusCode}: ${body}`);
  return body === '' ? undefined : JSON.parse(body);
}

/** Clients for looking at a stage from outside. */
export const watchers = ({ settings }: Pick<Target, 'settings'>) => ({
  cloud: new CloudFormationClient(settings),
  metrics: new CloudWatchClient(settings),
});
