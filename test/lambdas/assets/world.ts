import { AccessToken } from '../../../lambdas/foundation/core/access-token.ts';
import type { MetaApp } from '../../../lambdas/foundation/core/doors.ts';
import type { AssetRef } from '../../../lambdas/foundation/core/ids.ts';
import type { Graph } from '../../../lambdas/foundation/meta/graph.ts';
import type { AssetRegistry } from '../../../lambdas/foundation/store/asset-registry.ts';
import type { AssetRow, Assets } from '../../../lambdas/foundation/store/assets.ts';
import type { Connection, Connections } from '../../../lambdas/foundation/store/connections.ts';
import type { TokenVault } from '../../../lambdas/foundation/store/token-vault.ts';
import { fakeOwners } from '../../fakes/fake-asset-registry.ts';
import { fakeAssets } from '../../fakes/fake-assets.ts';
import { fakeAuditLog } from '../../fakes/fake-audit-log.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeConnections } from '../../fakes/fake-connections.ts';
import { fakeCursors } from '../../fakes/fake-cursors.ts';
import { fakeNotes } from '../../fakes/fake-notes.ts';
import { fakeOutbox } from '../../fakes/fake-outbox.ts';
import { fakeSecrets } from '../../fakes/fake-secrets.ts';
import { fakeSubscriptionWishes } from '../../fakes/fake-subscription-wishes.ts';
import { fakeSyncJobs } from '../../fakes/fake-sync-jobs.ts';
import { fakeTokenVault } from '../../fakes/fake-token-vault.ts';

export const shopApp: MetaApp = { appId: '10001', kind: 'facebook', appSecret: 'fake-app-secret-one' };
export const gramApp: MetaApp = { appId: '10002', kind: 'instagram', appSecret: 'fake-app-secret-two' };

/** A connection that works and was granted everything that tests speak of; each test changes what it is about. */
export const connection = (id: string, more: Partial<Connection> = {}): Connection => ({
  workspace: 'shop',
  id,
  version: 1,
  platform: 'facebook',
  appId: shopApp.appId,
  metaUserId: '900',
  name: null,
  state: 'connected',
  reason: null,
  features: [],
  asked: [],
  granted: allScopes,
  declined: [],
  granular: {},
  tokens: [{ kind: 'user', subject: 'me', expiresAt: null, dataAccessExpiresAt: null }],
  missing: [],
  progress: { phase: 'done', found: 0, linked: 0, subscribed: 0, failed: 0, cursor: null },
  businessId: null,
  createdBy: 'somebody',
  createdAt: '2026-11-01T00:00:00.000Z',
  updatedAt: '2026-11-01T00:00:00.000Z',
  verifiedAt: null,
  warnedDays: null,
  ...more,
});

export const allScopes = [
  'leads_retrieval',
  'pages_manage_ads',
  'pages_messaging',
  'read_insights',
  'pages_read_engagement',
  'pages_manage_metadata',
  'instagram_basic',
  'instagram_manage_messages',
  'instagram_manage_insights',
  'whatsapp_business_messaging',
  'whatsapp_business_management',
  'ads_read',
  'ads_management',
  'catalog_management',
  'business_management',
];

/** A linked asset that the connection `c1` reaches. */
export const row = (asset: AssetRef, more: Partial<AssetRow['discovery'] & object> = {}): AssetRow => ({
  workspace: 'shop',
  asset,
  linkedAt: '2026-11-02T00:00:00.000Z',
  discovery: {
    name: null,
    ownerBusiness: null,
    access: 'direct',
    tasks: [],
    parent: null,
    connections: ['c1'],
    discoveredAt: '2026-11-02T00:00:00.000Z',
    ...more,
  },
});

/** What Meta was asked, and by whose token. */
export interface Asked {
  readonly call: string;
  readonly args: readonly unknown[];
}

/** A Graph whose every call answers what the test wrote for it; a call without an answer is a failure of the test. */
function fakeGraph(answers: Record<string, (...args: never[]) => unknown>) {
  const asked: Asked[] = [];
  const graph = new Proxy({} as Graph, {
    get:
      (_target, call: string) =>
      async (...args: unknown[]) => {
        asked.push({ call, args });
        const answer = answers[call];
        if (answer === undefined) throw new Error(`the test has no answer for ${call}`);
        return (answer as (...given: unknown[]) => unknown)(...args);
      },
  });
  return { graph, asked };
}

/** One stage's doors. `answers` are Meta's, by call; a thrown `Failure` is a refusal. */
export function assetWorld(answers: Record<string, (...args: never[]) => unknown> = {}) {
  const clock = fakeClock();
  const owners = fakeOwners(clock);
  const { graph, asked } = fakeGraph(answers);
  const doors = {
    clock,
    graph,
    publicUrl: 'https://api.example.com',
    secrets: fakeSecrets({ apps: [shopApp, gramApp], token: 'fake-verify-token' }),
    cursors: fakeCursors,
    outbox: fakeOutbox(clock),
    assets: fakeAssets(clock, owners),
    registry: owners.process(),
    wishes: fakeSubscriptionWishes(),
    jobs: fakeSyncJobs(clock),
    audit: fakeAuditLog(clock),
    connections: fakeConnections(),
    vault: fakeTokenVault(),
  };
  return { doors, clock, asked, notes: fakeNotes(), connect: connecting(doors), put: putting(doors) };
}

interface Kept {
  readonly connections: Connections;
  readonly vault: TokenVault;
  readonly assets: Assets;
  readonly registry: AssetRegistry;
}

/** Keeps a connection as it is given, with a token for each that it tells of and for each of these Pages. */
const connecting =
  ({ connections, vault }: Pick<Kept, 'connections' | 'vault'>) =>
  async (one: Connection, pages: readonly string[] = []) => {
    await connections.remove(one.workspace, one.id);
    await connections.create(one);
    for (const { kind, subject } of [
      ...one.tokens,
      ...pages.map((page) => ({ kind: 'page' as const, subject: page })),
    ]) {
      const ref = { workspace: one.workspace, connectionId: one.id, kind, subject };
      await vault.seal(ref, new AccessToken(`fake-token ${one.id} ${kind} ${subject}`));
    }
  };

/** Brings an asset to stand as the row says. */
const putting =
  ({ assets, registry }: Pick<Kept, 'assets' | 'registry'>) =>
  async ({ workspace, asset, linkedAt, discovery, subscription }: AssetRow) => {
    if (discovery) {
      const { connections, ...found } = discovery;
      for (const id of connections) await assets.discovered(workspace, id, [{ asset, ...found }]);
    }
    await (linkedAt === null ? registry.unlink(asset, workspace) : registry.link(asset, workspace));
    if (subscription) await assets.subscribed(workspace, asset, subscription);
  };

/** By whose token a call was made, as the test's tokens say. */
export const tokenIn = ({ args }: Asked): string => {
  const [identity] = args as [{ token: AccessToken }];
  return AccessToken.textOf(identity.token).replace('fake-token ', '');
};

/** An empty page of a list. */
export const none = async () => ({ data: [], after: null });
