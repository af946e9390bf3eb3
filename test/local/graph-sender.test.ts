import { afterEach, describe, expect, it } from '@jest/globals';
import { GIVE_UP_AFTER_MS, gapBeforeRetry, nextGap } from '../../local/graph/webhooks/retry-plan.ts';
import { hmacHex } from '../../local/graph/webhooks/sign.ts';
import { harness } from './graph-harness.ts';

const MINUTE = 60_000;
const envelope = (id: string) => ({
  object: 'page',
  entry: [{ id, time: 1, changes: [{ field: 'feed', value: {} }] }],
});

let up: Awaited<ReturnType<typeof harness>> | undefined;
const start = async (...given: Parameters<typeof harness>) => {
  up = await harness(...given);
  return up;
};
afterEach(async () => up?.close());

describe('the webhook sender', () => {
  it('repeats with growing gaps until it gets 200', async () => {
    const sim = await start((_, count) => ({ status: count <= 2 ? 503 : 200 }));
    await sim.call('POST', '/_sim/webhooks', { deliveries: [{ body: { object: 'page', note: 'ü' } }] });
    const [row] = await sim.settled();
    expect(row?.state).toBe('delivered');
    expect(row?.attempts.map(({ status }) => status)).toEqual([503, 503, 200]);
    expect(new Set(sim.seen.map(({ body }) => body))).toEqual(new Set(['{"object":"page","note":"\\u00fc"}']));
    expect(sim.seen).toHaveLength(3);
  });

  it('sends what Meta sends: both signatures, its user agent, JSON', async () => {
    const sim = await start(() => ({ status: 200 }));
    await sim.call('POST', '/_sim/webhooks', { deliveries: [{ body: envelope('1') }] });
    await sim.settled();
    const [request] = sim.seen;
    if (!request) throw new Error('nothing arrived');
    const { headers, body } = request;
    expect(headers['user-agent']).toBe('facebookexternalua');
    expect(headers['content-type']).toBe('application/json');
    expect(headers['x-hub-signature-256']).toBe(`sha256=${hmacHex('sha256', 'sesame', Buffer.from(body))}`);
    expect(headers['x-hub-signature']).toBe(`sha1=${hmacHex('sha1', 'sesame', Buffer.from(body))}`);
  });

  it('gives up visibly after 36 simulated hours', async () => {
    const sim = await start(() => ({ status: 500 }));
    await sim.call('POST', '/_sim/webhooks', { deliveries: [{ body: envelope('1') }] });
    const [row] = await sim.settled();
    expect(row?.state).toBe('gave-up');
    expect(row?.attempts.at(-1)?.simulatedHours).toBeGreaterThan(30);
    expect(row?.attempts.at(-1)?.simulatedHours).toBeLessThanOrEqual(36);
    expect(sim.lines).toEqual([expect.stringContaining('Gave up on delivery')]);
    expect((await sim.call('GET', '/')).text).toContain('class="gave-up"');
  });

  it('plans an immediate retry, then ever rarer ones', () => {
    expect([1, 2, 3, 4].map(gapBeforeRetry)).toEqual([0, MINUTE, 2 * MINUTE, 4 * MINUTE]);
    expect(gapBeforeRetry(40)).toBe(6 * 60 * MINUTE);
    expect(nextGap(2, GIVE_UP_AFTER_MS - MINUTE)).toBe(MINUTE);
    expect(nextGap(2, GIVE_UP_AFTER_MS - MINUTE + 1)).toBeNull();
  });

  it('does not repeat a refused forgery, unless told to', async () => {
    const sim = await start(() => ({ status: 401 }));
    const deliveries = [
      { body: envelope('1'), signWith: 'wrong' },
      { body: envelope('2'), signWith: 'none', retry: true },
    ];
    await sim.call('POST', '/_sim/webhooks', { deliveries });
    const rows = await sim.settled();
    expect(rows.map(({ state }) => state)).toEqual(['refused', 'gave-up']);
    expect(rows[0]?.attempts).toHaveLength(1);
  });

  it('sends copies, and shuffles everything by a seed', async () => {
    const order = async (shuffle?: number) => {
      const sim = await start(() => ({ status: 200 }), { concurrency: 1 });
      const deliveries = Array.from({ length: 12 }, (_, at) => ({
        body: envelope(`${at}`),
        duplicate: at === 0 ? 3 : 0,
      }));
      await sim.call('POST', '/_sim/webhooks', { deliveries, ...(shuffle === undefined ? {} : { shuffle }) });
      await sim.settled();
      await sim.close();
      up = undefined;
      return sim.seen.map(({ body }) => /"id":"(\d+)"/.exec(body)?.[1]);
    };
    const straight = await order();
    expect(straight).toEqual(['0', '0', '0', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11']);
    const mixed = await order(7);
    expect(mixed).not.toEqual(straight);
    expect([...mixed].sort()).toEqual([...straight].sort());
    expect(await order(7)).toEqual(mixed);
    expect(await order(8)).not.toEqual(mixed);
  });

  it('aggregates up to 1,000 changes in one POST', async () => {
    const sim = await start(() => ({ status: 200 }));
    const deliveries = Array.from({ length: 1001 }, (_, at) => ({ body: envelope(`${at}`) }));
    await sim.call('POST', '/_sim/webhooks', { deliveries, aggregate: 1000 });
    const rows = await sim.settled();
    expect(rows.map(({ changes }) => changes)).toEqual([1000, 1]);
  });
});
