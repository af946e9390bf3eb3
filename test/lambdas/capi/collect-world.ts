import { acceptEvents } from '../../../lambdas/capi/accept-events.ts';
import {
  answerPreflight,
  type CollectDoors,
  collectPicture,
  collectPost,
} from '../../../lambdas/capi/collect-event.ts';
import { rememberedCollectors } from '../../../lambdas/capi/collector-memory.ts';
import type { Failure } from '../../../lambdas/foundation/core/failure.ts';
import { bytesHandler } from '../../../lambdas/foundation/runtime/http-edge.ts';
import { toProblem } from '../../../lambdas/foundation/runtime/http-reply.ts';
import type { Collector } from '../../../lambdas/foundation/store/collectors.ts';
import { fakeOwners } from '../../fakes/fake-asset-registry.ts';
import { fakeBus } from '../../fakes/fake-bus.ts';
import { fakeCollectors } from '../../fakes/fake-collectors.ts';
import { fakeConversionDays } from '../../fakes/fake-conversion-days.ts';
import { fakeConversions } from '../../fakes/fake-conversions.ts';
import { fakeOutbox } from '../../fakes/fake-outbox.ts';
import { fakeWorkspaceSettings } from '../../fakes/fake-workspace-settings.ts';
import { contextOf, machineOf } from '../foundation/runtime/machine-of.ts';

/** The origin that every collector of the tests lists. */
export const page = 'https://shop.example';
/** Where the browser's connection comes from. */
export const address = '192.0.2.7';
/** What the browser calls itself. */
export const userAgent = 'FakeBrowser/1.0 (somebody)';

/** A collector of the shop's. */
export const collector = (more: Partial<Collector> = {}): Collector => ({
  ...{ workspace: 'shop', id: 'shop-site', pixels: ['11'], origins: [page, 'https://www.shop.example'] },
  ...{ consent: 'assumed', cookieDomain: null, createdAt: '', updatedAt: '', ...more },
});

/** A page's event; every member can be changed. */
export const event = (more: object = {}) => ({
  event_name: 'PageView',
  event_source_url: `${page}/a`,
  user_data: { em: 'somebody@example.com' },
  ...more,
});

/** What a browser asks, beside its method. */
export interface Asked {
  readonly id?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body?: string | Uint8Array;
}

/** The whole way from the gateway's event to the queue, over fakes of AWS. */
export async function collectWorld() {
  const machine = machineOf('capi/collect', [0.5]);
  const { clock } = machine;
  const owners = fakeOwners(clock);
  owners.move({ kind: 'pixel', id: '11' }, 'shop');
  const collectors = fakeCollectors();
  const outbox = fakeOutbox(clock);
  const accepting = {
    ...{ conversions: fakeConversions(clock), days: fakeConversionDays(clock), settings: fakeWorkspaceSettings() },
    ...{ registry: owners.process(), outbox, bus: fakeBus(), clock },
  };
  const accept: CollectDoors['accept'] = (workspace, asked, notes) => acceptEvents(workspace, asked, accepting, notes);
  const problem = (failure: Failure) => toProblem(failure, 'request', clock.now());
  const doors = { collectors: rememberedCollectors(collectors, clock), accept, problem, clock };
  const handler = bytesHandler(
    'capi/collect',
    () => ({
      'POST /collect/{id}': (request) => collectPost(request, doors, request.notes),
      'GET /collect/{id}': (request) => collectPicture(request, doors, request.notes),
      'OPTIONS /collect/{id}': (request) => answerPreflight(request, doors, request.notes),
    }),
    machine,
  );

  async function ask(method: string, { id = 'shop-site', headers, query, cookies, body }: Asked = {}) {
    const { statusCode: status, ...answer } = await handler(
      {
        routeKey: `${method} /collect/{id}`,
        headers: JSON.parse(JSON.stringify({ 'user-agent': userAgent, ...headers })),
        pathParameters: { id },
        ...(query && { queryStringParameters: query }),
        ...(cookies && { cookies }),
        ...(body !== undefined && { body: Buffer.from(body).toString('base64'), isBase64Encoded: true }),
        requestContext: { requestId: 'request', http: { method, sourceIp: address } },
      },
      contextOf(),
    );
    return { status, ...answer };
  }
  const post = (body: unknown, { headers, ...asked }: Asked = {}) =>
    ask('POST', { headers: { origin: page, ...headers }, body: JSON.stringify(body), ...asked });
  const picture = (query: Readonly<Record<string, string>>, { headers, ...asked }: Asked = {}) =>
    ask('GET', { id: 'shop-site.gif', headers: { referer: `${page}/a`, ...headers }, query, ...asked });
  const items = () => outbox.items('capiEvents') as { event: string; workspace: string; pixel: string }[];
  /** What lies in the queue for Meta. */
  const sent = () => items().map((item) => JSON.parse(item.event));
  const outcomes = () => machine.lines().flatMap(({ outcome, Collects }) => (Collects === 1 ? [outcome] : []));
  await collectors.put(collector());
  return { machine, clock, collectors, outbox, ask, post, picture, items, sent, outcomes };
}
