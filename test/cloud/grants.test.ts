import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { physicalName } from '../../lambdas/foundation/contract/resources.ts';
import { emulatorSettings } from './harness/cloud.ts';
import { demandOutputs } from './harness/journey.ts';

const outputs = demandOutputs();
const root = emulatorSettings(outputs);
const output = (name: string) => {
  const found = Object.entries(outputs.stackOutputs).find(([key]) => key.endsWith(`.${name}`))?.[1];
  if (!found) throw new Error(`no stack output ${name}`);
  return found;
};

/** Clients with the credentials of a deployed function's own role. */
async function asFunction(name: string) {
  const lambda = new LambdaClient(root);
  const { Configuration } = await lambda.send(
    new GetFunctionCommand({ FunctionName: physicalName.function('local', name) }),
  );
  const role = { RoleArn: Configuration?.Role ?? '', RoleSessionName: 'grants-journey' };
  const { Credentials } = await new STSClient(root).send(new AssumeRoleCommand(role));
  if (!Credentials?.AccessKeyId || !Credentials.SecretAccessKey) throw new Error(`no credentials for ${role.RoleArn}`);
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = Credentials;
  const settings = {
    ...root,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
  };
  return {
    sqs: new SQSClient(settings),
    tables: new DynamoDBClient(settings),
    secrets: new SecretsManagerClient(settings),
    blobs: new S3Client({ ...settings, forcePathStyle: true }),
  };
}

const denied = expect.objectContaining({
  name: expect.stringMatching(/AccessDenied|UnauthorizedOperation|NotAuthorized/),
});
const item = { pk: { S: 'grants#journey' }, sk: { S: '1' } };
const queueUrl = () => output('WebhookEventsQueueUrl');
const bucket = () => output('BlobsBucketName');

describe('webhooks/ingest', () => {
  let own: Awaited<ReturnType<typeof asFunction>>;
  beforeAll(async () => {
    own = await asFunction('webhooks/ingest');
  }, 60_000);

  it('sends to its queue, reads its two secrets, puts under its prefix', async () => {
    const body = JSON.stringify({ firstSeenAt: new Date().toISOString(), hops: 0, items: [] });
    await own.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(), MessageBody: body }));
    for (const name of ['metaApps', 'verifyToken'] as const) {
      await own.secrets.send(new GetSecretValueCommand({ SecretId: physicalName.secret('local', name) }));
    }
    await own.blobs.send(new PutObjectCommand({ Bucket: bucket(), Key: 'webhooks/items/grants-journey', Body: 'x' }));
  }, 60_000);

  it.each<[string, () => Promise<unknown>]>([
    [
      'read a table',
      () => own.tables.send(new GetItemCommand({ TableName: physicalName.table('local', 'state'), Key: item })),
    ],
    [
      'read the ledger',
      () => own.tables.send(new GetItemCommand({ TableName: physicalName.table('local', 'ledger'), Key: item })),
    ],
    [
      'write a table',
      () => own.tables.send(new PutItemCommand({ TableName: physicalName.table('local', 'ledger'), Item: item })),
    ],
    ['receive from its queue', () => own.sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl() }))],
    [
      'send to another queue',
      () => own.sqs.send(new SendMessageCommand({ QueueUrl: output('ReplayJobsQueueUrl'), MessageBody: '{}' })),
    ],
    [
      'read a blob',
      () => own.blobs.send(new GetObjectCommand({ Bucket: bucket(), Key: 'webhooks/items/grants-journey' })),
    ],
    [
      'put under another prefix',
      () => own.blobs.send(new PutObjectCommand({ Bucket: bucket(), Key: 'parked/grants-journey', Body: 'x' })),
    ],
    ['list the bucket', () => own.blobs.send(new ListObjectsV2Command({ Bucket: bucket() }))],
  ])('may not %s', async (_what, attempt) => {
    await expect(attempt()).rejects.toEqual(denied);
  });
});

describe('webhooks/process', () => {
  it('may not touch the vault nor read a secret', async () => {
    const own = await asFunction('webhooks/process');
    const TableName = physicalName.table('local', 'vault');
    await expect(own.tables.send(new GetItemCommand({ TableName, Key: item }))).rejects.toEqual(denied);
    const SecretId = physicalName.secret('local', 'metaApps');
    await expect(own.secrets.send(new GetSecretValueCommand({ SecretId }))).rejects.toEqual(denied);
    const token = `${physicalName.tokenSecrets('local')}grants-journey`;
    await expect(own.secrets.send(new GetSecretValueCommand({ SecretId: token }))).rejects.toEqual(denied);
  }, 60_000);
});

describe('assets/manage', () => {
  it('reads tokens, and neither makes nor stores one', async () => {
    const own = await asFunction('assets/manage');
    const TableName = physicalName.table('local', 'vault');
    await own.tables.send(new GetItemCommand({ TableName, Key: item }));
    await expect(own.tables.send(new PutItemCommand({ TableName, Item: item }))).rejects.toEqual(denied);
    const Name = `${physicalName.tokenSecrets('local')}grants-journey`;
    const made = own.secrets.send(new CreateSecretCommand({ Name, SecretString: 'fake-token' }));
    await expect(made).rejects.toEqual(denied);
    await expect(own.secrets.send(new GetSecretValueCommand({ SecretId: Name }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  }, 60_000);
});

describe('the senders of messages', () => {
  const media = { Key: 'media/grants-journey' };
  const inMedia = () => ({ Bucket: bucket(), ...media });
  const secret = (name: 'metaApps' | 'verifyToken') =>
    new GetSecretValueCommand({ SecretId: physicalName.secret('local', name) });
  const send = (queue: string) =>
    new SendMessageCommand({ QueueUrl: output(`${queue}QueueUrl`), MessageBody: '{"grants":"journey"}' });
  const fromVault = () => new GetItemCommand({ TableName: physicalName.table('local', 'vault'), Key: item });
  const intoVault = () => new PutItemCommand({ TableName: physicalName.table('local', 'vault'), Item: item });

  beforeAll(async () => {
    await new S3Client({ ...root, forcePathStyle: true }).send(new PutObjectCommand({ ...inMedia(), Body: 'x' }));
  }, 60_000);

  it('messaging/send opens tokens, reads media, wakes threads and connections', async () => {
    const own = await asFunction('messaging/send');
    await own.tables.send(fromVault());
    await own.secrets.send(secret('metaApps'));
    await own.blobs.send(new GetObjectCommand(inMedia()));
    await own.sqs.send(send('ThreadWork'));
    await own.sqs.send(send('ConnectionCare'));
  }, 60_000);

  it.each<[string, (own: Awaited<ReturnType<typeof asFunction>>) => Promise<unknown>]>([
    ['store a token', (own) => own.tables.send(intoVault())],
    ['read the token of webhooks and cursors', (own) => own.secrets.send(secret('verifyToken'))],
    ['put a medium', (own) => own.blobs.send(new PutObjectCommand({ ...inMedia(), Body: 'x' }))],
    ['delete a medium', (own) => own.blobs.send(new DeleteObjectCommand(inMedia()))],
    [
      'read what Meta sent',
      (own) => own.blobs.send(new GetObjectCommand({ Bucket: bucket(), Key: 'webhooks/items/grants-journey' })),
    ],
    ['send what Meta did not', (own) => own.sqs.send(send('InboundMessages'))],
    ['have media fetched', (own) => own.sqs.send(send('MediaFetches'))],
    [
      'receive what wakes threads',
      (own) => own.sqs.send(new ReceiveMessageCommand({ QueueUrl: output('ThreadWorkQueueUrl') })),
    ],
  ])('messaging/send may not %s', async (_what, attempt) => {
    await expect(attempt(await asFunction('messaging/send'))).rejects.toEqual(denied);
  });

  it('messaging/deliver takes its wake-ups, opens tokens, and changes no medium', async () => {
    const own = await asFunction('messaging/deliver');
    await own.tables.send(fromVault());
    await own.sqs.send(send('ThreadWork'));
    await own.blobs.send(new GetObjectCommand(inMedia()));
    await expect(own.tables.send(intoVault())).rejects.toEqual(denied);
    await expect(own.blobs.send(new DeleteObjectCommand(inMedia()))).rejects.toEqual(denied);
    await expect(own.sqs.send(send('MediaFetches'))).rejects.toEqual(denied);
  }, 60_000);

  it('messaging/manage opens tokens, and has nothing to do with threads’ work or media', async () => {
    const own = await asFunction('messaging/manage');
    await own.tables.send(fromVault());
    await own.secrets.send(secret('verifyToken'));
    await own.sqs.send(send('ConnectionCare'));
    await expect(own.tables.send(intoVault())).rejects.toEqual(denied);
    await expect(own.sqs.send(send('ThreadWork'))).rejects.toEqual(denied);
    await expect(own.blobs.send(new GetObjectCommand(inMedia()))).rejects.toEqual(denied);
  }, 60_000);

  it('messaging/media puts and reads under its prefix, and opens no token', async () => {
    const own = await asFunction('messaging/media');
    await own.blobs.send(new PutObjectCommand({ ...inMedia(), Body: 'x' }));
    await own.blobs.send(new GetObjectCommand(inMedia()));
    await expect(own.blobs.send(new DeleteObjectCommand(inMedia()))).rejects.toEqual(denied);
    const elsewhere = { Bucket: bucket(), Key: 'parked/grants-journey', Body: 'x' };
    await expect(own.blobs.send(new PutObjectCommand(elsewhere))).rejects.toEqual(denied);
    await expect(own.tables.send(fromVault())).rejects.toEqual(denied);
    await expect(own.secrets.send(secret('metaApps'))).rejects.toEqual(denied);
  }, 60_000);

  it('messaging/fetch keeps and deletes media, opens tokens, and wakes no thread', async () => {
    const own = await asFunction('messaging/fetch');
    await own.tables.send(fromVault());
    await own.secrets.send(secret('metaApps'));
    const key = { Bucket: bucket(), Key: 'media/grants-journey-fetched' };
    await own.blobs.send(new PutObjectCommand({ ...key, Body: 'x' }));
    await own.blobs.send(new DeleteObjectCommand(key));
    await expect(own.tables.send(intoVault())).rejects.toEqual(denied);
    await expect(own.sqs.send(send('ThreadWork'))).rejects.toEqual(denied);
  }, 60_000);
});
