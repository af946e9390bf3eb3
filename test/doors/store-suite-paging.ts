import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assetName } from '../../lambdas/foundation/core/ids.ts';
import type { EventFilter, KeptEvent, NewEvent, WebhookEvents } from '../../lambdas/foundation/store/webhook-events.ts';
import { aClaim, anEvent, type Effort, fresh, handClock, type StoreMaker } from './store-under-test.ts';

const nameOf = ({ time, field, dedupeKey, asset }: NewEvent) =>
  `${String(time).padStart(12, '0')}#${field}#${dedupeKey} ${assetName(asset)}`;

/** Newest first; what happened in the same second by field, dedupe key and asset, all falling. */
const naive = (events: readonly NewEvent[], { from = 0, to = 1e15, channel, topic, kind, asset }: EventFilter) =>
  events
    .filter(({ time }) => time >= from && time < to)
    .filter((event) => (channel ?? event.channel) === event.channel && (topic ?? event.topic) === event.topic)
    .filter((event) => (kind ?? event.kind) === event.kind && (!asset || assetName(asset) === assetName(event.asset)))
    .map(nameOf)
    .sort()
    .reverse();

async function walk(events: WebhookEvents, workspace: string, filter: EventFilter, limit: number) {
  const found: KeptEvent[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < 500; pages += 1) {
    const page = await events.list(workspace, filter, limit, after);
    expect(page.events.length).toBeLessThanOrEqual(limit);
    found.push(...page.events);
    if (page.next === null) return found;
    after = page.next;
  }
  throw new Error('the walk does not end');
}

const assets = [
  { kind: 'page', id: '1' },
  { kind: 'page', id: '2' },
  { kind: 'instagram', id: '1' },
  { kind: 'whatsapp', id: '102290129340398' },
] as const;

/** Where in the log an event lies, and what it is. */
const spot = fc.record({
  asset: fc.constantFrom(...assets),
  hoursAgo: fc.oneof(fc.nat(30), fc.constantFrom(200, 700)),
  second: fc.nat(2),
  dedupeKey: fc.nat(5).map(String),
  kind: fc.constantFrom('message', 'status'),
  field: fc.constantFrom('messages', 'feed'),
});
const filters = (start: number): fc.Arbitrary<EventFilter> =>
  fc.record(
    {
      from: fc.nat(40).map((hours) => start - hours * 3600),
      to: fc.nat(40).map((hours) => start - hours * 3600 + 1),
      kind: fc.constantFrom('message', 'none'),
      topic: fc.constantFrom('messages', 'feed'),
      channel: fc.constantFrom('messenger'),
      asset: fc.constantFrom(...assets, { kind: 'user', id: '9' } as const),
    },
    { requiredKeys: [] },
  );

/** The log as a list: everything once, newest first, whatever the pages. */
export function pagingSuite(make: StoreMaker, { runs, events: most }: Effort): void {
  const keep = async (events: WebhookEvents, all: readonly NewEvent[], clock: ReturnType<typeof handClock>) => {
    for (const event of all) {
      const claim = aClaim(clock);
      expect(await events.claim(event, claim)).toBe('mine');
    }
  };

  describe('the list of events', () => {
    it('shows each kept event once, newest first, under any filter and page size', async () => {
      const clock = handClock();
      const start = Math.floor(clock.now() / 1000);
      const { events } = make(clock).process();
      let examined = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(spot, {
            selector: (one) => JSON.stringify({ ...one, kind: '' }),
            maxLength: most,
            size: 'max',
          }),
          fc.array(filters(start), { minLength: 1, maxLength: 3 }),
          fc.integer({ min: 1, max: 12 }),
          async (spots, someFilters, limit) => {
            const workspace = fresh('w');
            const all = spots.map(({ hoursAgo, second, field, ...over }) =>
              anEvent(clock, { ...over, workspace, field, topic: field, time: start - hoursAgo * 3600 + second }),
            );
            await keep(events, all, clock);
            for (const filter of [{}, ...someFilters]) {
              const found = await walk(events, workspace, filter, limit);
              expect(found.map(nameOf)).toEqual(naive(all, filter));
              examined += found.length;
            }
          },
        ),
        { numRuns: runs, endOnFailure: true },
      );
      expect(examined).toBeGreaterThan(runs);
    }, 120_000);

    it('shows what an app needs, with the typed part and without the raw one', async () => {
      const clock = handClock();
      const { events } = make(clock).process();
      const event = anEvent(clock, { occurredAt: null, source: 'reconcile' });
      const claim = aClaim(clock);
      await events.claim(event, claim);
      await events.settle(event, claim);
      const page = await events.list(event.workspace, {}, 10);
      expect(page).toEqual({
        events: [{ ...event, id: events.idOf(event), state: 'done', raw: undefined }],
        next: null,
      });
    });

    it('finds what has no time of its own, and keeps its end open where nothing is', async () => {
      const clock = handClock();
      const { events } = make(clock).process();
      const event = anEvent(clock, { time: 0, occurredAt: null });
      await events.claim(event, aClaim(clock));
      const list = (filter: EventFilter) => walk(events, event.workspace, filter, 5);
      expect(await list({})).toHaveLength(1);
      expect(await list({ from: 0, to: 1 })).toHaveLength(1);
      expect(await list({ from: 1 })).toHaveLength(0);
      expect(await list({ from: 5, to: 2 })).toHaveLength(0);
      expect(await events.list(fresh('empty'), {}, 5)).toEqual({ events: [], next: null });
    });

    it('holds still while new events arrive on top', async () => {
      const clock = handClock();
      const { events } = make(clock).process();
      const workspace = fresh('w');
      const at = (time: number) => anEvent(clock, { workspace, time, dedupeKey: String(time) });
      const start = Math.floor(clock.now() / 1000) - 3600 * 40;
      const all = Array.from({ length: 20 }, (_, step) => at(start + step * 3600 * 2));
      await keep(events, all, clock);
      const first = await events.list(workspace, {}, 5);
      await keep(events, [at(start + 3600 * 39), at(start + 3600 * 39 + 1)], clock);
      const rest: KeptEvent[] = [];
      for (let after = first.next; after !== null; ) {
        const page = await events.list(workspace, {}, 5, after);
        rest.push(...page.events);
        after = page.next;
      }
      expect([...first.events, ...rest].map(nameOf)).toEqual(naive(all, {}));
    });
  });
}
