import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, inParallel } from './harness/cloud.ts';
import { control } from './harness/consents.ts';
import { demandOutputs, openJourney } from './harness/journey.ts';
import { oneAtATime } from './harness/one-at-a-time.ts';
import { purchase, shopPixel } from './harness/shop-pixel.ts';

const outputs = demandOutputs();
const journey = openJourney(outputs);

let next = () => {};
beforeAll(async () => {
  next = await oneAtATime(outputs);
}, 600_000);
afterAll(() => next());

const events = 10_000;
const aRequest = 250;
/** Every twentieth event is handed in twice: 5 %. */
const twiceEvery = 20;

describe('ten thousand conversions, a twentieth of them twice, while Meta stumbles', () => {
  it('reach Meta: what was accepted is what was committed, and no more often than answers were lost', async () => {
    const shop = await shopPixel(outputs, journey);
    const path = `/${shop.pixel}/events`;
    const match = { method: 'POST', path };
    const graph = [
      { match, after: 1, times: 1, fault: { kind: 'closeAfterCommit' } },
      { match, after: 3, times: 1, fault: { kind: 'html500' } },
      { match, after: 5, times: 2, fault: { kind: 'closeAfterCommit' } },
      { match, after: 8, times: 1, fault: { kind: 'error', code: 21009 } },
      { match, after: 10, times: 1, fault: { kind: 'truncated' } },
    ];
    await control(outputs, 'POST', 'faults', { graph });
    const all = Array.from({ length: events }, (_, at) => `load-${shop.pixel}-${at}`);
    const asked = all.flatMap((id, at) => (at % twiceEvery === 0 ? [id, id] : [id]));
    const requests = Array.from({ length: Math.ceil(asked.length / aRequest) }, (_, at) =>
      asked.slice(at * aRequest, (at + 1) * aRequest),
    );
    const accepted = new Set<string>();
    const made = new Map(all.map((id) => [id, purchase(id)]));
    await inParallel(requests, 4, async (ids) => {
      const data = ids.flatMap((id) => made.get(id) ?? []);
      const answer = await journey.api.call('POST /v1/conversions', { body: { data, pixels: [shop.pixel] } });
      for (const one of answer.data) if (one.accepted && one.eventId) accepted.add(one.eventId);
    });
    expect(accepted.size).toBe(events);
    let last = 0;
    const committed = await eventually(
      240_000,
      () => `${last} of ${events} are at Meta`,
      async () => {
        const found = await shop.committed();
        last = found.length;
        return found.length >= events ? found : undefined;
      },
    );
    await control(outputs, 'POST', 'faults', { graph: [] });
    expect(new Set(committed.map(({ eventId }) => eventId))).toEqual(accepted);
    const beyond = committed.reduce((sum, { commits }) => sum + commits - 1, 0);
    const lost = committed.reduce((sum, { lostAnswers }) => sum + lostAnswers, 0);
    expect(lost).toBeGreaterThan(0);
    expect(beyond).toBeLessThanOrEqual(lost + asked.length - events);
    expect(committed.every(({ kept }) => kept === 1)).toBe(true);
    const { data: parked } = await journey.api.call('GET /v1/parked', { query: { limit: 100 } });
    expect(parked.filter(({ queue }) => queue === 'capiEvents' && JSON.stringify(parked).includes(shop.pixel))).toEqual(
      [],
    );
  }, 400_000);
});
