import * as z from 'zod/mini';
import { Failure } from '../core/failure.ts';
import { assetName } from '../core/ids.ts';
import { eventShards, WebhookEvent, type WebhookEventRow } from './entities/webhook-event.ts';
import { type eventHours, type HourLine, type HourStretch, top } from './event-hours.ts';
import { hourOf, timePart } from './event-ids.ts';
import { joinParts } from './key-parts.ts';
import { type Branch, isNewer, newestFirst, type Place } from './newest-first.ts';
import type { OneTable } from './one-table.ts';
import type { EventFilter } from './webhook-events.ts';

/** A row with its place in the walk. */
export interface PlacedRow extends Place {
  readonly row: WebhookEventRow;
}

/** Queries that one page may cost before it ends early. */
const pageQueries = 256;

/** Directory lines of a page's first stretch; each next one may have twice as many. */
const firstLines = 6;

/** Where a page goes on: below `after` in the directory, inside the stretch down to `upTo` below `sk` and `asset`. */
const Cursor = z.object({
  after: z.optional(z.string()),
  upTo: z.optional(z.string()),
  below: z.optional(z.object({ sk: z.string(), asset: z.string() })),
});
type Cursor = z.infer<typeof Cursor>;

function readCursor(text: string | undefined): Cursor {
  if (text === undefined) return {};
  try {
    return Cursor.parse(JSON.parse(text));
  } catch (cause) {
    throw new Failure('invalid-request', 'not a cursor of this list', { cause });
  }
}

/** Whole seconds in a key's range; `from` and `to` may be any numbers. */
function bounds({ from = 0, to = Number.POSITIVE_INFINITY }: EventFilter) {
  const high = to === Number.POSITIVE_INFINITY ? undefined : Math.ceil(to);
  return {
    low: timePart(Math.ceil(from)),
    high: high === undefined ? top : timePart(high),
    hours: { low: hourOf(Math.ceil(from)), high: high === undefined ? top : `${hourOf(high)}${top}` },
  };
}

/**
 * Walks the log of a workspace newest first: the directory by stretches of hours, each stretch's partitions merged.
 * An hour with more than 48 assets is walked 48 assets at a time. A page ends early after about 256 queries.
 */
export function eventWalk(table: OneTable, hours: Pick<ReturnType<typeof eventHours>, 'stretch'>) {
  return async (workspace: string, filter: EventFilter, limit: number, now: number, after?: string) => {
    const range = bounds(filter);
    let cursor = readCursor(after);
    const rows: PlacedRow[] = [];
    let queries = 0;
    for (let size = firstLines; ; size *= 2) {
      const { after, upTo } = cursor;
      const wanted = { workspace, ...range.hours, after, upTo, asset: filter.asset, size };
      const stretch: HourStretch = await hours.stretch(wanted, now);
      const branches = stretch.lines.flatMap((line) => branchesOf(table, { workspace, line, filter, now, ...cursor }));
      const merged = await newestFirst(branches, limit - rows.length, pageQueries - queries);
      rows.push(...merged.rows);
      queries += stretch.queries + merged.queries;
      const place = { after, upTo: stretch.end ?? range.hours.low, below: merged.next ?? undefined };
      if (merged.next) return { rows, next: JSON.stringify(place) };
      if (stretch.end === null) return { rows, next: null };
      cursor = { after: stretch.end };
      if (rows.length >= limit || queries >= pageQueries) return { rows, next: JSON.stringify(cursor) };
    }
  };
}

interface HourWalk {
  readonly workspace: string;
  readonly line: HourLine;
  readonly filter: EventFilter;
  readonly now: number;
  readonly below?: Place | undefined;
}

const branchesOf = (table: OneTable, walk: HourWalk): readonly Branch<PlacedRow>[] =>
  Array.from({ length: eventShards }, (_, shard) => branchOf(table, walk, shard));

/** One shard of one asset's hour, read newest first. */
function branchOf(
  table: OneTable,
  { workspace, line, filter, now, below }: HourWalk,
  shard: number,
): Branch<PlacedRow> {
  const asset = assetName(line.asset);
  const { low, high } = bounds(filter);
  const upper = below && below.sk < high ? below.sk : high;
  const wanted = filterOf(filter);
  let from: unknown;
  return {
    async fetch(limit) {
      if (low > upper) return { rows: [] };
      const answer = await table('Query', {
        KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :low AND :high',
        FilterExpression: ['#expiresAt > :now', ...wanted.map((name) => `#${name} = :${name}`)].join(' AND '),
        ExpressionAttributeValues: {
          ':pk': joinParts([WebhookEvent.name, workspace, asset, line.hour, String(shard)]),
          ':low': low,
          ':high': upper,
          ':now': Math.floor(now / 1000),
          ...Object.fromEntries(wanted.map((name) => [`:${name}`, filter[name]])),
        },
        ScanIndexForward: false,
        Limit: wanted.length > 0 ? 100 : limit,
        ExclusiveStartKey: from,
      });
      from = answer.LastEvaluatedKey;
      const rows = (answer.Items ?? []).map((row) => ({ sk: String(row.sk), asset, row: WebhookEvent.parse(row) }));
      const reached = answer.LastEvaluatedKey && { sk: String(answer.LastEvaluatedKey.sk), asset };
      return { rows: rows.filter((row) => !below || isNewer(below, row)), ...(reached && { below: reached }) };
    },
  };
}

const filterOf = (filter: EventFilter) =>
  (['channel', 'topic', 'kind'] as const).filter((name) => filter[name] !== undefined);
