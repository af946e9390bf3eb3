import { AccessToken } from '../../../lambdas/foundation/core/access-token.ts';
import { isoTime } from '../../../lambdas/foundation/core/clock.ts';
import { asFailure, Failure } from '../../../lambdas/foundation/core/failure.ts';
import { type Message, messages as queueMessages } from '../../../lambdas/foundation/core/messages.ts';
import type { WorkContext } from '../../../lambdas/foundation/core/work.ts';
import { cancelMessage } from '../../../lambdas/messaging/cancel-message.ts';
import type { CollectDoors } from '../../../lambdas/messaging/collect-doors.ts';
import { collectFact } from '../../../lambdas/messaging/collect-fact.ts';
import { drainLane } from '../../../lambdas/messaging/drain-lane.ts';
import { threadIdOf } from '../../../lambdas/messaging/message-id.ts';
import type { SendDoors } from '../../../lambdas/messaging/send-message.ts';
import { SendRequest } from '../../../lambdas/messaging/send-request.ts';
import { serveSend } from '../../../lambdas/messaging/serve-send.ts';
import type { ActionDoors } from '../../../lambdas/messaging/show-action.ts';
import { emptyThreadOf } from '../../../lambdas/messaging/way-now.ts';
import { aConnection } from '../../doors/ties-under-test.ts';
import { fakeAssets } from '../../fakes/fake-assets.ts';
import { fakeBus } from '../../fakes/fake-bus.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeLanes } from '../../fakes/fake-lanes.ts';
import { fakeMediaUploads } from '../../fakes/fake-media-uploads.ts';
import { fakeMessages } from '../../fakes/fake-messages.ts';
import { fakeNotes } from '../../fakes/fake-notes.ts';
import { fakeOutboundMessages } from '../../fakes/fake-outbound-messages.ts';
import { fakeOutbox } from '../../fakes/fake-outbox.ts';
import { fakePeople } from '../../fakes/fake-people.ts';
import { fakeThreads } from '../../fakes/fake-threads.ts';
import { fakeWebhookEvents } from '../../fakes/fake-webhook-events.ts';

export const workspace = 'shop';
export const page = '990000000000001';
export const waba = '970000000000001';
export const number = '960000000000001';
export const appId = '1000001';

/** What Meta does with the next call: takes it, refuses it, or takes it (`lost`) or not (`cut`) and never answers. */
export type Plan = 'ok' | 'lost' | 'cut' | Failure;

/** One message that Meta has taken. */
export interface Commit {
  readonly marker: string;
  readonly text: string;
  readonly to: string;
  readonly metaId: string;
  readonly at: number;
}

/** Meta as sending sees it: counts what it took before it answers, and does with each call as planned. */
function plannedMeta(clock: { now(): number; advance(ms: number): void }) {
  const commits: Commit[] = [];
  const actions: object[] = [];
  const plans: Plan[] = [];
  let calls = 0;
  function take(marker: unknown, text: unknown, to: unknown): string {
    calls += 1;
    clock.advance(1);
    const plan = plans.shift() ?? 'ok';
    if (plan instanceof Failure) throw plan;
    if (plan === 'cut') throw new Failure('outcome-unknown', 'no answer of Meta: silent');
    const metaId = `mid.${commits.length + 1}`;
    commits.push({ marker: String(marker), text: String(text), to: String(to), metaId, at: clock.now() });
    if (plan === 'lost') throw new Failure('outcome-unknown', 'no answer of Meta: silent');
    return metaId;
  }
  const graph: SendDoors['graph'] = {
    async sendMessage(_identity, { body }) {
      const { message = {}, recipient = {} } = parts(body);
      const { metadata, text } = parts(message);
      const { id = 'psid-of-comment' } = parts(recipient);
      return { messageId: take(metadata, text, id), recipientId: String(id) };
    },
    async sendWhatsappMessage(_identity, { body }) {
      const { biz_opaque_callback_data: marker, text = {}, to } = parts(body);
      return { messageId: take(marker, parts(text).body, to), waId: null, userId: null, status: null };
    },
    async sendSenderAction(_identity, wish) {
      actions.push(wish);
    },
    async markWhatsappRead(_identity, wish) {
      actions.push(wish);
    },
  };
  return { graph, commits, actions, plans, calls: () => calls };
}

const parts = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};

/** Everything that sending touches, over fakes, and a clock that runs only when told. */
export function sendWorld() {
  const clock = fakeClock();
  const notes = fakeNotes();
  const bus = fakeBus();
  const outbox = fakeOutbox(clock);
  const meta = plannedMeta(clock);
  const lanes = fakeLanes(clock);
  const outbound = fakeOutboundMessages(clock, lanes);
  const messages = fakeMessages(clock, 90, outbound);
  const refusing: { speaker?: Failure } = {};
  const identity = {
    app: { appId, kind: 'facebook', appSecret: 'fake-secret' },
    token: new AccessToken('fake-token'),
  } as const;
  const rows = { outbound, messages, lanes, threads: fakeThreads(clock), people: fakePeople(clock) };
  const suspected: string[] = [];
  const doors = {
    ...rows,
    ...{ assets: fakeAssets(clock), bus, outbox, clock, notes, permits: { humanAgent: true }, graph: meta.graph },
    speakers: {
      async speakerOf(_workspace: string, { id }: { readonly id: string }) {
        if (refusing.speaker) throw refusing.speaker;
        return { identity, account: id, holder: 'page', connection: aConnection() } as const;
      },
      async suspect() {
        suspected.push('connection-1');
      },
    },
    mediaForMeta: async ({ mediaId }: { readonly mediaId: string }) => ({ link: `https://bucket.example/${mediaId}` }),
    uploads: fakeMediaUploads(clock),
    mostUploadBytes: 5_000_000,
    pause: async (ms: number) => clock.advance(ms),
    get deadline() {
      return clock.now() + 30_000;
    },
  } satisfies SendDoors & ActionDoors;

  /** A conversation whose person wrote `agoMs` ago. */
  async function thread(person = '555', agoMs = 60_000, channel: 'messenger' | 'whatsapp' = 'messenger') {
    const at = isoTime(clock.now() - agoMs);
    const isWhatsapp = channel === 'whatsapp';
    const asset = isWhatsapp ? `whatsapp:${waba}` : `page:${page}`;
    const alias = isWhatsapp ? `wa:${person}` : `psid:${page}:${person}`;
    const names = { name: null, username: null };
    const { person: known } = await rows.people.identify(workspace, [alias], names, at);
    const phoneNumberId = isWhatsapp ? number : null;
    const id = threadIdOf({ channel, account: phoneNumberId ?? asset, personId: known.id });
    const name = { workspace, id, channel, asset, phoneNumberId, personId: known.id, groupId: null };
    const opened = { openedBy: 'message', openedAt: at, lastAt: at } as const;
    await rows.threads.change(name, () => ({ ...emptyThreadOf(name), ...opened }));
    return id;
  }

  const send = (body: object, key: string | undefined, own: SendDoors & ActionDoors = doors) => {
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    return serveSend({ workspace, body: SendRequest.parse(body), headers }, own);
  };
  const text = (threadId: string, said: string, own?: SendDoors & ActionDoors) =>
    send({ threadId, type: 'text', text: said }, said, own);

  let taken = 0;
  /** Wake-ups that lie in the queue and have not been taken, by the time at which they may be. */
  const wakes: { readonly at: number; readonly item: Message<'threadWork'> }[] = [];
  function fetchWakes() {
    for (const one of outbox.sent.slice(taken)) {
      if (one.queue !== 'threadWork') continue;
      for (const item of one.envelope.items) {
        const at = Date.parse(one.envelope.firstSeenAt) + one.delaySeconds * 1000;
        wakes.push({ at, item: queueMessages.threadWork().parse(item) });
      }
    }
    taken = outbox.sent.length;
  }

  /** Takes the next wake-up that is due at this moment, if one is. */
  async function workOnce(own: SendDoors = doors): Promise<boolean> {
    fetchWakes();
    const at = wakes.findIndex((wake) => wake.at <= clock.now());
    const [wake] = at < 0 ? [] : wakes.splice(at, 1);
    if (wake === undefined || !('lane' in wake.item)) return false;
    try {
      await drainLane(wake.item, { ...own, deadline: clock.now() + 30_000 });
    } catch (thrown) {
      // The queue door defers what waits for a table.
      if (!['unavailable', 'busy'].includes(asFailure(thrown).kind)) throw thrown;
      wakes.push({ at: clock.now() + 5_000, item: wake.item });
    }
    return true;
  }

  /** The sweep, as `timers/sweep` does it. */
  async function sweep() {
    for (const row of lanes.due
      .rows()
      .filter(({ entity, dueAt }) => entity === 'lane' && dueAt <= isoTime(clock.now()))) {
      const [name = '', lane = ''] = row.pk;
      await doors.outbox.send('threadWork', [{ workspace: name, lane }]);
      await lanes.due.putOff(row, isoTime(clock.now() + 120_000));
    }
  }

  /**
   * Lets time run, a second at a time, until nothing waits any more; answers the seconds that it took. `meanwhile` is
   * what happens each second, besides.
   */
  async function settle(meanwhile: () => Promise<void> = async () => {}, mostSeconds = 3_000): Promise<number> {
    for (let seconds = 0; seconds < mostSeconds; seconds += 1) {
      while (await workOnce());
      await meanwhile();
      fetchWakes();
      if (wakes.length === 0 && lanes.places().length === 0) return seconds;
      clock.advance(1_000);
      if (seconds % 60 === 59) await sweep();
    }
    throw new Error('something waits for ever');
  }

  /** What Meta tells of a message that it took, on its way through the inbox. */
  async function tell(commit: Commit, kind: 'echo' | 'delivery' | 'deletion' = 'echo', over: object = {}) {
    const sides = kind !== 'delivery' ? { from: page, to: commit.to } : { from: commit.to, to: page };
    const echo = {
      messageId: commit.metaId,
      type: 'text',
      text: commit.text,
      attachments: [],
      appId,
      metadata: commit.marker,
    };
    const event = {
      echo,
      delivery: { messageIds: [commit.metaId], watermark: commit.at },
      deletion: { messageId: commit.metaId },
    }[kind];
    const key = `${kind}-${commit.metaId}`;
    const item: Message<'inboundMessages'> = {
      ...{
        workspace,
        receiptKey: key,
        eventId: key,
        asset: `page:${page}`,
        channel: 'messenger',
        topic: 'messages',
        kind,
      },
      ...{
        occurredAt: isoTime(commit.at),
        receivedAt: isoTime(clock.now()),
        event: { kind, ...sides, ...event, ...over },
      },
    };
    const context: WorkContext = {
      ...{
        notes,
        clock,
        firstSeenAt: isoTime(clock.now()),
        hops: 0,
        deadline: clock.now() + 30_000,
        claimed: () => {},
      },
    };
    const collectDoors: CollectDoors = {
      ...doors,
      events: fakeWebhookEvents(clock),
      media: { remove: async () => {} },
    };
    await collectFact(item, collectDoors, context);
  }

  const cancel = (id: string) => cancelMessage({ workspace, id }, doors);
  const states = () => Object.fromEntries(outbound.rows().map((row) => [textOf(row.content), row.state]));
  return {
    doors,
    meta,
    clock,
    bus,
    notes,
    outbox,
    lanes,
    refusing,
    suspected,
    thread,
    send,
    text,
    workOnce,
    settle,
    sweep,
    tell,
    cancel,
    states,
  };
}

const textOf = (content: unknown) => String(parts(content).text ?? '');
