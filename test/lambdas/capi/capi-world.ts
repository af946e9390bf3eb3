import { acceptEvents, type EventsAsked } from '../../../lambdas/capi/accept-events.ts';
import { deliverEvents } from '../../../lambdas/capi/deliver-events.ts';
import { pollEnsurer } from '../../../lambdas/capi/ensure-poll.ts';
import { pixelSpeakers } from '../../../lambdas/capi/pixel-speakers.ts';
import { AccessToken } from '../../../lambdas/foundation/core/access-token.ts';
import { makeGraph } from '../../../lambdas/foundation/meta/make-graph.ts';
import type { ExchangeLine } from '../../../lambdas/foundation/meta/wire/exchange-line.ts';
import { makeParking } from '../../../lambdas/foundation/runtime/parking.ts';
import { queueHandler } from '../../../lambdas/foundation/runtime/queue-handler.ts';
import type { QueueRecord } from '../../../lambdas/foundation/runtime/settle-record.ts';
import type { Found } from '../../../lambdas/foundation/store/assets.ts';
import { fakeOwners } from '../../fakes/fake-asset-registry.ts';
import { fakeAssets } from '../../fakes/fake-assets.ts';
import { fakeBlobs } from '../../fakes/fake-blobs.ts';
import { fakeBus } from '../../fakes/fake-bus.ts';
import { fakeConnections } from '../../fakes/fake-connections.ts';
import { fakeConversionDays } from '../../fakes/fake-conversion-days.ts';
import { fakeConversions } from '../../fakes/fake-conversions.ts';
import { fakeIdempotency } from '../../fakes/fake-idempotency.ts';
import { fakeNotes } from '../../fakes/fake-notes.ts';
import { fakeOutbox } from '../../fakes/fake-outbox.ts';
import { fakeParkedItems } from '../../fakes/fake-parked-items.ts';
import { fakeQualityPolls } from '../../fakes/fake-quality-polls.ts';
import { fakeSecrets } from '../../fakes/fake-secrets.ts';
import { fakeTokenVault } from '../../fakes/fake-token-vault.ts';
import { fakeUsageLedger } from '../../fakes/fake-usage-ledger.ts';
import { fakeWorkspaceSettings } from '../../fakes/fake-workspace-settings.ts';
import { DEMO, type MetaSimulator, SECRET } from '../../local/graph-meta.ts';
import { connection } from '../assets/world.ts';
import { contextOf, machineOf } from '../foundation/runtime/machine-of.ts';

/** The simulator's app. */
export const app = { appId: DEMO.app, kind: 'facebook', appSecret: SECRET } as const;

/** A shop's purchase on its website; every member can be changed. The data of a person are invented. */
export const purchase = (id: string, at: number, more: Readonly<Record<string, unknown>> = {}) => ({
  event_name: 'Purchase',
  event_time: Math.floor(at / 1000) - 60,
  event_id: id,
  action_source: 'website',
  event_source_url: 'https://shop.example/thanks',
  user_data: { em: `${id}@example.com`, client_user_agent: 'FakeBrowser/1.0', client_ip_address: '192.0.2.7' },
  custom_data: { value: 12.9, currency: 'EUR' },
  ...more,
});

/** Business messaging, which Meta does not dedupe. */
export const chatPurchase = (id: string, at: number) => ({
  event_name: 'Purchase',
  event_time: Math.floor(at / 1000) - 60,
  event_id: id,
  action_source: 'business_messaging',
  messaging_channel: 'messenger',
  user_data: { page_id: DEMO.page, page_scoped_user_id: '990000000000701' },
  custom_data: { value: 5, currency: 'EUR' },
});

/** What the simulator committed of an event. */
export interface Committed {
  readonly eventName: string;
  readonly eventId: string;
  readonly commits: number;
  readonly kept: number;
  readonly lostAnswers: number;
  /** Ids of the calls that brought it. */
  readonly calls: readonly string[];
  readonly event?: Readonly<Record<string, unknown>>;
}

/**
 * The room over fakes of AWS, the real Graph client and the simulator: its queue is pumped by hand, by the real
 * `queueHandler`. The clock is the machine's, set to the simulator's time; waits of the queue are skipped.
 */
export async function capiWorld(meta: MetaSimulator) {
  const machine = machineOf('capi/deliver');
  const { clock } = machine;
  clock.set(Date.now());
  const owners = fakeOwners(clock);
  const outbox = fakeOutbox(clock);
  const bus = fakeBus();
  const parked = fakeParkedItems();
  const blobs = fakeBlobs();
  const notes = fakeNotes();
  const lines: ExchangeLine[] = [];
  const secrets = fakeSecrets({ apps: [app] });
  const vault = fakeTokenVault();
  const connections = fakeConnections();
  const ledger = fakeUsageLedger(clock);
  const polls = fakeQualityPolls();
  const kept = {
    conversions: fakeConversions(clock),
    days: fakeConversionDays(clock),
    settings: fakeWorkspaceSettings(),
    registry: owners.process(),
    idempotency: fakeIdempotency(clock),
  };
  const assets = fakeAssets(clock, owners);
  const speakers = pixelSpeakers({ assets, connections, vault, secrets, outbox, clock });
  const graph = makeGraph({
    origin: meta.url,
    ledger,
    clock,
    audit: (line) => void lines.push(line),
    timeoutMs: 5_000,
  });
  const doors = { ...kept, outbox, bus, clock, speakers, graph, ensurePoll: pollEnsurer(polls, clock) };

  /** A person connects, and their connection reaches the shop's pixel, linked in `workspace`. */
  async function link(workspace = 'shop', pixel: string = DEMO.pixel) {
    const id = `c-${workspace}`;
    if (!(await connections.get(workspace, id))) {
      const token = new AccessToken(await meta.connect());
      await connections.create(connection(id, { workspace, appId: app.appId }));
      await vault.seal({ workspace, connectionId: id, kind: 'user', subject: 'me' }, token);
    }
    const ref = { kind: 'pixel', id: pixel } as const;
    const discoveredAt = new Date(clock.now()).toISOString();
    const found: Found = {
      asset: ref,
      name: null,
      ownerBusiness: null,
      access: 'direct',
      tasks: [],
      parent: null,
      discoveredAt,
    };
    await assets.discovered(workspace, id, [found]);
    await kept.registry.link(ref, workspace);
  }

  let serving: typeof doors = doors;
  /** Has the worker stand on other doors from now on. */
  const serve = (others: typeof doors) => {
    serving = others;
  };

  const handler = queueHandler(
    'capi/deliver',
    () => ({
      workAll: (items, batch) => deliverEvents(items, batch, serving),
      doors: {
        parking: makeParking({ parkedItems: parked, blobs: () => blobs, clock }),
        send: outbox.sendAny,
        blobs: () => blobs,
      },
    }),
    machine,
  );

  let pumped = 0;
  let last = 0;
  /** Hands one batch of everything that lies in the queue to the worker; answers how many messages there were. */
  async function once(left?: Parameters<typeof contextOf>[0]): Promise<number> {
    const all = outbox.sent.filter(({ queue }) => queue === 'capiEvents').slice(pumped);
    pumped += all.length;
    last = all.length;
    if (all.length === 0) return 0;
    clock.advance(1000 * Math.max(...all.map(({ delaySeconds }) => delaySeconds)));
    const records = all.map(
      ({ body, group }, at): QueueRecord => ({
        messageId: `m${pumped}-${at}`,
        body,
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: String(clock.now()),
          MessageGroupId: group,
        },
      }),
    );
    const { batchItemFailures } = await handler({ Records: records }, contextOf(left));
    if (batchItemFailures.length > 0) throw new Error(`records failed: ${JSON.stringify(machine.lines().at(-1))}`);
    return all.length;
  }
  /** Lets the last batch be received once more. */
  const again = () => {
    pumped -= last;
  };
  /** Until nothing waits, or so many rounds are over. */
  async function pump(rounds = 50) {
    for (let round = 0; round < rounds; round += 1) if ((await once()) === 0) return;
    throw new Error('the queue does not empty');
  }

  const committed = async (): Promise<readonly Committed[]> =>
    (await meta.control('GET', `conversions?pixel=${DEMO.pixel}&full=1`)).body.data;
  const accept = (asked: EventsAsked, workspace = 'shop') => acceptEvents(workspace, asked, doors, notes);
  return {
    ...{ machine, clock, doors, outbox, bus, parked, notes, lines, ledger, polls, assets },
    accept,
    once,
    serve,
    again,
    pump,
    link,
    committed,
  };
}
