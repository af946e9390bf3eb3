import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DEMO, type MetaSimulator, metaSimulator } from '../../local/graph-meta.ts';
import { capiWorld, chatPurchase, purchase } from './capi-world.ts';

let meta: MetaSimulator;
let w: Awaited<ReturnType<typeof capiWorld>>;

beforeEach(async () => {
  meta = await metaSimulator();
  w = await capiWorld(meta);
  await w.link();
});
afterEach(() => meta.close());

const many = (count: number, first = 0) =>
  Array.from({ length: count }, (_, at) => purchase(`order-${String(first + at).padStart(5, '0')}`, w.clock.now()));
const fault = (rules: readonly object[]) => meta.control('POST', 'faults', { graph: rules });
const poison = (eventId: string, more: object = {}) =>
  meta.control('POST', 'faults', {
    conversions: [{ eventId, code: 100, subcode: 2804009, userTitle: 'No value', ...more }],
  });
const eventsEdge = { method: 'POST', path: `/${DEMO.pixel}/events` };
const calls = async () => (await meta.control('GET', `calls?path=AdsPixel/events`)).body.data.length;
const states = async (...ids: readonly string[]) => {
  const rows = await Promise.all(ids.map((id) => w.doors.conversions.list('shop', id)));
  return rows.map(([row]) => row?.state);
};
const ids = (all: readonly { readonly eventId: string }[]) => all.map(({ eventId }) => eventId).sort();

describe('delivering conversions', () => {
  it('merges what waits for a pixel into calls of up to 1,000, and says so in log, counters and announcements', async () => {
    for (let request = 0; request < 5; request += 1) await w.accept({ data: many(300, request * 300) });
    await w.pump();
    expect(await calls()).toBe(2);
    const committed = await w.committed();
    expect(committed).toHaveLength(1500);
    expect(committed.every(({ commits }) => commits === 1)).toBe(true);
    expect(await states('order-00000', 'order-01499')).toEqual(['delivered', 'delivered']);
    const [day] = await w.doors.days.list('shop', DEMO.pixel, '2026-01-01');
    expect(day?.counts).toMatchObject({ accepted: 1500, delivered: 1500, key_em: 1500, own_id: 1500, website: 1500 });
    const told = (type: string) =>
      w.bus.announced
        .filter((one) => one.type === type)
        .flatMap(({ detail }) => ids(detail.events as never))
        .sort();
    expect(told('conversion.accepted')).toEqual(ids(committed));
    expect(told('conversion.delivered')).toEqual(ids(committed));
    expect(w.parked.rows()).toEqual([]);
  });

  it('announces events whose ids are as long and as wide as may be', async () => {
    const wide = Array.from({ length: 150 }, (_, at) =>
      purchase(`${'漢'.repeat(250)}${at}`, w.clock.now(), { event_name: '語'.repeat(100) }),
    );
    await w.accept({ data: wide });
    await w.pump();
    const named = w.bus.announced
      .filter(({ type }) => type === 'conversion.delivered')
      .flatMap(({ detail }) => ids(detail.events as never));
    expect(new Set(named).size).toBe(150);
    expect(await w.committed()).toHaveLength(150);
  });

  it('sends nothing of a person but hashes', async () => {
    const data = [
      purchase('order-1', w.clock.now(), {
        user_data: { em: ' Ada@Example.com ', fn: 'Ada', ct: 'São Paulo', client_user_agent: 'x' },
      }),
    ];
    await w.accept({ data });
    await w.pump();
    const everywhere = JSON.stringify([
      w.outbox.sent,
      w.bus.announced,
      w.machine.written,
      w.doors.conversions.rows(),
      await w.committed(),
    ]);
    expect(everywhere).not.toMatch(/ada@example|"Ada"|Paulo/i);
    const [sent] = await w.committed();
    expect(sent?.event?.user_data).toMatchObject({ em: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it.each([0, 1, 499, 500, 998, 999])('lets one poison event at place %d of 1,000 fail alone', async (place) => {
    const bad = `order-${String(place).padStart(5, '0')}`;
    await poison(`^${bad}$`);
    await w.accept({ data: many(1000) });
    await w.pump();
    const committed = await w.committed();
    expect(committed).toHaveLength(999);
    expect(committed.every(({ commits }) => commits === 1)).toBe(true);
    expect(committed.map(({ eventId }) => eventId)).not.toContain(bad);
    const [parked, ...others] = w.parked.rows();
    expect(others).toEqual([]);
    expect(parked).toMatchObject({ workspace: 'shop', queue: 'capiEvents', kind: 'meta-rejected' });
    expect(parked?.reason).toContain('100/2804009');
    expect(parked?.reason).toContain('No value');
    expect(await states(bad)).toEqual(['parked']);
    const [row] = await w.doors.conversions.list('shop', bad);
    expect(row?.reason).toContain('2804009');
    // 1 + 4 for each quartering of 1,000 down to one: at most 5 of them.
    expect(await calls()).toBeLessThanOrEqual(1 + 4 * 5);
  });

  it('parks every one of 1,000 bad events, each by itself', async () => {
    await poison('^order-');
    await w.accept({ data: many(1000) });
    await w.pump();
    expect(await w.committed()).toEqual([]);
    expect(w.parked.rows()).toHaveLength(1000);
    expect(new Set(w.doors.conversions.rows().map(({ state }) => state))).toEqual(new Set(['parked']));
  }, 60_000);

  it.each([
    ['an HTML page', { kind: 'html500' }],
    ['a cut before anything was done', { kind: 'closeBefore' }],
    ['code 2', { kind: 'error', code: 2 }],
    ['a dataset that is not ready', { kind: 'error', code: 21009 }],
    ['an app limit', { kind: 'error', code: 4 }],
  ])('waits out %s', async (_what, what) => {
    await fault([{ match: eventsEdge, times: 3, fault: what }]);
    await w.accept({ data: many(10) });
    await w.pump();
    expect((await w.committed()).map(({ commits }) => commits)).toEqual(Array(10).fill(1));
    expect(w.parked.rows()).toEqual([]);
    expect(await states('order-00000')).toEqual(['delivered']);
  });

  it('sends again what a cut socket committed, under the same ids, so that Meta keeps one', async () => {
    await fault([{ match: eventsEdge, times: 1, fault: { kind: 'closeAfterCommit' } }]);
    await w.accept({ data: many(10) });
    await w.pump();
    const committed = await w.committed();
    expect(committed.map(({ commits, kept, lostAnswers }) => [commits, kept, lostAnswers])).toEqual(
      Array(10).fill([2, 1, 1]),
    );
    expect(await states('order-00000')).toEqual(['delivered']);
  });

  it('never sends business messaging twice: a lost answer is parked as unknown', async () => {
    await fault([{ match: eventsEdge, times: 1, fault: { kind: 'closeAfterCommit' } }]);
    await w.accept({ data: [chatPurchase('chat-1', w.clock.now()), chatPurchase('chat-2', w.clock.now())] });
    await w.pump();
    expect((await w.committed()).map(({ commits }) => commits)).toEqual([1, 1]);
    expect(w.parked.rows().map(({ kind }) => kind)).toEqual(['outcome-unknown', 'outcome-unknown']);
  });

  it('sends business messaging in calls of its own, once, however often it is asked', async () => {
    const data = [chatPurchase('chat-1', w.clock.now()), ...many(2)];
    await w.accept({ data });
    await w.accept({ data });
    await w.pump();
    await w.accept({ data });
    await w.pump();
    const byId = Object.fromEntries((await w.committed()).map(({ eventId, commits }) => [eventId, commits]));
    expect(byId['chat-1']).toBe(1);
    expect(w.parked.rows()).toEqual([]);
    expect(await states('chat-1', 'order-00000')).toEqual(['delivered', 'delivered']);
  });

  it('keeps the trouble of business messaging to itself: other events of the pixel go, and what was not sent waits', async () => {
    const data = [chatPurchase('chat-1', w.clock.now()), ...many(2)];
    for (const fault of [{ kind: 'closeAfterCommit' }, { kind: 'error', code: 10 }]) {
      await meta.control('DELETE', 'conversions');
      w = await capiWorld(meta);
      await w.link();
      // The chat's event is the oldest, so its call goes first.
      const [chat, ...others] = data;
      await w.accept({ data: [{ ...chat, event_time: Math.floor(w.clock.now() / 1000) - 3600 }, ...others] });
      await meta.control('POST', 'faults', { graph: [{ match: eventsEdge, times: 1, fault }] });
      await w.pump();
      expect(await states('chat-1', 'order-00000', 'order-00001')).toEqual(['parked', 'delivered', 'delivered']);
      expect(w.parked.rows().map(({ kind }) => kind)).toEqual([fault.code ? 'permission-missing' : 'outcome-unknown']);
    }
  });

  it('tries business messaging again after a refusal that came before anything was done', async () => {
    await fault([{ match: eventsEdge, times: 2, fault: { kind: 'error', code: 4 } }]);
    await w.accept({ data: [chatPurchase('chat-1', w.clock.now())] });
    await w.pump();
    expect((await w.committed()).map(({ commits }) => commits)).toEqual([1]);
    expect(w.parked.rows()).toEqual([]);
  });

  it('ends with the owner when the token dies in the middle, and has the connection looked at', async () => {
    await w.accept({ data: many(1500) });
    await fault([{ match: eventsEdge, after: 1, fault: { kind: 'error', code: 190, subcode: 460 } }]);
    await w.pump();
    expect(await w.committed()).toHaveLength(1000);
    expect(w.parked.rows()).toHaveLength(500);
    expect(new Set(w.parked.rows().map(({ kind, blame }) => `${kind} ${blame}`))).toEqual(
      new Set(['connection-revoked owner']),
    );
    expect(w.outbox.items('connectionCare')).toEqual([{ wake: { workspace: 'shop', connectionId: 'c-shop' } }]);
    // One call found it out; the others were not made.
    expect(await calls()).toBe(2);
  });

  it('sends the oldest first', async () => {
    const old = purchase('old', w.clock.now(), { event_time: Math.floor(w.clock.now() / 1000) - 6 * 24 * 3600 });
    await w.accept({ data: [...many(1000), old].slice(1) });
    await w.accept({ data: many(400, 2000) });
    await w.pump();
    const rows = await w.committed();
    const inOrder = [...new Set(rows.flatMap(({ calls: ofRow }) => ofRow))].sort(
      (a, b) => Number(a.slice(1)) - Number(b.slice(1)),
    );
    expect(inOrder).toHaveLength(2);
    expect(rows.find(({ eventId }) => eventId === 'old')?.calls).toEqual([inOrder[0]]);
  });

  it('parks what became too old while it waited, and says so', async () => {
    await w.accept({
      data: [purchase('late', w.clock.now(), { event_time: Math.floor(w.clock.now() / 1000) - 7 * 24 * 3600 + 60 })],
    });
    w.clock.advance(3600_000);
    await w.pump();
    expect(await w.committed()).toEqual([]);
    expect(w.parked.rows()).toMatchObject([{ kind: 'outside-window', workspace: 'shop' }]);
    expect(await states('late')).toEqual(['parked']);
  });

  it('parks for the owner what no living connection serves', async () => {
    await w.accept({ data: many(3) });
    await w.assets.forget('shop', 'c-shop');
    await w.pump();
    expect(w.parked.rows().map(({ kind }) => kind)).toEqual(Array(3).fill('not-found'));
  });

  it('notes that Meta counted fewer than were sent', async () => {
    const { sendConversions } = w.doors.graph;
    w.doors.graph.sendConversions = async (identity, batch) => {
      const receipt = await sendConversions(identity, batch);
      return { ...receipt, eventsReceived: receipt.eventsReceived - 1 };
    };
    await w.accept({ data: many(3) });
    await w.pump();
    expect(w.machine.lines().find(({ short }) => short !== undefined)).toMatchObject({ short: 1 });
  });

  it('starts the daily look at quality once a pixel', async () => {
    await w.accept({ data: many(1) });
    await w.pump();
    const poll = await w.polls.get('shop', DEMO.pixel);
    expect(poll?.lastReadAt).toBeNull();
    const { dueAt = '' } = poll ?? {};
    expect(Date.parse(dueAt)).toBeGreaterThan(w.clock.now());
    expect(Date.parse(dueAt)).toBeLessThanOrEqual(w.clock.now() + 24 * 3600_000);
  });
});
