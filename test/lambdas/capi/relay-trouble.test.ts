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

const many = (count: number) => Array.from({ length: count }, (_, at) => purchase(`order-${at}`, w.clock.now()));
const fault = (rules: readonly object[]) => meta.control('POST', 'faults', { graph: rules });
const eventsEdge = { method: 'POST', path: `/${DEMO.pixel}/events` };
const hour = 3600_000;

/** Pumps until so much time has gone by, or nothing waits. The simulator's clock goes along. */
async function pumpFor(milliseconds: number): Promise<number> {
  const until = w.clock.now() + milliseconds;
  let rounds = 0;
  while (w.clock.now() < until && (await w.once()) > 0) rounds += 1;
  return rounds;
}

describe('delivering through long trouble', () => {
  it('loses nothing while Meta is down for half a day, and asks it no more than the waits allow', async () => {
    await fault([{ match: eventsEdge, fault: { kind: 'html500' } }]);
    await w.accept({ data: many(20) });
    const rounds = await pumpFor(12 * hour);
    // Waits double from 5 s to 15 min: half a day has room for about 60 of them, not for thousands.
    expect(rounds).toBeGreaterThan(20);
    expect(rounds).toBeLessThan(90);
    expect(await w.committed()).toEqual([]);
    expect(w.parked.rows()).toEqual([]);
    await fault([]);
    await w.pump();
    expect((await w.committed()).map(({ commits }) => commits)).toEqual(Array(20).fill(1));
  });

  it('asks no more than once while the limit of an hour is full', async () => {
    await meta.control('POST', 'usage', { fill: [{ useCase: 'ads_management', object: DEMO.pixel, percent: 100 }] });
    await fault([{ match: eventsEdge, times: 1, fault: { kind: 'error', code: 80004 } }]);
    await w.accept({ data: many(20) });
    await w.once();
    const waits = w.outbox.sent.at(-1)?.delaySeconds ?? 0;
    expect(waits).toBeGreaterThan(60);
    await w.once();
    expect(w.lines.filter(({ call }) => call === 'sendConversions').length).toBeLessThanOrEqual(2);
    await meta.control('DELETE', 'usage');
    w.clock.advance(hour);
    await w.pump();
    expect((await w.committed()).map(({ kept }) => kept)).toEqual(Array(20).fill(1));
    expect(w.parked.rows()).toEqual([]);
  });

  it('gives up after Meta’s seven days, into the list of parked work and aloud', async () => {
    await fault([{ match: eventsEdge, fault: { kind: 'html500' } }]);
    await w.accept({ data: many(2) });
    await w.once();
    w.clock.advance(7 * 24 * hour);
    await w.once();
    expect(w.parked.rows().map(({ kind }) => kind)).toEqual(['outside-window', 'outside-window']);
  });

  it('defers what there was no time for', async () => {
    await w.accept({ data: many(5) });
    await w.once(1_000);
    expect(await w.committed()).toEqual([]);
    await w.pump();
    expect(await w.committed()).toHaveLength(5);
  });

  it('is killed after Meta took the events: the message comes again, and Meta keeps one of each', async () => {
    await w.accept({ data: [...many(5), chatPurchase('chat-1', w.clock.now())] });
    const put = w.doors.conversions.put.bind(w.doors.conversions);
    let killed = false;
    w.doors.conversions.put = async (rows) => {
      if (!killed && rows.some(({ state }) => state === 'delivered')) {
        killed = true;
        throw new Error('killed');
      }
      return put(rows);
    };
    await expect(w.once()).rejects.toThrow('records failed');
    // The message's next receive, after its visibility time-out.
    w.again();
    w.clock.advance(360_000);
    await w.pump();
    const byId = Object.fromEntries(
      (await w.committed()).map(({ eventId, commits, kept }) => [eventId, { commits, kept }]),
    );
    for (let at = 0; at < 5; at += 1) expect(byId[`order-${at}`]?.kept).toBe(1);
    expect(byId['chat-1']).toEqual({ commits: 1, kept: 1 });
    const states = w.doors.conversions.rows().map(({ state }) => state);
    expect(states).toHaveLength(6);
    expect(states.every((state) => state === 'delivered' || state === 'parked')).toBe(true);
  });
});
