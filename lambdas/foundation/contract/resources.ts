/**
 * Queues, each with its own patience. Every line gets a queue, a DLQ and a consumer; nobody declares one by hand.
 * `timeoutSeconds` is the consumer's time-out, `leaseSeconds` the receipt's, visibility is six times the time-out
 * (AWS asks for at least that), so that time-out < lease < visibility. `maxAgeSeconds` ends the deferring of an item.
 * `maxConcurrency` is the mapping's outer fuse against Lambda.
 */
export const queues = {
  webhookEvents: {
    timeoutSeconds: 30,
    leaseSeconds: 60,
    maxReceives: 5,
    batchSize: 50,
    batchWindowSeconds: 1,
    maxConcurrency: 20,
    maxAgeSeconds: 3 * 24 * 3600,
    claimChecks: 'webhooks',
  },
  replayJobs: {
    timeoutSeconds: 60,
    leaseSeconds: 120,
    maxReceives: 5,
    batchSize: 1,
    batchWindowSeconds: 0,
    maxConcurrency: 2,
    maxAgeSeconds: 3 * 24 * 3600,
  },
  connectionLinks: {
    timeoutSeconds: 120,
    leaseSeconds: 240,
    maxReceives: 5,
    batchSize: 1,
    batchWindowSeconds: 0,
    maxConcurrency: 5,
    maxAgeSeconds: 3 * 24 * 3600,
  },
  connectionCare: {
    timeoutSeconds: 60,
    leaseSeconds: 120,
    maxReceives: 5,
    batchSize: 5,
    batchWindowSeconds: 1,
    maxConcurrency: 5,
    maxAgeSeconds: 3 * 24 * 3600,
  },
  erasures: {
    timeoutSeconds: 300,
    leaseSeconds: 600,
    maxReceives: 5,
    batchSize: 1,
    batchWindowSeconds: 0,
    maxConcurrency: 2,
    maxAgeSeconds: 13 * 24 * 3600,
  },
  capiEvents: {
    timeoutSeconds: 60,
    leaseSeconds: 120,
    maxReceives: 5,
    // Merged by pixel into calls of up to 1,000 events: a batch is whatever came within two seconds.
    batchSize: 1000,
    batchWindowSeconds: 2,
    maxConcurrency: 5,
    // After 7 days Meta takes no event any more (fact sheet §9); each item's own clock is asked besides.
    maxAgeSeconds: 7 * 24 * 3600,
  },
  qualityPolls: {
    timeoutSeconds: 60,
    leaseSeconds: 120,
    maxReceives: 5,
    batchSize: 5,
    batchWindowSeconds: 1,
    maxConcurrency: 2,
    maxAgeSeconds: 24 * 3600,
  },
  inboundMessages: {
    timeoutSeconds: 30,
    leaseSeconds: 60,
    maxReceives: 5,
    batchSize: 20,
    batchWindowSeconds: 1,
    maxConcurrency: 10,
    maxAgeSeconds: 3 * 24 * 3600,
    claimChecks: 'webhooks',
  },
  threadWork: {
    timeoutSeconds: 30,
    leaseSeconds: 45,
    maxReceives: 5,
    // A person waits: a wake-up is worked on at once, and ten threads side by side.
    batchSize: 10,
    batchWindowSeconds: 0,
    maxConcurrency: 20,
    // A message waits a day at most (`drain-lane.ts`), and its due time wakes it besides.
    maxAgeSeconds: 2 * 24 * 3600,
  },
  mediaFetches: {
    timeoutSeconds: 120,
    leaseSeconds: 240,
    maxReceives: 5,
    batchSize: 1,
    batchWindowSeconds: 0,
    maxConcurrency: 5,
    // After 7 days Meta has forgotten a medium that a webhook brought (fact sheet §8).
    maxAgeSeconds: 7 * 24 * 3600,
  },
} as const satisfies Record<string, QueueLine>;

/** One queue's patience; every `…Seconds` is whole seconds. */
export interface QueueLine {
  readonly timeoutSeconds: number;
  readonly leaseSeconds: number;
  readonly maxReceives: number;
  readonly batchSize: number;
  readonly batchWindowSeconds: number;
  readonly maxConcurrency: number;
  readonly maxAgeSeconds: number;
  /** Blobs prefix for items over 200 kB; absent: this queue's items are always small. */
  readonly claimChecks?: 'webhooks';
}

/** A queue that stands in the stack. */
export type QueueName = keyof typeof queues;

/** All of them, in the order above. */
export const queueNames = Object.keys(queues) as readonly QueueName[];

/**
 * Queues of rooms to come: `webhooks/process` already knows who will own which kind, but nothing is sent and no
 * queue is made until the room moves its line up into `queues`.
 */
export const plannedQueues = ['leadArrivals', 'adAccountEvents', 'assetEvents'] as const;

/** A queue whose room is still to come. */
export type PlannedQueueName = (typeof plannedQueues)[number];

/** The secrets of a stage and what each holds; physical name `metaport/<stage>/<kebab-name>`. */
export const secrets = {
  metaApps:
    'the Meta apps whose webhooks we accept: {apps: [{appId, kind, appSecret, previousAppSecret?, previousUntil?}]}',
  verifyToken: 'the token that Meta echoes when it verifies the webhook URL; also the root of the paging cursors’ key',
} as const;

/** Name of a secret in the manifest. */
export type SecretName = keyof typeof secrets;

/** Attribute names shared by all three tables; expiry is Unix seconds, `dueAt` ISO-8601 UTC. */
export const tableKeys = { partitionKey: 'pk', sortKey: 'sk', expiry: 'expiresAt' } as const;

/** The one sparse index, on `state` only: what must be woken, sharded by id. */
export const dueIndex = { name: 'due', partitionKey: 'dueShard', sortKey: 'dueAt' } as const;

/** `state` survives, `ledger` expires, `vault` holds sealed tokens and nothing else. */
export const tables = {
  state: { kept: true, expires: true, due: true },
  ledger: { kept: false, expires: true, due: false },
  vault: { kept: true, expires: false, due: false },
} as const;

/** Name of a table in the manifest. */
export type TableName = keyof typeof tables;

/**
 * Prefixes of the blobs bucket. `webhooks/` expires with the events, `media/` with the conversations; `parked/` has no
 * lifecycle, because a parked body leaves only by redrive or delete.
 */
export const blobPrefixes = { webhooks: 'webhooks/', parked: 'parked/', media: 'media/' } as const;

/** Name of a blob prefix in the manifest. */
export type BlobPrefix = keyof typeof blobPrefixes;

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Physical names; the stage is part of every one, so that two stages can share an account. */
export const physicalName = {
  queue: (stage: string, name: QueueName) => `metaport-${stage}-${kebab(name)}`,
  dlq: (stage: string, name: QueueName) => `metaport-${stage}-${kebab(name)}-dlq`,
  table: (stage: string, name: TableName) => `metaport-${stage}-${name}`,
  secret: (stage: string, name: SecretName) => `metaport/${stage}/${kebab(name)}`,
  /** Before the names of the secrets that the vault's adapter `secrets-manager` makes, one a sealed token. */
  tokenSecrets: (stage: string) => `metaport/${stage}/conn/`,
  blobs: (stage: string, account: string, region: string) => `metaport-${stage}-blobs-${account}-${region}`,
  bus: (stage: string) => `metaport-${stage}`,
  function: (stage: string, name: string) => `metaport-${stage}-${name.replace('/', '-')}`,
  logGroup: (stage: string, name: string) => `/metaport/${stage}/${name}`,
  topic: (stage: string) => `metaport-${stage}-alarms`,
  api: (stage: string) => `metaport-${stage}`,
} as const;
