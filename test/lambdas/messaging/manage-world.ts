import { AccessToken } from '../../../lambdas/foundation/core/access-token.ts';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import type { AssetRef } from '../../../lambdas/foundation/core/ids.ts';
import { makeGraph } from '../../../lambdas/foundation/meta/make-graph.ts';
import type { Thread } from '../../../lambdas/foundation/store/threads.ts';
import { manageRoutes } from '../../../lambdas/messaging/manage-routes.ts';
import { createTemplate, listTemplates, type TemplateChannel } from '../../../lambdas/messaging/manage-templates.ts';
import { messageSpeakers } from '../../../lambdas/messaging/message-speakers.ts';
import { controlThread } from '../../../lambdas/messaging/thread-control.ts';
import { fakeOwners } from '../../fakes/fake-asset-registry.ts';
import { fakeAssets } from '../../fakes/fake-assets.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeConnections } from '../../fakes/fake-connections.ts';
import { fakeCursors } from '../../fakes/fake-cursors.ts';
import { fakeIdempotency } from '../../fakes/fake-idempotency.ts';
import { fakeOutbox } from '../../fakes/fake-outbox.ts';
import { fakePeople } from '../../fakes/fake-people.ts';
import { fakeSecrets } from '../../fakes/fake-secrets.ts';
import { fakeThreads } from '../../fakes/fake-threads.ts';
import { fakeTokenVault } from '../../fakes/fake-token-vault.ts';
import { fakeUsageLedger } from '../../fakes/fake-usage-ledger.ts';
import { DEMO, type Json, type MetaSimulator, SECRET } from '../../local/graph-meta.ts';
import { connection } from '../assets/world.ts';
import { workspace } from './rows.ts';

const scopes = [
  ...['pages_messaging', 'pages_utility_messaging', 'instagram_manage_messages', 'pages_manage_metadata'],
  'whatsapp_business_management',
];

/** What a shop has linked: a Page, the Instagram account that hangs on it, a WhatsApp account. */
const linked: readonly (readonly [AssetRef, parent: string | null])[] = [
  [{ kind: 'page', id: DEMO.page }, null],
  [{ kind: 'instagram', id: DEMO.instagram }, `page:${DEMO.page}`],
  [{ kind: 'whatsapp', id: DEMO.waba }, null],
];

/** The routes of `messaging/manage` over fakes of AWS, the real Graph client and the simulator. */
export async function manageWorld(meta: MetaSimulator) {
  const clock = fakeClock(Date.now());
  const owners = fakeOwners(clock);
  const [assets, connections, vault] = [fakeAssets(clock, owners), fakeConnections(), fakeTokenVault()];
  const [outbox, threads, people] = [fakeOutbox(clock), fakeThreads(clock), fakePeople(clock)];
  const secrets = fakeSecrets({ apps: [{ appId: DEMO.app, kind: 'facebook', appSecret: SECRET }] });
  const speakers = messageSpeakers({ assets, connections, vault, secrets, outbox, clock });
  const graph = makeGraph({ origin: meta.url, ledger: fakeUsageLedger(clock), clock, audit: () => undefined });
  const own = { cursors: fakeCursors, idempotency: fakeIdempotency(clock), threads, people, clock };
  const doors = { ...own, graph, speakers };

  const issue = async (wish: Json) =>
    (await meta.control('POST', 'tokens', { app: DEMO.app, person: DEMO.ada, scopes, ...wish })).body.token;
  await connections.create(connection('c1', { workspace, appId: DEMO.app }));
  const ref = { workspace, connectionId: 'c1' };
  await vault.seal({ ...ref, kind: 'user', subject: 'me' }, new AccessToken(await issue({ kind: 'user' })));
  const pageToken = await issue({ kind: 'page', page: DEMO.page });
  await vault.seal({ ...ref, kind: 'page', subject: DEMO.page }, new AccessToken(pageToken));
  for (const [asset, parent] of linked) {
    const found = { name: null, ownerBusiness: null, access: 'direct', tasks: [], parent } as const;
    const discoveredAt = new Date(clock.now()).toISOString();
    await assets.discovered(workspace, 'c1', [{ asset, ...found, tasks: [], discoveredAt }]);
    await owners.process().link(asset, workspace);
  }

  const list = async (channel: TemplateChannel, query: object, who = workspace) => {
    const { query: asked, response } = manageRoutes[`GET /v1/${channel}/templates`];
    return response.parse(await listTemplates(who, channel, asked.parse(query), doors));
  };
  const create = async (channel: TemplateChannel, wish: object, key?: string, by: Partial<typeof doors> = {}) => {
    const { body: asked, response } = manageRoutes[`POST /v1/${channel}/templates`];
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    const asking = { workspace, channel, body: asked.parse(wish), headers };
    return response.parse(await createTemplate(asking, { ...doors, ...by }));
  };
  const control = async (id: string, wish: object, who = workspace) => {
    const { body: asked, response } = manageRoutes['POST /v1/threads/{id}/control'];
    return response.parse(await controlThread({ workspace: who, id }, asked.parse(wish), doors));
  };
  const keepThread = (row: Thread) => threads.change(row, () => row);
  /** The app that holds a person's thread with the Page, as Meta tells it. */
  const owner = async (person: string) =>
    (await meta.graph('GET', `/${DEMO.page}/thread_owner`, pageToken, { recipient: person })).body.data[0]?.thread_owner
      .app_id ?? null;
  return { clock, doors, threads, people, outbox, list, create, control, keepThread, owner };
}
export type ManageWorld = Awaited<ReturnType<typeof manageWorld>>;

/** How something was refused: the kind of its `Failure`, `schema` where the route did not even read it. */
export async function refusalOf(asked: Promise<unknown>): Promise<string> {
  const thrown = await asked.then(
    () => 'was not refused',
    (failed: unknown) => failed,
  );
  if (thrown instanceof Failure) return thrown.kind;
  return thrown instanceof Error && thrown.name === '$ZodError' ? 'schema' : String(thrown);
}
