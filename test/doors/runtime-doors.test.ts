import { randomBytes } from 'node:crypto';
import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../lambdas/foundation/core/clock.ts';
import { type AwsCalls, type AwsSettings, makeAws } from '../../lambdas/foundation/runtime/aws-calls.ts';
import { makeBlobs } from '../../lambdas/foundation/runtime/blobs.ts';
import { makeBus } from '../../lambdas/foundation/runtime/bus.ts';
import { makeDeadLetters } from '../../lambdas/foundation/runtime/dead-letters.ts';
import { makeMediaBucket } from '../../lambdas/foundation/runtime/media-bucket.ts';
import { makeOutbox } from '../../lambdas/foundation/runtime/outbox.ts';
import { makeSender } from '../../lambdas/foundation/runtime/queue-sender.ts';
import { makeSecrets } from '../../lambdas/foundation/runtime/secrets.ts';
import { account, clientFor, root } from '../../local/emulator/clients.ts';
import { readOutputs } from '../../local/outputs.ts';
import { fakeBlobs } from '../fakes/fake-blobs.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { blobsSuite } from './blobs-suite.ts';
import { busSuite } from './bus-suite.ts';
import { mediaBucketSuite } from './media-bucket-suite.ts';
import { outboxSuite } from './outbox-suite.ts';
import { secretsSuite } from './secrets-suite.ts';

/** The real doors against the emulator, each over a queue, a bucket, a bus or a secret of its own. */
const tidy: (() => Promise<unknown>)[] = [];
const unique = (what: string) => `doors-${what}-${randomBytes(5).toString('hex')}`;
let awsSettings: AwsSettings;
let aws: AwsCalls;
let sqs: SQSClient;
let s3: S3Client;
let events: EventBridgeClient;
let secretsManager: SecretsManagerClient;

beforeAll(() => {
  const outputs = readOutputs(process.env.METAPORT_OUTPUTS ?? '');
  if (!outputs) throw new Error('METAPORT_OUTPUTS names no outputs file of a running local cloud');
  const { endpoint } = outputs.emulator;
  awsSettings = { region: account.region, endpoint, credentials: () => root, clock: systemClock };
  aws = makeAws(awsSettings);
  const settings = clientFor(outputs.emulator);
  sqs = new SQSClient(settings);
  s3 = new S3Client(settings);
  events = new EventBridgeClient(settings);
  secretsManager = new SecretsManagerClient(settings);
});
afterAll(async () => {
  for (const undo of tidy.reverse()) await undo();
});

async function newQueue(): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: unique('queue') }));
  tidy.push(() => sqs.send(new DeleteQueueCommand({ QueueUrl })));
  return QueueUrl;
}

async function takeFrom(QueueUrl: string, count: number): Promise<readonly Message[]> {
  const taken: Message[] = [];
  for (let empty = 0; taken.length < count && empty < 10; ) {
    const receive = {
      QueueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 1,
      MessageSystemAttributeNames: ['All' as const],
    };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(receive));
    for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    taken.push(...Messages);
    empty = Messages.length === 0 ? empty + 1 : 0;
  }
  return taken;
}

const outboxOf = (url: string, blobs = fakeBlobs()) =>
  makeSender({ aws: () => aws, urls: { webhookEvents: url }, blobs: () => blobs, clock: systemClock });

outboxSuite('SQS', async () => {
  const url = await newQueue();
  const received = async (count: number) =>
    (await takeFrom(url, count)).map(({ Body = '', Attributes }) => ({
      group: Attributes?.MessageGroupId ?? '',
      envelope: JSON.parse(Body),
    }));
  return { outbox: makeOutbox(outboxOf(url)), received };
});

blobsSuite('S3', async () => {
  const Bucket = unique('bucket');
  await s3.send(new CreateBucketCommand({ Bucket }));
  return makeBlobs(() => aws, Bucket);
});

mediaBucketSuite('S3', async () => {
  const Bucket = unique('media');
  await s3.send(new CreateBucketCommand({ Bucket }));
  return makeMediaBucket({ settings: awsSettings, aws: () => aws, bucket: Bucket });
});

busSuite('EventBridge', async () => {
  const name = unique('bus');
  const url = await newQueue();
  const arn = `arn:aws:sqs:${account.region}:${account.id}:${url.split('/').at(-1)}`;
  await events.send(new CreateEventBusCommand({ Name: name }));
  const rule = { Name: 'all', EventBusName: name };
  await events.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify({ source: ['metaport'] }) }));
  await events.send(new PutTargetsCommand({ Rule: 'all', EventBusName: name, Targets: [{ Id: 'probe', Arn: arn }] }));
  tidy.push(async () => {
    await events.send(new RemoveTargetsCommand({ Rule: 'all', EventBusName: name, Ids: ['probe'] }));
    await events.send(new DeleteRuleCommand(rule));
    await events.send(new DeleteEventBusCommand({ Name: name }));
  });
  const seen = async (count: number) =>
    (await takeFrom(url, count)).map(({ Body = '' }) => {
      const event = JSON.parse(Body);
      return { type: event['detail-type'], detail: event.detail };
    });
  return { bus: makeBus(() => aws, name), seen };
});

secretsSuite('Secrets Manager', async () => {
  const arns = { metaApps: unique('apps'), verifyToken: unique('token') };
  const store = async (apps: readonly object[], token: string) => {
    for (const [SecretId, SecretString] of [
      [arns.metaApps, JSON.stringify({ apps })],
      [arns.verifyToken, token],
    ] as const) {
      const exists = await secretsManager
        .send(new PutSecretValueCommand({ SecretId, SecretString }))
        .catch(() => undefined);
      if (!exists) await secretsManager.send(new CreateSecretCommand({ Name: SecretId, SecretString }));
    }
  };
  return { secrets: makeSecrets({ aws: () => aws, arns, clock: fakeClock() }), store };
});

describe('SQS beyond the suite', () => {
  it('sends an item over 200 kB as a claim check', async () => {
    const url = await newQueue();
    const blobs = fakeBlobs();
    await outboxOf(url, blobs)('webhookEvents', [{ group: 'big', items: [{ text: 'x'.repeat(300_000) }] }]);
    const [message] = await takeFrom(url, 1);
    expect(JSON.parse(message?.Body ?? '').items).toEqual([{ $blob: blobs.keys()[0] }]);
    expect(blobs.keys()).toHaveLength(1);
  });

  it('drains a dead-letter queue: takes, hides, removes', async () => {
    const url = await newQueue();
    await outboxOf(url)('webhookEvents', [{ group: 'g', items: [{ one: 1 }, { two: 2 }] }]);
    const letters = makeDeadLetters({ aws: () => aws, urls: { webhookEvents: url }, blobs: fakeBlobs });
    const [letter] = await letters.take('webhookEvents');
    expect(letter?.items).toEqual([{ one: 1 }, { two: 2 }]);
    expect(await letters.take('webhookEvents')).toEqual([]);
    if (letter) await letters.remove('webhookEvents', letter);
    expect(await takeFrom(url, 1)).toEqual([]);
  }, 30_000);

  it('says unavailable for a queue that cannot be reached, and bug for one that is not there', async () => {
    const nowhere = makeAws({
      region: account.region,
      endpoint: 'https://127.0.0.1:9',
      credentials: () => root,
      clock: systemClock,
    });
    const sender = (calls: AwsCalls, url: string) =>
      makeSender({ aws: () => calls, urls: { webhookEvents: url }, blobs: fakeBlobs, clock: systemClock });
    const groups = [{ group: 'g', items: [1] }];
    await expect(sender(nowhere, 'x')('webhookEvents', groups)).rejects.toMatchObject({ kind: 'unavailable' });
    const missing = `${(await newQueue()).replace(/[^/]+$/, '')}missing`;
    await expect(sender(aws, missing)('webhookEvents', groups)).rejects.toMatchObject({ kind: 'bug' });
  });
});
