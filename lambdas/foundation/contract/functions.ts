import type { BlobPrefix, QueueName, SecretName, TableName } from './resources.ts';

/** What a caller's token must carry; a Cognito-like prefix is a stage setting. */
export type Scope = 'read' | 'write' | 'send' | 'admin';

/** Method and path as API Gateway's route key. */
export type RouteKey = `${'GET' | 'POST' | 'PUT' | 'DELETE'} /${string}`;

/** What starts a function. `public` routes have no authoriser: they check a signature or serve public text. */
export type Trigger =
  | { readonly kind: 'http'; readonly routes: Readonly<Record<RouteKey, Scope | 'public'>> }
  | { readonly kind: 'queue'; readonly from: QueueName }
  | { readonly kind: 'schedule'; readonly everyMinutes: number };

/** What a function may do with one prefix of the blobs bucket. */
export type BlobRight = 'read' | 'write' | 'readWrite' | 'readWriteDelete';

/** One function's line: everything it may touch, and so every variable and grant it gets. */
export interface FunctionContract {
  readonly trigger: Trigger;
  readonly tables?: Readonly<Partial<Record<TableName, 'read' | 'readWrite'>>>;
  /** Of a table only the rows of these entities: for what strangers may call. Absent: the whole table. */
  readonly entities?: Readonly<Partial<Record<TableName, readonly string[]>>>;
  readonly secrets?: readonly SecretName[];
  /** Queues it sends to, besides its own source (a worker may always defer to that). */
  readonly sends?: readonly QueueName[];
  /** `drain` reads and deletes what lies in the DLQs. */
  readonly dlqs?: 'drain';
  readonly blobs?: Readonly<Partial<Record<BlobPrefix, BlobRight>>>;
  readonly announces?: boolean;
  /** Reads the `due` index of `state`. */
  readonly due?: boolean;
  /** Knows the API's own public origin, for addresses that browsers and Meta come back to. */
  readonly publicUrl?: boolean;
  /** Why it may open tokens; absent: it may not. */
  readonly tokens?: string;
}

/** The manifest. The key is the path of the entry file: `lambdas/<key>.handler.ts`. */
export const functions = {
  'webhooks/ingest': {
    trigger: { kind: 'http', routes: { 'GET /webhooks/meta': 'public', 'POST /webhooks/meta': 'public' } },
    secrets: ['metaApps', 'verifyToken'],
    sends: ['webhookEvents'],
    blobs: { webhooks: 'write' },
  },
  'webhooks/process': {
    trigger: { kind: 'queue', from: 'webhookEvents' },
    tables: { state: 'readWrite', ledger: 'readWrite' },
    blobs: { webhooks: 'readWrite', parked: 'write' },
    announces: true,
  },
  'webhooks/replay': {
    trigger: { kind: 'queue', from: 'replayJobs' },
    tables: { state: 'readWrite', ledger: 'read' },
    sends: ['webhookEvents'],
    blobs: { parked: 'write' },
  },
  'webhooks/manage': {
    trigger: {
      kind: 'http',
      routes: {
        'GET /v1/webhooks/events': 'read',
        'GET /v1/webhooks/events/{id}': 'read',
        'GET /v1/webhooks/replays': 'read',
        'POST /v1/webhooks/replays': 'write',
        'GET /v1/webhooks/replays/{id}': 'read',
        'DELETE /v1/webhooks/replays/{id}': 'write',
      },
    },
    tables: { state: 'readWrite', ledger: 'read' },
    secrets: ['verifyToken'],
    sends: ['replayJobs'],
    blobs: { webhooks: 'read' },
  },
  'parking/collect': {
    trigger: { kind: 'schedule', everyMinutes: 5 },
    tables: { state: 'readWrite' },
    dlqs: 'drain',
    blobs: { parked: 'write', webhooks: 'read' },
  },
  'parking/manage': {
    trigger: {
      kind: 'http',
      routes: {
        'GET /v1/parked': 'read',
        'GET /v1/parked/{id}': 'read',
        'POST /v1/parked/redrive': 'write',
        'DELETE /v1/parked/{id}': 'write',
      },
    },
    tables: { state: 'readWrite', ledger: 'readWrite' },
    secrets: ['verifyToken'],
    sends: ['webhookEvents', 'replayJobs', 'connectionLinks', 'connectionCare', 'erasures'],
    blobs: { parked: 'readWriteDelete', webhooks: 'write' },
  },
  'timers/sweep': {
    trigger: { kind: 'schedule', everyMinutes: 1 },
    tables: { state: 'readWrite' },
    due: true,
    sends: ['connectionCare'],
  },
  'oauth/connect': {
    trigger: {
      kind: 'http',
      routes: {
        'POST /v1/connections/authorize': 'write',
        'GET /oauth/start': 'public',
        'GET /oauth/callback': 'public',
        'GET /v1/connections': 'read',
        'POST /v1/connections': 'write',
        'GET /v1/connections/{id}': 'read',
        'POST /v1/connections/{id}/verify': 'write',
        'DELETE /v1/connections/{id}': 'write',
      },
    },
    tables: { state: 'readWrite', ledger: 'readWrite', vault: 'readWrite' },
    secrets: ['metaApps', 'verifyToken'],
    sends: ['connectionLinks'],
    announces: true,
    publicUrl: true,
    tokens: 'seals what a consent gave, verifies it, and revokes it at Meta',
  },
  'oauth/link': {
    trigger: { kind: 'queue', from: 'connectionLinks' },
    tables: { state: 'readWrite', ledger: 'readWrite', vault: 'readWrite' },
    secrets: ['metaApps'],
    blobs: { parked: 'write' },
    announces: true,
    tokens: 'discovers assets with the person’s token, seals Page tokens and subscribes webhooks',
  },
  'oauth/care': {
    trigger: { kind: 'queue', from: 'connectionCare' },
    tables: { state: 'readWrite', ledger: 'readWrite', vault: 'readWrite' },
    secrets: ['metaApps'],
    sends: ['connectionLinks'],
    blobs: { parked: 'write' },
    announces: true,
    tokens: 'inspects tokens at Meta, refreshes them ahead of expiry, wipes those of a person who left',
  },
  'assets/manage': {
    trigger: {
      kind: 'http',
      routes: {
        'GET /v1/assets': 'read',
        'POST /v1/assets/sync': 'write',
        'GET /v1/assets/syncs/{id}': 'read',
        'DELETE /v1/assets/syncs/{id}': 'write',
        'GET /v1/assets/{id}': 'read',
        'PUT /v1/assets/{id}/link': 'write',
        'DELETE /v1/assets/{id}/link': 'write',
        'GET /v1/assets/{id}/doctor': 'read',
        'GET /v1/assets/{id}/agencies': 'read',
        'POST /v1/assets/{id}/agencies': 'write',
        'DELETE /v1/assets/{id}/agencies/{business}': 'write',
        'GET /v1/webhooks/subscriptions': 'read',
        'PUT /v1/webhooks/subscriptions': 'write',
      },
    },
    tables: { state: 'readWrite', ledger: 'readWrite', vault: 'read' },
    secrets: ['metaApps', 'verifyToken'],
    sends: ['connectionLinks'],
    publicUrl: true,
    tokens: 'probes what an asset’s token may do, shares assets and declares webhook subscriptions',
  },
  'compliance/callback': {
    trigger: {
      kind: 'http',
      routes: {
        'POST /compliance/deauthorize': 'public',
        'POST /compliance/deletion': 'public',
        'GET /compliance/deletion/{code}': 'public',
      },
    },
    tables: { state: 'readWrite' },
    entities: { state: ['deletionRequest'] },
    secrets: ['metaApps'],
    sends: ['connectionCare', 'erasures'],
    publicUrl: true,
  },
  'compliance/erase': {
    trigger: { kind: 'queue', from: 'erasures' },
    tables: { state: 'readWrite', ledger: 'readWrite' },
    sends: ['connectionCare'],
    blobs: { webhooks: 'readWriteDelete', parked: 'readWriteDelete' },
    announces: true,
  },
  'reference/serve': {
    trigger: { kind: 'http', routes: { 'GET /v1/openapi.json': 'public', 'GET /v1/docs': 'public' } },
  },
} as const satisfies Record<`${string}/${string}`, FunctionContract>;

/** A function's one name, everywhere: entry file, construct id, log group, `service` in logs. */
export type FunctionName = keyof typeof functions;

/** All names, in the manifest's order. */
export const functionNames = Object.keys(functions) as FunctionName[];

/** One line of the manifest, widened for code that walks them all. */
export const contractOf = (name: FunctionName): FunctionContract => functions[name];

type Line<N extends FunctionName> = (typeof functions)[N];
type TriggerOf<N extends FunctionName> = Line<N>['trigger'];

/** The functions that a queue feeds. */
export type QueueFunction = { [N in FunctionName]: TriggerOf<N> extends { kind: 'queue' } ? N : never }[FunctionName];

/** The functions behind API Gateway. */
export type HttpFunction = { [N in FunctionName]: TriggerOf<N> extends { kind: 'http' } ? N : never }[FunctionName];

/** The functions that a clock starts. */
export type ScheduleFunction = {
  [N in FunctionName]: TriggerOf<N> extends { kind: 'schedule' } ? N : never;
}[FunctionName];

/** The queue that feeds `N`. */
export type SourceOf<N extends QueueFunction> = TriggerOf<N> extends { from: infer Q extends QueueName } ? Q : never;

/** The route keys of `N`. */
export type RouteOf<N extends HttpFunction> =
  TriggerOf<N> extends { routes: infer R } ? Extract<keyof R, RouteKey> : never;

/** The queues that `N` may send to: the declared ones and, for a worker, its own source (to defer). */
export type SendsOf<N extends FunctionName> =
  | (Line<N> extends { sends: readonly (infer Q extends QueueName)[] } ? Q : never)
  | (N extends QueueFunction ? SourceOf<N> : never);

/** The secrets that `N` may read. */
export type SecretsOf<N extends FunctionName> =
  Line<N> extends { secrets: readonly (infer S extends SecretName)[] } ? S : never;

/** The tables that `N` may touch. */
export type TablesOf<N extends FunctionName> =
  Line<N> extends { tables: infer T } ? Extract<keyof T, TableName> : never;
