import { accountFunctions } from './account-functions.ts';
import type { FunctionContract } from './function-line.ts';

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
    sends: ['inboundMessages'],
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
    sends: [
      'webhookEvents',
      'replayJobs',
      'connectionLinks',
      'connectionCare',
      'erasures',
      'capiEvents',
      'qualityPolls',
      'inboundMessages',
      'threadWork',
      'mediaFetches',
    ],
    blobs: { parked: 'readWriteDelete', webhooks: 'write' },
  },
  'timers/sweep': {
    trigger: { kind: 'schedule', everyMinutes: 1 },
    tables: { state: 'readWrite' },
    due: true,
    sends: ['connectionCare', 'qualityPolls', 'threadWork'],
  },
  ...accountFunctions,
  'capi/accept': {
    trigger: { kind: 'http', routes: { 'POST /v1/conversions': 'send', 'POST /v1/conversions/validate': 'read' } },
    tables: { state: 'readWrite', ledger: 'readWrite', vault: 'read' },
    secrets: ['metaApps'],
    sends: ['capiEvents', 'connectionCare'],
    announces: true,
    tokens: 'relays conversions at once for a caller who wants to wait for Meta’s answer',
  },
  'capi/manage': {
    trigger: {
      kind: 'http',
      routes: {
        'GET /v1/conversions/{eventId}': 'read',
        'GET /v1/pixels/{id}/quality': 'read',
        'GET /v1/workspace': 'read',
        'PUT /v1/workspace': 'write',
        'GET /v1/collectors': 'read',
        'GET /v1/collectors/{id}': 'read',
        'PUT /v1/collectors/{id}': 'write',
        'DELETE /v1/collectors/{id}': 'write',
      },
    },
    tables: { state: 'readWrite' },
    secrets: ['verifyToken'],
    publicUrl: true,
  },
  'capi/collect': {
    trigger: {
      kind: 'http',
      routes: { 'POST /collect/{id}': 'public', 'GET /collect/{id}': 'public', 'OPTIONS /collect/{id}': 'public' },
    },
    tables: { state: 'readWrite' },
    entities: {
      state: ['collector', 'collectorOwner', 'workspaceSettings', 'assetOwner', 'conversion', 'conversionDay'],
    },
    sends: ['capiEvents'],
    announces: true,
  },
  'capi/deliver': {
    trigger: { kind: 'queue', from: 'capiEvents' },
    tables: { state: 'readWrite', ledger: 'readWrite', vault: 'read' },
    secrets: ['metaApps'],
    sends: ['connectionCare'],
    blobs: { parked: 'write' },
    announces: true,
    tokens: 'sends conversions with the pixel owner’s token',
  },
  'capi/quality': {
    trigger: { kind: 'queue', from: 'qualityPolls' },
    tables: { state: 'readWrite', ledger: 'readWrite', vault: 'read' },
    secrets: ['metaApps'],
    sends: ['connectionCare'],
    blobs: { parked: 'write' },
    tokens: 'reads the match quality that Meta gives a dataset',
  },
  'messaging/collect': {
    trigger: { kind: 'queue', from: 'inboundMessages' },
    tables: { state: 'readWrite', ledger: 'readWrite' },
    // Settles what was sent and never answered, and wakes the thread that waited for it.
    sends: ['threadWork', 'mediaFetches'],
    // What its sender deleted goes from the webhook log too, body and all, and its media with it.
    blobs: { webhooks: 'readWriteDelete', parked: 'write', media: 'delete' },
    announces: true,
  },
  'messaging/send': {
    trigger: { kind: 'http', routes: { 'POST /v1/messages': 'send', 'DELETE /v1/messages/{id}': 'send' } },
    tables: { state: 'readWrite', ledger: 'readWrite', vault: 'read' },
    secrets: ['metaApps'],
    sends: ['threadWork', 'connectionCare'],
    blobs: { media: 'read' },
    announces: true,
    tokens: 'sends a message at once where nothing waits before it',
  },
  'messaging/deliver': {
    trigger: { kind: 'queue', from: 'threadWork' },
    tables: { state: 'readWrite', ledger: 'readWrite', vault: 'read' },
    secrets: ['metaApps'],
    sends: ['connectionCare'],
    blobs: { media: 'read', parked: 'write' },
    announces: true,
    tokens: 'sends the messages that wait in a thread',
  },
  'messaging/manage': {
    trigger: {
      kind: 'http',
      routes: {
        'GET /v1/whatsapp/templates': 'read',
        'POST /v1/whatsapp/templates': 'write',
        'GET /v1/messenger/templates': 'read',
        'POST /v1/messenger/templates': 'write',
        'POST /v1/threads/{id}/control': 'send',
      },
    },
    tables: { state: 'readWrite', ledger: 'readWrite', vault: 'read' },
    secrets: ['metaApps', 'verifyToken'],
    sends: ['connectionCare'],
    tokens: 'lists and makes message templates, and hands threads to other apps',
  },
  'messaging/media': {
    trigger: { kind: 'http', routes: { 'POST /v1/media': 'send', 'GET /v1/media/{id}': 'read' } },
    tables: { state: 'readWrite' },
    // What it may do with the bucket, the addresses that it signs may do.
    blobs: { media: 'readWrite' },
  },
  'messaging/fetch': {
    trigger: { kind: 'queue', from: 'mediaFetches' },
    tables: { state: 'readWrite', ledger: 'readWrite', vault: 'read' },
    secrets: ['metaApps'],
    sends: ['connectionCare'],
    blobs: { media: 'readWriteDelete', parked: 'write' },
    tokens: 'fetches the media of people’s messages while their links live',
  },
  'messaging/threads': {
    trigger: {
      kind: 'http',
      routes: {
        'GET /v1/threads': 'read',
        'GET /v1/threads/{id}': 'read',
        'GET /v1/threads/{id}/messages': 'read',
        'GET /v1/threads/{id}/window': 'read',
        'GET /v1/messages/{id}': 'read',
      },
    },
    tables: { state: 'read' },
    secrets: ['verifyToken'],
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
