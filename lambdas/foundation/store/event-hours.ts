import type { AssetRef } from '../core/ids.ts';
import { assetName } from '../core/ids.ts';
import { EventHour } from './entities/event-hour.ts';
import { hourOf } from './event-ids.ts';
import type { OneTable } from './one-table.ts';
import type { Row } from './table-calls.ts';

const dayMs = 24 * 3600_000;

/** Above every sort key: all of them begin with a digit. */
export const top = '~';

/** Lines remembered in one process; beyond that the oldest is forgotten, which only costs a write. */
const remembered = 10_000;

/** A walkable line: this asset has events in this hour. `sk` is its place in the directory. */
export interface HourLine {
  readonly sk: string;
  readonly hour: string;
  readonly asset: AssetRef;
}

/** Lines of a stretch of the directory, newest first. `end` is the last place it covers, null at the bottom. */
export interface HourStretch {
  readonly lines: readonly HourLine[];
  readonly end: string | null;
  readonly queries: number;
}

/** Which stretch: below `after` (exclusive), down to `upTo` (inclusive) when given; about `size` lines are wanted, whole hours. */
export interface StretchWanted {
  readonly workspace: string;
  readonly low: string;
  readonly high: string;
  readonly after?: string;
  readonly upTo?: string;
  readonly asset?: AssetRef;
  readonly size: number;
}

/** Lines of the largest stretch: each costs a query a shard, and the page under way must hold them all in one merge. */
const mostLines = 48;

/** Queries that one stretch may cost: an asset with few events hides among many others' lines. */
const stretchQueries = 4;

/** A stretch begun on an earlier page is read whole again, or its place in the merge would mean nothing. */
const everything = { queries: Number.POSITIVE_INFINITY, lines: Number.POSITIVE_INFINITY };

/** The directory by hour of one `ledger` table; `lifeMs` is how long events live. */
export function eventHours(table: OneTable, lifeMs: number) {
  const renewAt = new Map<string, number>();
  const underWay = new Map<string, Promise<void>>();

  /**
   * Keeps the line of an hour before its first event, and again after a day; it outlives both by a day. Events at the
   * same time share one write.
   */
  async function note(workspace: string, asset: AssetRef, time: number, now: number): Promise<void> {
    const hour = hourOf(time);
    const known = `${workspace}\n${hour}\n${asset.kind}\n${asset.id}`;
    if ((renewAt.get(known) ?? 0) > now) return;
    const written =
      underWay.get(known) ?? write({ workspace, asset, hour }, known, now).finally(() => underWay.delete(known));
    underWay.set(known, written);
    await written;
  }

  async function write(line: HourKey, known: string, now: number): Promise<void> {
    await putLine(table, line, Math.ceil((now + lifeMs + 2 * dayMs) / 1000));
    renewAt.delete(known);
    renewAt.set(known, now + dayMs);
    const [oldest] = renewAt.keys();
    if (renewAt.size > remembered && oldest !== undefined) renewAt.delete(oldest);
  }

  /** One stretch of lines that are not over at `now` (milliseconds). */
  async function stretch(wanted: StretchWanted, now: number): Promise<HourStretch> {
    const { after = top, upTo = '' } = wanted;
    const range = { low: upTo > wanted.low ? upTo : wanted.low, high: after < wanted.high ? after : wanted.high };
    const most = upTo ? everything : { queries: stretchQueries, lines: mostLines };
    const lines: HourLine[] = [];
    let from: Row | undefined;
    let queries = 0;
    if (range.low > range.high) return { lines, end: null, queries };
    do {
      const page = await linesBetween(table, wanted, range, from);
      lines.push(...page.lines.filter((line) => line.sk !== after && isWanted(line, wanted, now)));
      from = page.last;
      queries += 1;
    } while (from !== undefined && lines.length <= most.lines && (queries < most.queries || isInside(lines, from)));
    return cut(lines, wanted, queries, from && String(from.sk));
  }

  return { note, stretch };
}

type HourKey = Parameters<typeof EventHour.key>[0];

/** `until` in whole Unix seconds; a line that stands longer is left alone. */
const putLine = (table: OneTable, line: HourKey, until: number) =>
  table('UpdateItem', {
    Key: EventHour.key(line),
    UpdateExpression: 'SET #expiresAt = :until',
    ConditionExpression: 'attribute_not_exists(#pk) OR #expiresAt < :until',
    ExpressionAttributeValues: { ':until': until },
  });

async function linesBetween(
  table: OneTable,
  { workspace, asset, upTo }: StretchWanted,
  range: { readonly low: string; readonly high: string },
  from: Row | undefined,
) {
  const { pk } = EventHour.key({ workspace, hour: '', asset: { kind: 'user', id: '' } });
  const answer = await table('Query', {
    KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :low AND :high',
    ExpressionAttributeValues: { ':pk': pk, ':low': range.low, ':high': range.high },
    ScanIndexForward: false,
    Limit: asset || upTo ? 1000 : mostLines + 2,
    ExclusiveStartKey: from,
  });
  const lines = (answer.Items ?? []).map((row) => ({ ...EventHour.parse(row), sk: String(row.sk) }));
  return { lines, last: answer.LastEvaluatedKey };
}

const isWanted = (line: HourLine & { readonly expiresAt: number }, { asset }: StretchWanted, now: number) =>
  line.expiresAt * 1000 > now && (asset === undefined || assetName(asset) === assetName(line.asset));

const hourAt = (sk: unknown) => String(sk).slice(0, 'YYYY-MM-DDTHH'.length);

/** Whether reading stands inside the one hour that it has found lines of: ending there would cut it needlessly. */
const isInside = ([first]: readonly HourLine[], { sk }: Row) => first !== undefined && first.hour === hourAt(sk);

/**
 * Ends a stretch between two hours, so that its lines can be merged by time; an hour with more lines than fit is cut
 * inside. `reached` is where reading stopped, undefined at the bottom.
 */
function cut(
  lines: readonly HourLine[],
  wanted: StretchWanted,
  queries: number,
  reached: string | undefined,
): HourStretch {
  if (wanted.upTo !== undefined) return { lines, end: wanted.upTo, queries };
  const bottom = reached === undefined && lines.length <= mostLines;
  const broken = lines[mostLines]?.hour ?? (reached && hourAt(reached));
  const whole = lines.slice(0, mostLines).filter(({ hour }) => hour !== broken);
  const full = whole.length > 0 ? whole : lines.slice(0, mostLines);
  const oldest = full[wanted.size - 1]?.hour ?? '';
  const kept = full.filter(({ hour }) => hour >= oldest);
  const end = bottom && kept.length === lines.length ? null : (kept.at(-1)?.sk ?? reached ?? null);
  return { lines: kept, end, queries };
}
