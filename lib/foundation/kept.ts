import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type CorsRule, HttpMethods } from 'aws-cdk-lib/aws-s3';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import {
  blobPrefixes,
  dueIndex,
  physicalName,
  type QueueName,
  queues,
  type SecretName,
  secrets,
  type TableName,
  tableKeys,
  tables,
} from '../../lambdas/foundation/contract/resources.ts';
import { pascal } from './names-of.ts';
import { isLocal, type StageConfig } from './stage-config.ts';

/** What happens to data when its stack goes: it stays, but for the stage that lives and dies on one machine. */
export const fate = (config: StageConfig) => (isLocal(config) ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN);

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** One table of the contract: on demand, under the customer key; what is kept is also backed up and undeletable. */
export function table(scope: Construct, name: TableName, key: Key, config: StageConfig): Table {
  const { kept, expires, due } = tables[name];
  const made = new Table(scope, `${pascal(name)}Table`, {
    tableName: physicalName.table(config.stage, name),
    partitionKey: text(tableKeys.partitionKey),
    sortKey: text(tableKeys.sortKey),
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: key,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: kept },
    deletionProtection: kept && !isLocal(config),
    ...(expires && { timeToLiveAttribute: tableKeys.expiry }),
    removalPolicy: fate(config),
  });
  if (due) {
    made.addGlobalSecondaryIndex({
      indexName: dueIndex.name,
      partitionKey: text(dueIndex.partitionKey),
      sortKey: text(dueIndex.sortKey),
      projectionType: ProjectionType.KEYS_ONLY,
    });
  }
  if (!kept) {
    const reason = 'Counters, receipts and events that expire: a restored copy would be wrong, not useful.';
    Validations.of(made).acknowledge({ id: 'AwsSolutions-DDB3', reason });
  }
  return made;
}

/** A queue and the place where its dead messages wait. */
export interface QueuePair {
  readonly queue: Queue;
  readonly dlq: Queue;
}

/** One queue of the contract. SQS's own encryption: it costs nothing per message, and the messages live for minutes. */
export function queuePair(scope: Construct, name: QueueName, config: StageConfig): QueuePair {
  const { timeoutSeconds, maxReceives } = queues[name];
  const same = {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    removalPolicy: fate(config),
  };
  const dlq = new Queue(scope, `${pascal(name)}Dlq`, { ...same, queueName: physicalName.dlq(config.stage, name) });
  const reason = 'It is itself where dead messages go: parking/collect empties it into the list of parked work.';
  Validations.of(dlq).acknowledge({ id: 'Serverless-SQSRedrivePolicy', reason });
  const queue = new Queue(scope, `${pascal(name)}Queue`, {
    ...same,
    queueName: physicalName.queue(config.stage, name),
    visibilityTimeout: Duration.seconds(6 * timeoutSeconds),
    deadLetterQueue: { queue: dlq, maxReceiveCount: maxReceives },
  });
  return { queue, dlq };
}

/**
 * Pages of a stage's own apps may bring files to signed addresses and read them there, no page of anybody else. Browsers
 * set `content-length` themselves, without asking for leave.
 */
const browsers = ({ returnOrigins }: StageConfig): CorsRule[] =>
  returnOrigins.length === 0
    ? []
    : [
        {
          allowedMethods: [HttpMethods.PUT, HttpMethods.GET],
          allowedOrigins: returnOrigins,
          allowedHeaders: ['content-type'],
          maxAge: 3600,
        },
      ];

/**
 * The bucket for bodies too big for a message or a row, and for media. `webhooks/` outlives its event by a day, `media/`
 * the row that was made with it, and `parked/` stays.
 */
export function blobsBucket(scope: Construct, key: Key, config: StageConfig): Bucket {
  const bucket = new Bucket(scope, 'Blobs', {
    bucketName: physicalName.blobs(config.stage, config.account, config.region),
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    enforceSSL: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    lifecycleRules: [
      {
        id: 'webhooks-live-as-long-as-their-events',
        prefix: blobPrefixes.webhooks,
        expiration: Duration.days(Math.max(8, config.retentionDays) + 1),
      },
      {
        id: 'media-live-as-long-as-conversations',
        prefix: blobPrefixes.media,
        expiration: Duration.days(config.messageDays + 1),
      },
    ],
    cors: browsers(config),
    removalPolicy: fate(config),
  });
  const reason = 'Only this stack’s functions read it; CloudTrail data events show who did, without a second bucket.';
  Validations.of(bucket).acknowledge({ id: 'AwsSolutions-S1', reason });
  return bucket;
}

const birth: Readonly<Record<SecretName, Pick<CfnSecret, 'secretString' | 'generateSecretString'>>> = {
  metaApps: { secretString: '{"apps":[]}', generateSecretString: undefined },
  verifyToken: { secretString: undefined, generateSecretString: { passwordLength: 64, excludePunctuation: true } },
};

/**
 * One secret of the contract. Its template is frozen: CloudFormation answers any later change to these properties
 * with a new version, which empties `metaApps` and changes the token that Meta knows.
 */
export function secret(scope: Construct, name: SecretName, key: Key, config: StageConfig): CfnSecret {
  const made = new CfnSecret(scope, `${pascal(name)}Secret`, {
    name: physicalName.secret(config.stage, name),
    description: secrets[name],
    kmsKeyId: key.keyArn,
    ...birth[name],
  });
  made.applyRemovalPolicy(fate(config));
  const reason = 'Meta sets app secrets by hand in its console: two are accepted during a change (docs/RUNBOOK.md).';
  Validations.of(made).acknowledge({ id: 'AwsSolutions-SMG4', reason });
  return made;
}
