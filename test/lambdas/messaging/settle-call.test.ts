import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import { waitsAfter } from '../../../lambdas/messaging/settle-call.ts';
import { sendWorld } from './send-world.ts';

const refused = (code: number, subcode?: number) =>
  new Failure('meta-unavailable', `Meta refused sendMessage (code ${code})`, {
    meta: { code, ...(subcode && { subcode }), fbtraceId: 'AfakeTrace' },
  });
const outagePage = () => new Failure('meta-unavailable', 'Meta’s answer to sendMessage is not JSON (HTTP 500)');
const limit = () => new Failure('rate-limited', 'Meta refused sendMessage (code 4)', { meta: { code: 4 } });
const governor = () => new Failure('rate-limited', 'sendMessage waits for Meta’s limit');
const ours = () => new Failure('unavailable', 'throttled');
const times = (count: number, make: () => Failure) => Array.from({ length: count }, make);
const hour = 3600_000;

/** A thread whose first message meets what is planned, with others behind it that were taken in the same instant. */
async function behind(plans: readonly Failure[], channel: 'messenger' | 'whatsapp' = 'messenger') {
  const w = sendWorld();
  w.meta.plans.push(...plans);
  const thread = await w.thread(channel === 'whatsapp' ? '15550000001' : '555', 60_000, channel);
  const begun = w.clock.now();
  for (const text of ['one', 'two', 'three']) await w.text(thread, text);
  const row = (text: string) => w.doors.outbound.rows().find(({ content }) => content?.text === text);
  const failures = (by: string) => w.notes.total('OutboundMessages', { channel, outcome: `failed-${by}` });
  return { w, thread, begun, row, failures };
}

/** Lets time run by half a minute at a time, until nothing waits any more. */
const settleSlowly = (w: ReturnType<typeof sendWorld>, meanwhile = () => {}) =>
  w.settle(async () => {
    meanwhile();
    w.clock.advance(29_000);
  }, 9_000);

const texts = ({ meta }: ReturnType<typeof sendWorld>) => meta.commits.map(({ text }) => text);

describe('a message that Meta refuses every time with a code that passes', () => {
  it.each([
    ['whatsapp', 131000, undefined],
    ['whatsapp', 131016, undefined],
    ['messenger', 1, undefined],
    ['messenger', 2, undefined],
    ['messenger', 2, 1545133],
    // No list has it: HTTP 500 with an error of Meta's.
    ['messenger', 987654, undefined],
  ] as const)('on %s with %d ends with that code; those behind it go, in order', async (channel, code, subcode) => {
    const { w, begun, row, failures } = await behind(
      times(10, () => refused(code, subcode)),
      channel,
    );
    await w.settle();
    expect(row('one')).toMatchObject({
      state: 'failed',
      failure: { kind: 'meta-unavailable', blame: 'meta', code, ...(subcode && { subcode }), fbtraceId: 'AfakeTrace' },
    });
    expect(texts(w)).toEqual(['two', 'three']);
    expect(w.meta.calls()).toBe(12);
    expect([failures('meta'), failures('us')]).toEqual([1, 0]);
    // 2 + 4 + … + 512 seconds, each more or less by a fifth at most, and the seconds of this clock.
    const lasted = (Date.parse(row('one')?.settledAt ?? '') - begun) / 1000;
    expect(lasted).toBeGreaterThanOrEqual(0.8 * 1022);
    expect(lasted).toBeLessThanOrEqual(1.2 * 1022 + 20);
  });

  it('nine times is sent by the tenth try', async () => {
    const { w } = await behind(times(9, () => refused(131000)));
    await w.settle();
    expect(texts(w)).toEqual(['one', 'two', 'three']);
  });

  it('ends so whatever came between', async () => {
    const between = [...times(5, () => refused(2)), outagePage(), limit(), ...times(5, () => refused(2))];
    const { w, row } = await behind(between);
    await settleSlowly(w);
    expect(row('one')).toMatchObject({ state: 'failed', failure: { code: 2 } });
    expect(texts(w)).toEqual(['two', 'three']);
  });

  it('ends so when it is its upload that Meta refuses', async () => {
    const w = sendWorld();
    const uploads = { ...w.doors, mediaForMeta: () => Promise.reject(refused(131000)) };
    await w.send({ threadId: await w.thread(), type: 'image', media: { mediaId: 'f_1' } }, 'image', uploads);
    for (let seconds = 0; seconds < 1300; seconds += 1) {
      while (await w.workOnce(uploads));
      w.clock.advance(1_000);
    }
    expect(w.doors.outbound.rows()).toMatchObject([{ state: 'failed', failure: { code: 131000, blame: 'meta' } }]);
    expect(w.meta.calls()).toBe(0);
  });
});

describe('what is not about the message', () => {
  it.each([
    ['an outage page', outagePage],
    ['a limit', limit],
  ])('%s never ends it within its day, however often', async (_what, make) => {
    const { w } = await behind(times(40, make));
    await settleSlowly(w);
    expect(texts(w)).toEqual(['one', 'two', 'three']);
  });

  it('is trouble of ours, either', async () => {
    const { w } = await behind(times(1, outagePage));
    w.refusing.speaker = ours();
    const until = w.clock.now() + 12 * hour;
    await settleSlowly(w, () => {
      if (w.clock.now() > until) delete w.refusing.speaker;
    });
    expect(texts(w)).toEqual(['one', 'two', 'three']);
  });
});

describe('after a day as the first of its thread', () => {
  it.each([
    ['an outage', outagePage, { kind: 'meta-unavailable', blame: 'meta' }],
    ['a limit', limit, { kind: 'rate-limited', blame: 'meta', code: 4 }],
  ])('a message ends with what Meta said last: %s', async (_what, make, failure) => {
    const { w, row, failures } = await behind(times(110, make));
    await settleSlowly(w);
    expect(row('one')).toMatchObject({ state: 'failed', failure });
    expect(failures('us')).toBe(0);
    expect(failures('meta')).toBe(1);
  });

  it('of trouble of ours it ends as ours, and its neighbour of the same instant has its own tries', async () => {
    const { w, row, failures } = await behind([]);
    const thread = await w.thread('777');
    w.refusing.speaker = ours();
    for (const text of ['head', 'neighbour']) await w.text(thread, text);
    await settleSlowly(w, () => {
      if (row('head')?.state === 'failed') delete w.refusing.speaker;
    });
    expect(row('head')).toMatchObject({ state: 'failed', failure: { kind: 'unavailable', blame: 'us' } });
    const lasted = Date.parse(row('head')?.settledAt ?? '') - Date.parse(row('head')?.acceptedAt ?? '');
    expect(lasted).toBeGreaterThan(24 * hour);
    expect(lasted).toBeLessThan(24.5 * hour);
    // The day of the window is over by then, which is its own reason.
    expect(row('neighbour')).toMatchObject({ state: 'failed', failure: { kind: 'outside-window' } });
    expect(failures('us')).toBe(1);
  });

  it('the day of those behind it begins when their turn comes', async () => {
    const w = sendWorld();
    const thread = await w.thread('15550000001', 0, 'whatsapp');
    const template = { name: 'order_update', language: { code: 'en_US' } };
    const send = (key: string) => w.send({ threadId: thread, type: 'template', template }, key);
    w.refusing.speaker = ours();
    for (const key of ['head', 'second', 'third']) await send(key);
    const failed = () => w.doors.outbound.rows().filter(({ state }) => state === 'failed').length;
    await settleSlowly(w, () => {
      if (failed() === 2) delete w.refusing.speaker;
    });
    expect(w.doors.outbound.rows().map(({ state }) => state)).toEqual(['failed', 'failed', 'sent']);
    const [head, second] = w.doors.outbound.rows();
    expect(Date.parse(second?.settledAt ?? '') - Date.parse(head?.settledAt ?? '')).toBeGreaterThan(24 * hour);
  });
});

describe('what a row keeps of its waits', () => {
  it('is since when, how often Meta refused it, and what Meta said last', () => {
    const kinds = { refused: () => refused(2), outagePage, limit, governor, ours };
    const names = ['refused', 'outagePage', 'limit', 'governor', 'ours'] as const;
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 30 }), (met) => {
        const first = Date.parse('2026-11-21T10:00:00.000Z');
        let row: ReturnType<typeof waitsAfter> = { attempts: 0, pairRefusals: 0, waiting: undefined };
        for (const [at, name] of met.entries()) row = waitsAfter(row, kinds[name](), first + at * 1000);
        const coded = met.findLast((name) => name === 'refused' || name === 'limit');
        const last = coded ?? met.findLast((name) => name === 'outagePage');
        const told = last && { message: kinds[last]().message, blame: 'meta' };
        expect(row.waiting?.since).toBe('2026-11-21T10:00:00.000Z');
        expect(row.waiting?.refusals).toBe(met.filter((name) => name === 'refused').length);
        expect(row.attempts).toBe(met.filter((name) => name !== 'governor').length);
        if (told) expect(row.waiting?.last).toMatchObject(told);
        else expect(row.waiting).not.toHaveProperty('last');
        seen.add(last ?? 'nothing');
      }),
    );
    expect([...seen].sort()).toEqual(['limit', 'nothing', 'outagePage', 'refused']);
  });
});
