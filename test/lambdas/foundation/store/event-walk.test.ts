import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AssetRef, assetName } from '../../../../lambdas/foundation/core/ids.ts';
import { openWebhookEvents } from '../../../../lambdas/foundation/store/dynamo-webhook-events.ts';
import { EventHour } from '../../../../lambdas/foundation/store/entities/event-hour.ts';
import { WebhookEvent, type WebhookEventRow } from '../../../../lambdas/foundation/store/entities/webhook-event.ts';
import { packJson } from '../../../../lambdas/foundation/store/event-body.ts';
import { hourOf } from '../../../../lambdas/foundation/store/event-ids.ts';
import type { EventFilter, KeptEvent } from '../../../../lambdas/foundation/store/webhook-events.ts';
import { fakeQueryTable } from '../../../fakes/fake-query-table.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const clock = { now: () => now, chance: () => 0 };
const body = packJson({ raw: 1, event: 2 });
const start = 1_763_683_200;

const row = (asset: AssetRef, time: number, dedupeKey: string, kind = 'message', expiresAt = 4e9): WebhookEventRow => ({
  workspace: 'w',
  asset,
  time,
  field: 'messages',
  dedupeKey,
  channel: 'page',
  topic: 'messages',
  kind,
  state: 'done',
  leaseUntil: 0,
  claimToken: 't',
  occurredAt: null,
  receivedAt: '2026-11-21T00:00:00.000Z',
  source: 'webhook',
  body,
  expiresAt,
});
const linesOf = (rows: readonly WebhookEventRow[]) =>
  rows.map(({ workspace, asset, time }) => EventHour.write({ workspace, asset, hour: hourOf(time), expiresAt: 4e9 }));

function logOf(rows: readonly WebhookEventRow[], cutPage: (limit: number) => number = (limit) => limit) {
  const written = [...rows.map(WebhookEvent.write), ...linesOf(rows)];
  const unique = new Map(written.map((one) => [`${one.pk} ${one.sk}`, one]));
  const { calls, counted } = fakeQueryTable([...unique.values()], cutPage);
  return { events: openWebhookEvents({ calls, tableName: 't', clock, retentionDays: 30 }), counted };
}

async function walkAll(log: ReturnType<typeof logOf>, filter: EventFilter, limit: number) {
  const found: KeptEvent[] = [];
  let after: string | undefined;
  let pages = 0;
  do {
    const page = await log.events.list('w', filter, limit, after);
    expect(page.events.length).toBeLessThanOrEqual(limit);
    found.push(...page.events);
    after = page.next ?? undefined;
    pages += 1;
    if (pages > 1500) throw new Error('the walk does not end');
  } while (after !== undefined);
  return { found, pages };
}

const nameOf = ({ asset, time, dedupeKey }: Pick<WebhookEventRow, 'asset' | 'time' | 'dedupeKey'>) =>
  `${String(time).padStart(12, '0')} ${dedupeKey} ${assetName(asset)}`;

/** What a page through everything must show: newest first, then by dedupe key, then by asset, all falling. */
const naive = (rows: readonly WebhookEventRow[], { from = 0, to = 1e15, kind, asset }: EventFilter) =>
  rows
    .filter((one) => one.time >= from && one.time < to && one.expiresAt * 1000 > now)
    .filter((one) => (kind ?? one.kind) === one.kind && (!asset || assetName(asset) === assetName(one.asset)))
    .map(nameOf)
    .sort()
    .reverse();

const anyRows = fc.uniqueArray(
  fc
    .tuple(
      fc.nat(11),
      fc.nat(40),
      fc.nat(2),
      fc.nat(9),
      fc.constantFrom('message', 'status'),
      fc.constantFrom(1, 4e9, 4e9, 4e9),
    )
    .map(([page, hour, second, id, kind, expiresAt]) =>
      row({ kind: 'page', id: String(page) }, start + hour * 3600 + second, `m${id}`, kind, expiresAt),
    ),
  { selector: nameOf, minLength: 0, maxLength: 150, size: 'max' },
);
const someFilter: fc.Arbitrary<EventFilter> = fc.record(
  {
    from: fc.integer({ min: start - 3600, max: start + 40 * 3600 }),
    to: fc.integer({ min: start - 3600, max: start + 40 * 3600 }),
    kind: fc.constantFrom('message', 'status', 'none'),
    asset: fc.nat(12).map((id) => ({ kind: 'page' as const, id: String(id) })),
  },
  { requiredKeys: [] },
);
const anyFilter = fc.oneof(fc.constant({}), someFilter);

describe('the walk of the log', () => {
  it('shows every kept row once and in order, whatever the pages and wherever AWS ends its own', async () => {
    let examined = 0;
    await fc.assert(
      fc.asyncProperty(
        anyRows,
        anyFilter,
        fc.integer({ min: 1, max: 100 }),
        fc.nat(5),
        async (rows, filter, limit, cut) => {
          const log = logOf(rows, (wanted) => (cut === 0 ? wanted : Math.min(wanted, cut)));
          const { found } = await walkAll(log, filter, limit);
          expect(found.map(nameOf)).toEqual(naive(rows, filter));
          examined += found.length;
        },
      ),
      { numRuns: 100 },
    );
    expect(examined).toBeGreaterThan(1000);
  }, 60_000);

  it('walks an hour with more assets than one merge holds: hour by hour, every row once', async () => {
    const assets = Array.from({ length: 130 }, (_, at) => ({ kind: 'page' as const, id: `p${at}` }));
    const rows = assets.flatMap((asset) => [-3600, 0, 1, 3600].map((shift) => row(asset, start + shift, 'm')));
    const { found, pages } = await walkAll(logOf(rows), {}, 37);
    expect(found.map(nameOf).sort()).toEqual(rows.map(nameOf).sort());
    const hours = found.map(({ time }) => hourOf(time));
    expect(hours).toEqual([...hours].sort().reverse());
    expect(pages).toBeLessThan(40);
  });

  it('ends a page early when a filter finds little, and still comes to the end', async () => {
    const pages = Array.from({ length: 20 }, (_, at) => ({ kind: 'page' as const, id: String(at) }));
    const rows = pages.flatMap((asset) =>
      Array.from({ length: 60 }, (_, at) => row(asset, start + at, `m${at}`, at ? 'message' : 'rare')),
    );
    const log = logOf(rows, (limit) => Math.min(limit, 2));
    const first = await log.events.list('w', { kind: 'rare' }, 100);
    expect(log.counted.queries).toBeLessThan(512);
    expect(first.next).not.toBeNull();
    const { found } = await walkAll(log, { kind: 'rare' }, 100);
    expect(found.map(nameOf)).toEqual(naive(rows, { kind: 'rare' }));
    expect(found).toHaveLength(20);
  });

  it('finds an asset whose lines hide among those of many others', async () => {
    const others = Array.from({ length: 900 }, (_, at) =>
      row({ kind: 'page', id: `p${at % 30}` }, start + Math.floor(at / 30) * 3600, 'm'),
    );
    const rows = [...others, row({ kind: 'page', id: 'q' }, start, 'm')];
    const log = logOf(rows, (limit) => Math.min(limit, 3));
    const { found, pages } = await walkAll(log, { asset: { kind: 'page', id: 'q' } }, 10);
    expect(found.map(nameOf)).toEqual([nameOf(row({ kind: 'page', id: 'q' }, start, 'm'))]);
    expect(pages).toBeGreaterThan(1);
  });

  it('costs few queries for the first page of a quiet log', async () => {
    const rows = Array.from({ length: 100 }, (_, at) =>
      row({ kind: 'page', id: '1' }, start + Math.floor(at / 5) * 3600 + at, `m${at}`),
    );
    const log = logOf(rows);
    expect((await log.events.list('w', {}, 20)).events).toHaveLength(20);
    expect(log.counted.queries).toBeLessThan(40);
  });

  it('refuses a cursor that it did not write', async () => {
    for (const cursor of ['', '{', '[]', '{"after":1}', '{"below":{"sk":"1"}}']) {
      await expect(logOf([]).events.list('w', {}, 10, cursor)).rejects.toMatchObject({ kind: 'invalid-request' });
    }
  });
});
