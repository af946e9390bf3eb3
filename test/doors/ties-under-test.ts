import { randomUUID } from 'node:crypto';
import { type Clock, isoTime, unixSeconds } from '../../lambdas/foundation/core/clock.ts';
import type { Blobs } from '../../lambdas/foundation/core/doors.ts';
import type { AssetRegistry } from '../../lambdas/foundation/store/asset-registry.ts';
import type { Assets, Found } from '../../lambdas/foundation/store/assets.ts';
import type { AuditLog } from '../../lambdas/foundation/store/audit-log.ts';
import type { Connection, Connections } from '../../lambdas/foundation/store/connections.ts';
import type { DeletionRequest, DeletionRequests } from '../../lambdas/foundation/store/deletion-requests.ts';
import type { OauthState, OauthStates } from '../../lambdas/foundation/store/oauth-states.ts';
import type { ParkedItems } from '../../lambdas/foundation/store/parked-items.ts';
import type { PersonRows } from '../../lambdas/foundation/store/person-rows.ts';
import type { SubscriptionWishes } from '../../lambdas/foundation/store/subscription-wishes.ts';
import type { SyncJobs } from '../../lambdas/foundation/store/sync-jobs.ts';
import type { WebhookEvents } from '../../lambdas/foundation/store/webhook-events.ts';
import { fresh } from './store-under-test.ts';

/** The ports about our ties to Meta and to people, as one worker process holds them. */
export interface TiesProcess {
  readonly connections: Connections;
  readonly assets: Assets;
  readonly registry: AssetRegistry;
  readonly oauthStates: OauthStates;
  readonly syncJobs: SyncJobs;
  readonly wishes: SubscriptionWishes;
  readonly deletions: DeletionRequests;
  readonly audit: AuditLog;
  readonly events: WebhookEvents;
  readonly parked: ParkedItems;
  readonly eventsOfPerson: PersonRows;
  readonly parkedOfPerson: PersonRows;
  readonly blobs: Blobs & { keys(): readonly string[] };
}

/** Makes one store that lives by `clock`; each call of the answer is one more process over it. */
export type TiesMaker = (clock: Clock) => () => TiesProcess;

const aDay = '2026-11-21T10:00:00.000Z';

/** A connection of a fresh workspace and person. */
export const aConnection = (over: Partial<Connection> = {}): Connection => ({
  workspace: fresh('w'),
  id: `con_${randomUUID()}`,
  version: 1,
  platform: 'facebook',
  appId: '100200300',
  metaUserId: randomUUID(),
  name: 'Somebody',
  state: 'linking',
  reason: null,
  features: ['insights'],
  asked: ['pages_show_list', 'pages_messaging'],
  granted: ['pages_show_list'],
  declined: ['pages_messaging'],
  granular: { pages_show_list: ['1', '2'] },
  tokens: [{ kind: 'user', subject: 'me', expiresAt: aDay, dataAccessExpiresAt: null }],
  missing: [{ what: 'messaging', why: 'declined', remedy: 'connect again' }],
  progress: { phase: 'discover', found: 0, linked: 0, subscribed: 0, failed: 0, cursor: null },
  businessId: null,
  createdBy: 'somebody',
  createdAt: aDay,
  updatedAt: aDay,
  verifiedAt: null,
  warnedDays: null,
  ...over,
});

/** A consent under way for 10 minutes. */
export const aState = (clock: Clock, over: Partial<OauthState> = {}): OauthState => ({
  stateHash: randomUUID(),
  workspace: fresh('w'),
  subject: 'somebody',
  platform: 'facebook',
  features: ['insights'],
  asked: ['pages_show_list'],
  returnTo: 'https://app.example/back',
  appId: '100200300',
  redirectUri: 'https://api.example/oauth/callback',
  configId: null,
  pkceVerifier: null,
  browserHash: null,
  createdAt: isoTime(clock.now()),
  expiresAt: unixSeconds(clock.now()) + 600,
  ...over,
});

/** A request to delete somebody's data. */
export const aDeletion = (clock: Clock, over: Partial<DeletionRequest> = {}): DeletionRequest => ({
  code: randomUUID().replaceAll('-', ''),
  appId: '100200300',
  state: 'received',
  version: 1,
  counts: {},
  cursor: null,
  requestedAt: isoTime(clock.now()),
  updatedAt: isoTime(clock.now()),
  finishedAt: null,
  expiresAt: unixSeconds(clock.now()) + 365 * 24 * 3600,
  ...over,
});

/** A Page as a discovery finds it. */
export const aFound = (over: Partial<Found> = {}): Found => ({
  asset: { kind: 'page', id: randomUUID() },
  name: 'A page',
  ownerBusiness: '77',
  access: 'direct',
  tasks: ['MANAGE'],
  parent: null,
  discoveredAt: aDay,
  ...over,
});
