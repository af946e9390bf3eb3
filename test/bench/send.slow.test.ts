import { describe, expect, it } from '@jest/globals';
import { closesGate, figureOf } from '../../bench/figure.ts';
import { burn, fewestRounds, race } from '../../bench/measure.ts';
import { decisionUs, openRace, sendAll } from '../../bench/send.ts';
import { casesInAll, conversation, goingOfEach } from '../../bench/send-conversations.ts';

const quick = { rounds: fewestRounds, roundMs: 24 };
const day = 24 * 3600_000;

/** Runs a race of so many rounds of all cases, and ends its sink. */
async function within(rounds: number, work: (race: Awaited<ReturnType<typeof openRace>>) => Promise<void>) {
  const race = await openRace(rounds * casesInAll);
  try {
    await work(race);
  } finally {
    race.stop();
  }
}

describe('the benchmark of sending', () => {
  it(
    'compares what went over the wire for every case and every edge of a window, and counts what arrived',
    () =>
      within(10, async ({ agree, contender, floor, arrived }) => {
        expect(await agree()).toBe(10 * goingOfEach);
        await arrived();
        for (let nth = 0; nth < 5; nth += 1) await contender();
        for (let nth = 0; nth < 2; nth += 1) await floor();
        expect(await arrived()).toBe(7 * goingOfEach);
        expect(await arrived()).toBe(0);
      }),
    60_000,
  );

  it('has every channel, windows of every age up to their last millisecond, tags and templates', () => {
    const all = Array.from({ length: 16 * casesInAll }, (_, nth) => conversation(nth));
    const now = Date.parse('2026-11-21T10:00:00.000Z');
    const ages = new Set(all.map(({ thread: { openedAt } }) => openedAt && now - Date.parse(openedAt)));
    for (const age of [null, 0, day - 1, day, 7 * day - 1, 7 * day]) expect(ages).toContain(age);
    expect(ages.size).toBeGreaterThan(40);
    const going = all.filter(({ body }) => body !== undefined);
    expect([all.length, going.length]).toEqual([16 * casesInAll, 16 * goingOfEach]);
    const words = new Set(going.map(({ row, body }) => `${row.channel} ${body?.messaging_type ?? body?.type}`));
    for (const one of ['messenger MESSAGE_TAG', 'instagram MESSAGE_TAG', 'messenger UTILITY', 'whatsapp template']) {
      expect(words).toContain(one);
    }
  });

  it(
    'sends what may go into every conversation, and nothing into the others',
    () =>
      within(1, async (it) => {
        const count = 10 * casesInAll;
        expect((await sendAll(it, count)).sent).toBe(10 * goingOfEach);
      }),
    60_000,
  );

  it(
    'throws when the sink got what may not come, or another number of messages than may go',
    () =>
      within(1, async ({ post, send, arrived, list }) => {
        const open = list.find(({ bytes }) => bytes !== undefined);
        const shut = list.find(({ row, bytes }) => row.channel === 'messenger' && bytes === undefined);
        if (!open?.bytes || !shut) throw new Error('no such conversation');
        const message = { text: 'Is somebody at home?', metadata: shut.row.id };
        const late = { recipient: shut.row.recipient, messaging_type: 'RESPONSE', message };
        await post(shut.account, Buffer.from(JSON.stringify(late)));
        await expect(arrived()).rejects.toThrow('1 of 1 messages were sent outside of their windows');
        await send(open);
        await post(open.account, open.bytes);
        await expect(arrived()).rejects.toThrow('2 of 1 messages reached the sink');
        await send(open);
        expect(await arrived()).toBe(1);
      }),
    60_000,
  );

  it(
    'has gates that close when sending or deciding is made slower',
    () =>
      within(4, async ({ agree, contender, floor, arrived }) => {
        await agree();
        const handicap = () => burn(goingOfEach * 200);
        const { ratio, iterations } = await race(contender, floor, { ...quick, handicap });
        expect(closesGate(figureOf('send/end-to-end', ratio, 'x'))).toBe(true);
        expect(await arrived()).toBeGreaterThan(2 * iterations * goingOfEach);
        expect(closesGate(figureOf('send:decision', await decisionUs(1, () => burn(30)), 'us'))).toBe(true);
      }),
    300_000,
  );
});
