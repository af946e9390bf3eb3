import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Message } from '../../../lambdas/foundation/core/messages.ts';
import type { WorkContext } from '../../../lambdas/foundation/core/work.ts';
import type { NewEvent } from '../../../lambdas/foundation/store/webhook-events.ts';
import { replayEvents } from '../../../lambdas/webhooks/replay-events.ts';
import { cancelReplay, listReplays, requestReplay, showReplay } from '../../../lambdas/webhooks/request-replay.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeCursors } from '../../fakes/fake-cursors.ts';
import { fakeNotes } from '../../fakes/fake-notes.ts';
import { fakeOutbox } from '../../fakes/fake-outbox.ts';
import { fakeReplayJobs } from '../../fakes/fake-replay-jobs.ts';
import { fakeWebhookEvents } from '../../fakes/fake-webhook-events.ts';

const asked = { from: '2026-11-20T00:00:00Z', to: '2026-11-22T00:00:00Z', dryRun: false, force: false };

function world() {
  const clock = fakeClock(undefined, [0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9]);
  const notes = fakeNotes();
  const context: WorkContext = {
    notes,
    clock,
    firstSeenAt: '2026-11-21T10:00:00.000Z',
    hops: 0,
    deadline: clock.now() + 30_000,
    claimed: () => undefined,
  };
  const doors = {
    clock,
    jobs: fakeReplayJobs(clock),
    outbox: fakeOutbox(clock),
    cursors: fakeCursors,
    events: fakeWebhookEvents(clock),
  };
  return { clock, context, doors };
}

let w: ReturnType<typeof world>;
beforeEach(() => {
  w = world();
});

const request = (more: Partial<typeof asked> & { topic?: string } = {}, key?: string) =>
  requestReplay('shop', { ...asked, ...more }, key, w.doors);
const lastMessage = () => w.doors.outbox.items('replayJobs').at(-1) as Message<'replayJobs'>;
const walk = () => replayEvents(lastMessage(), w.doors, w.context);
const replayed = () => w.doors.outbox.items('webhookEvents') as { eventId: string; replay: { jobId: string } }[];

/** Rows one minute apart; every third one is unclassified and every fifth still under way. */
async function keepEvents(count: number) {
  for (let at = 0; at < count; at += 1) {
    const time = Date.parse('2026-11-21T00:00:00Z') / 1000 + at * 60;
    const asset = { kind: 'page', id: String(at % 2) } as const;
    const key = { workspace: 'shop', asset, time, field: 'messages', dedupeKey: `m${at}` };
    const kind = at % 3 === 0 ? 'unclassified' : 'message';
    const typed = {
      channel: 'messenger',
      topic: 'messages',
      kind,
      event: {},
      occurredAt: null,
      source: 'webhook',
      raw: {},
    } as const;
    const event: NewEvent = { ...key, ...typed, receivedAt: '2026-11-21T10:00:00.000Z' };
    const claim = { token: `t${at}`, now: w.clock.now(), leaseMs: 1000 };
    await w.doors.events.claim(event, claim);
    if (at % 5 !== 0) await w.doors.events.settle(key, claim);
  }
}

describe('asking for a replay', () => {
  it('sends the whole request first and keeps the job second', async () => {
    const job = await request({ topic: 'messages' });
    expect(job).toMatchObject({ ...asked, topic: 'messages', state: 'running', examined: 0, selected: 0 });
    expect(lastMessage()).toMatchObject({ workspace: 'shop', jobId: job.id, ...asked });
  });

  it('leaves no job that waits for nobody when the queue refuses', async () => {
    w.doors.outbox.refuse();
    await expect(request()).rejects.toMatchObject({ kind: 'unavailable' });
    expect((await listReplays('shop', { limit: 10 }, w.doors)).data).toEqual([]);
  });

  it('refuses an empty range by its field', async () => {
    await expect(request({ to: asked.from })).rejects.toMatchObject({
      kind: 'invalid-request',
      errors: [{ path: 'body.to' }],
    });
  });

  it('answers the same job for the same Idempotency-Key, and 409 for another request under it', async () => {
    const first = await request({}, 'key-1');
    w.clock.advance(1000);
    expect(await request({}, 'key-1')).toEqual(first);
    await expect(request({ force: true }, 'key-1')).rejects.toMatchObject({ kind: 'conflict' });
    expect((await request({}, 'key-2')).id).not.toBe(first.id);
  });

  it('shows no other workspace’s job', async () => {
    const { id } = await request();
    await expect(showReplay('other', id, w.doors)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(cancelReplay('other', id, w.doors)).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('walking a replay', () => {
  it('sends what is not done or unclassified, once each, and counts', async () => {
    await keepEvents(250);
    const { id } = await request();
    await walk();
    const wanted = Array.from({ length: 250 }, (_, at) => at).filter((at) => at % 3 === 0 || at % 5 === 0).length;
    expect(await showReplay('shop', id, w.doors)).toMatchObject({ state: 'done', examined: 250, selected: wanted });
    expect(new Set(replayed().map(({ eventId }) => eventId)).size).toBe(wanted);
    expect(replayed()).toHaveLength(wanted);
  });

  it('sends everything with force, nothing in a dry run', async () => {
    await keepEvents(30);
    await request({ dryRun: true, force: true });
    await walk();
    expect(replayed()).toHaveLength(0);
    await request({ force: true });
    await walk();
    expect(replayed()).toHaveLength(30);
  });

  it('keeps to its range: from inclusive, to exclusive', async () => {
    await keepEvents(10);
    await request({ force: true, from: '2026-11-21T00:03:00Z', to: '2026-11-21T00:06:00Z' });
    await walk();
    expect(replayed()).toHaveLength(3);
  });

  it('hands itself on when its time is over, and goes on from its place', async () => {
    await keepEvents(250);
    const { id } = await request({ force: true });
    const { list } = w.doors.events;
    const slow: typeof list = async (...args) => {
      w.clock.advance(31_000);
      return list(...args);
    };
    w.doors.events.list = slow;
    await walk();
    expect(await showReplay('shop', id, w.doors)).toMatchObject({ state: 'running' });
    for (let pass = 0; pass < 10; pass += 1) await walk();
    expect(await showReplay('shop', id, w.doors)).toMatchObject({ state: 'done', examined: 250, selected: 250 });
    expect(new Set(replayed().map(({ eventId }) => eventId)).size).toBe(250);
  });

  it('stops where it was cancelled', async () => {
    await keepEvents(250);
    const { id } = await request({ force: true });
    const { list } = w.doors.events;
    w.doors.events.list = async (...args) => {
      const page = await list(...args);
      await cancelReplay('shop', id, w.doors);
      return page;
    };
    await walk();
    expect(await showReplay('shop', id, w.doors)).toMatchObject({ state: 'cancelled' });
    expect(replayed().length).toBeLessThanOrEqual(100);
  });

  it('makes the row by itself when only the message survived', async () => {
    await keepEvents(6);
    await request({ force: true });
    const message = lastMessage();
    w = world();
    await keepEvents(6);
    await replayEvents(message, w.doors, w.context);
    expect(await showReplay('shop', message.jobId, w.doors)).toMatchObject({ state: 'done', selected: 6 });
  });
});
