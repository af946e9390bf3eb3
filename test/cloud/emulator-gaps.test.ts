import { randomBytes } from 'node:crypto';
import { request } from 'node:https';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, ListMetricsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitUntil } from '../../local/cloud/wait-until.ts';
import { account, type Credentials, clientFor, type EmulatorAddress } from '../../local/emulator/clients.ts';
import { readOutputs } from '../../local/outputs.ts';

/** Each mend of `local/emulator/mends` lives as long as its gap: one that fails here names what to delete. */
const probe = `gap-probe-${randomBytes(4).toString('hex')}`;
const tidy: (() => Promise<unknown>)[] = [];
let address: EmulatorAddress;
let apiUrl: string;

/** A browser's question before a POST; `fetch` would not send these headers. */
function preflight(url: string, headers: Readonly<Record<string, string>>) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const asked = request(url, { method: 'OPTIONS', headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
    });
    asked.on('error', reject).end();
  });
}

beforeAll(() => {
  const outputs = readOutputs(process.env.METAPORT_OUTPUTS ?? '');
  if (!outputs) throw new Error('METAPORT_OUTPUTS names no outputs file of a running local cloud');
  address = outputs.emulator;
  apiUrl = outputs.apiUrl;
});
afterAll(async () => {
  for (const undo of tidy.reverse()) await undo();
});

/** Credentials of a new role that may do what `statement` says and nothing else. */
async function roleThatMay(name: string, statement: object): Promise<Credentials> {
  const iam = new IAMClient(clientFor(address));
  const RoleName = `${probe}-${name}`;
  const trust = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account.id}:root` }, Action: 'sts:AssumeRole' };
  const document = (one: object) => JSON.stringify({ Version: '2012-10-17', Statement: [one] });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(trust) }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'may', PolicyDocument: document(statement) }));
  tidy.push(async () => {
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'may' }));
    await iam.send(new DeleteRoleCommand({ RoleName }));
  });
  const assume = new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'probe' });
  const { Credentials: keys } = await new STSClient(clientFor(address)).send(assume);
  return {
    accessKeyId: keys?.AccessKeyId ?? '',
    secretAccessKey: keys?.SecretAccessKey ?? '',
    sessionToken: keys?.SessionToken ?? '',
  };
}

/** Creates a stack and waits for its end; answers its status and outputs. */
async function stackOf(name: string, resources: object, outputs: object = {}) {
  const client = new CloudFormationClient(clientFor(address));
  const StackName = `${probe}-${name}`;
  const TemplateBody = JSON.stringify({ Resources: resources, Outputs: outputs });
  await client.send(new CreateStackCommand({ StackName, TemplateBody }));
  tidy.push(() => client.send(new DeleteStackCommand({ StackName })));
  const look = async () => (await client.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0];
  await waitUntil(10, async () => !(await look())?.StackStatus?.endsWith('_IN_PROGRESS'));
  const stack = await look();
  return { status: stack?.StackStatus, outputs: stack?.Outputs?.map(({ OutputValue }) => OutputValue) ?? [] };
}

describe('gaps of the emulator that a mend closes', () => {
  it('batch-actions.ts: a batch call is denied to who may do the single one', async () => {
    const root = new SQSClient(clientFor(address));
    const { QueueUrl } = await root.send(new CreateQueueCommand({ QueueName: probe }));
    tidy.push(() => root.send(new DeleteQueueCommand({ QueueUrl })));
    const Resource = `arn:aws:sqs:${account.region}:${account.id}:${probe}`;
    const keys = await roleThatMay('sqs', { Effect: 'Allow', Action: 'sqs:SendMessage', Resource });
    const sqs = new SQSClient(clientFor(address, keys));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
    const batch = new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: '1', MessageBody: 'one' }] });
    await expect(sqs.send(batch)).rejects.toThrow('sqs:SendMessageBatch');
  });

  it('unknown-conditions.ts: a statement with dynamodb:LeadingKeys grants nothing', async () => {
    const root = new DynamoDBClient(clientFor(address));
    await root.send(
      new CreateTableCommand({
        TableName: probe,
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    tidy.push(() => root.send(new DeleteTableCommand({ TableName: probe })));
    const Resource = `arn:aws:dynamodb:${account.region}:${account.id}:table/${probe}`;
    const plain = { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource };
    const Condition = {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['job#*'] },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    };
    const put = new PutItemCommand({ TableName: probe, Item: { pk: { S: 'job#1' } } });
    const asPlain = new DynamoDBClient(clientFor(address, await roleThatMay('plain', plain)));
    await asPlain.send(put);
    const asKeyed = new DynamoDBClient(clientFor(address, await roleThatMay('keyed', { ...plain, Condition })));
    await expect(asKeyed.send(put)).rejects.toThrow('dynamodb:PutItem');
  });

  it('secret-references.ts, generated-secrets.ts: Ref gives a name, and punctuation is not kept out', async () => {
    const GenerateSecretString = { ExcludePunctuation: true, PasswordLength: 400 };
    const secret = { Type: 'AWS::SecretsManager::Secret', Properties: { Name: probe, GenerateSecretString } };
    const { outputs } = await stackOf('secret', { Secret: secret }, { Ref: { Value: { Ref: 'Secret' } } });
    expect(outputs).toEqual([probe]);
    const client = new SecretsManagerClient(clientFor(address));
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: probe }));
    expect(SecretString).toMatch(/[^A-Za-z0-9]/);
  });

  it('`leaveOut` of stages/local.json: CloudFormation refuses composite alarms and alarms on metric math', async () => {
    const metric = { Namespace: probe, MetricName: 'received' };
    const Metrics = [
      { Id: 'm', MetricStat: { Metric: metric, Period: 60, Stat: 'Sum' }, ReturnData: false },
      { Id: 'e', Expression: 'FILL(m,0)', ReturnData: true },
    ];
    const rule = { EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' };
    const plain = { Type: 'AWS::CloudWatch::Alarm', Properties: { ...rule, ...metric, Period: 60, Statistic: 'Sum' } };
    const math = { Type: 'AWS::CloudWatch::Alarm', Properties: { ...rule, Metrics } };
    expect((await stackOf('plain-alarm', { Alarm: plain })).status).toBe('CREATE_COMPLETE');
    expect((await stackOf('math-alarm', { Alarm: math })).status).toMatch(/ROLLBACK|FAILED/);
    const composite = { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmRule: 'FALSE' } };
    await expect(stackOf('composite-alarm', { Alarm: composite })).rejects.toThrow('AWS::CloudWatch::CompositeAlarm');
  });

  it('preflights of an API without CORS of its own never reach their route: the journey of a page leaves them out', async () => {
    const headers = { origin: 'https://shop.example', 'access-control-request-method': 'POST' };
    const { status, text } = await preflight(`${apiUrl}/collect/any-id`, headers);
    expect([status, text]).toEqual([403, expect.stringContaining('CORS not configured')]);
  });

  it('emf-metrics.ts: a log line with embedded metrics makes none', async () => {
    const logs = new CloudWatchLogsClient(clientFor(address));
    const names = { logGroupName: `/${probe}`, logStreamName: 'one' };
    await logs.send(new CreateLogGroupCommand(names));
    tidy.push(() => logs.send(new DeleteLogGroupCommand(names)));
    await logs.send(new CreateLogStreamCommand(names));
    const timestamp = Date.now();
    const CloudWatchMetrics = [{ Namespace: probe, Dimensions: [[]], Metrics: [{ Name: 'embedded' }] }];
    const message = JSON.stringify({ _aws: { Timestamp: timestamp, CloudWatchMetrics }, embedded: 1 });
    await logs.send(new PutLogEventsCommand({ ...names, logEvents: [{ timestamp, message }] }));
    const metrics = new CloudWatchClient(clientFor(address));
    await metrics.send(new PutMetricDataCommand({ Namespace: probe, MetricData: [{ MetricName: 'put', Value: 1 }] }));
    const known = async () => {
      const { Metrics = [] } = await metrics.send(new ListMetricsCommand({ Namespace: probe }));
      return Metrics.map(({ MetricName }) => MetricName);
    };
    expect(await waitUntil(2, async () => (await known()).includes('embedded'))).toBe(false);
    expect(await known()).toEqual(['put']);
  });
});
