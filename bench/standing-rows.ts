import { toAttributes } from '../lambdas/foundation/runtime/attribute-values.ts';
import { Asset } from '../lambdas/foundation/store/entities/asset.ts';
import { CollectorRow } from '../lambdas/foundation/store/entities/collector.ts';
import { CollectorOwner } from '../lambdas/foundation/store/entities/collector-owner.ts';
import { ConnectionRow } from '../lambdas/foundation/store/entities/connection.ts';
import { DeletionRequestRow } from '../lambdas/foundation/store/entities/deletion-request.ts';
import { QualityPollRow } from '../lambdas/foundation/store/entities/quality-poll.ts';
import { SealedToken } from '../lambdas/foundation/store/entities/sealed-token.ts';
import { joinParts } from '../lambdas/foundation/store/key-parts.ts';
import { now, secret } from './payloads.ts';
import { conversationRows, pageTokenName } from './standing-conversation.ts';

const at = new Date(now).toISOString();

/** The app of the benchmarks, and the connection that stands for it. */
export const benchApp = { appId: '10001', kind: 'facebook', appSecret: secret } as const;
export const benchConnection = { workspace: 'bench', connectionId: 'con_1' } as const;
/** The confirmation code of a deletion request that stands. */
export const benchCode = 'fakecode1';
/** A linked pixel, and the collector whose events go to it. */
export const benchPixel = '300000000000001';
export const benchCollector = { id: 'shop', origin: 'https://shop.example.com' } as const;

const connection = ConnectionRow.write({
  workspace: benchConnection.workspace,
  id: benchConnection.connectionId,
  version: 1,
  platform: 'facebook',
  appId: benchApp.appId,
  metaUserId: '5001',
  name: 'Fake Person',
  state: 'connected',
  reason: null,
  features: ['pages'],
  asked: ['pages_show_list', 'pages_read_engagement'],
  granted: ['pages_show_list', 'pages_read_engagement'],
  declined: [],
  granular: {},
  tokens: [{ kind: 'user', subject: 'me', expiresAt: null, dataAccessExpiresAt: null }],
  missing: [],
  progress: { phase: 'done', found: 0, linked: 0, subscribed: 0, failed: 0, cursor: null },
  businessId: null,
  createdBy: 'bench',
  createdAt: at,
  updatedAt: at,
  verifiedAt: at,
  warnedDays: null,
  careDueAt: at,
});

const token = SealedToken.write({
  ...benchConnection,
  kind: 'user',
  subject: 'me',
  sealId: 'seal-1',
  current: 'fake-secret-name',
  secrets: new Set(['fake-secret-name']),
  sealedAt: at,
});

/** What the secret of that token holds, as `store/dynamo-token-vault.ts` binds it to the row. */
export const benchSecret = `${joinParts(['bench', 'con_1', 'user', 'me'])}\nfake-token-of-the-benchmark`;

/** The same of the Page's own. */
export const benchPageSecret = `${joinParts([...pageTokenName])}\nfake-token-of-the-page`;

const deletion = DeletionRequestRow.write({
  code: benchCode,
  appId: benchApp.appId,
  state: 'received',
  version: 1,
  counts: {},
  cursor: null,
  requestedAt: at,
  updatedAt: at,
  finishedAt: null,
  expiresAt: Math.floor(now / 1000) + 365 * 86_400,
});

const pixel = Asset.write({
  workspace: benchConnection.workspace,
  asset: { kind: 'pixel', id: benchPixel },
  linkedAt: at,
  discovery: {
    name: 'Fake Pixel',
    ownerBusiness: null,
    access: 'direct',
    tasks: [],
    parent: null,
    connections: [benchConnection.connectionId],
    discoveredAt: at,
  },
});

const { id: collectorId, origin } = benchCollector;
const collectorOwner = CollectorOwner.write({ id: collectorId, workspace: benchConnection.workspace });
const collector = CollectorRow.write({
  workspace: benchConnection.workspace,
  id: collectorId,
  pixels: [benchPixel],
  origins: [origin],
  consent: 'assumed',
  cookieDomain: null,
  createdAt: at,
  updatedAt: at,
});

const qualityPoll = QualityPollRow.write({
  workspace: benchConnection.workspace,
  pixel: benchPixel,
  readDueAt: at,
  lastReadAt: null,
  failures: 0,
  reason: null,
});

/** What the sink's tables hold, by partition and sort key as DynamoDB spells them. */
export const standingRows: ReadonlyMap<string, Readonly<Record<string, unknown>>> = new Map(
  [connection, token, deletion, pixel, collectorOwner, collector, qualityPoll, ...conversationRows].map((row) => [
    `${row.pk}\n${row.sk}`,
    toAttributes(row),
  ]),
);
