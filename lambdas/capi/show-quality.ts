import type * as z from 'zod/mini';
import { type Clock, isoTime } from '../foundation/core/clock.ts';
import { Failure } from '../foundation/core/failure.ts';
import type { AssetRegistry } from '../foundation/store/asset-registry.ts';
import type { ConversionDay, ConversionDays } from '../foundation/store/conversion-days.ts';
import type { DatasetQualities, DatasetQuality } from '../foundation/store/dataset-qualities.ts';
import type { QualityPolls } from '../foundation/store/quality-polls.ts';
import { keyCounter } from './day-counts.ts';
import { MetaQuality, MetaScore } from './meta-quality.ts';
import { adviceOn, type OurCounts, shareOf } from './quality-advice.ts';
import type { QualityView } from './views.ts';

/** What showing a pixel's quality may touch. */
export interface QualityDoors {
  readonly days: Pick<ConversionDays, 'list'>;
  readonly qualities: Pick<DatasetQualities, 'list'>;
  readonly polls: Pick<QualityPolls, 'get'>;
  readonly registry: Pick<AssetRegistry, 'ownerOf'>;
  readonly clock: Clock;
}

type Quality = z.infer<typeof QualityView>;
type EventQuality = Quality['events'][number];

const dayMs = 24 * 3600_000;

/**
 * What we sent beside what Meta says of it, by event name, the most frequent first; `days` back, today included.
 * Throws `Failure` `not-found` for a pixel that the workspace has not linked, `unavailable`.
 */
export async function showQuality(
  workspace: string,
  pixel: string,
  days: number,
  doors: QualityDoors,
): Promise<Quality> {
  if ((await doors.registry.ownerOf({ kind: 'pixel', id: pixel })) !== workspace) {
    throw new Failure('not-found', 'this workspace has not linked the pixel');
  }
  const since = isoTime(doors.clock.now() - (days - 1) * dayMs).slice(0, 10);
  const [counted, poll] = await Promise.all([
    doors.days.list(workspace, pixel, since),
    doors.polls.get(workspace, pixel),
  ]);
  // Meta's newest word may be older than the days asked.
  const readDay = poll?.lastReadAt?.slice(0, 10) ?? since;
  const readings = await doors.qualities.list(workspace, pixel, readDay < since ? readDay : since);
  const newest = readings.at(-1);
  const view: Quality = {
    pixel,
    since,
    readAt: newest?.readAt ?? poll?.lastReadAt ?? null,
    trouble: poll?.reason ?? null,
    events: sideBySide(countsByEvent(counted), rowsByEvent(newest)),
    history: readings.filter(({ day }) => day >= since).flatMap(historyOf),
  };
  return view;
}

type Counters = ReadonlyMap<string, number>;

function countsByEvent(days: readonly ConversionDay[]): ReadonlyMap<string, Counters> {
  const events = new Map<string, Map<string, number>>();
  for (const { eventName, counts } of days) {
    const sums = events.get(eventName) ?? new Map<string, number>();
    events.set(eventName, sums);
    for (const [counter, by] of Object.entries(counts)) sums.set(counter, (sums.get(counter) ?? 0) + by);
  }
  return events;
}

type MetaRow = DatasetQuality['web'][number];

/** Meta's rows by their event's name; the first where it has two, none where it has no name. */
function rowsByEvent(reading: DatasetQuality | undefined): ReadonlyMap<string, MetaRow> {
  const rows = new Map<string, MetaRow>();
  for (const row of reading?.web ?? []) {
    const { eventName } = MetaScore.parse(row);
    if (eventName !== null && !rows.has(eventName)) rows.set(eventName, row);
  }
  return rows;
}

function sideBySide(counted: ReadonlyMap<string, Counters>, rows: ReadonlyMap<string, MetaRow>): EventQuality[] {
  return [...new Set([...counted.keys(), ...rows.keys()])]
    .map((eventName) => eventQuality(eventName, counted.get(eventName) ?? new Map(), rows.get(eventName)))
    .sort((a, b) => b.ours.accepted - a.ours.accepted || (a.eventName < b.eventName ? -1 : 1));
}

function eventQuality(eventName: string, counters: Counters, row: MetaRow): EventQuality {
  const ours = ourCounts(counters);
  const { accepted, delivered, parked, withOwnId, delaySeconds } = ours;
  const keys = [...ours.keys].map(([key, count]): [string, number] => [key, shareOf(count, delivered) ?? 0]);
  return {
    eventName,
    ours: {
      ...{ accepted, delivered, parked },
      keys: Object.fromEntries(keys.sort(([, a], [, b]) => b - a)),
      ownEventId: shareOf(withOwnId, delivered),
      meanDelaySeconds: delivered > 0 ? Math.round(delaySeconds / delivered) : null,
    },
    meta: isRow(row) ? row : null,
    mend: adviceOn(ours, isRow(row) ? MetaQuality.parse(row) : null),
  };
}

const isRow = (row: MetaRow): row is Record<string, unknown> => typeof row === 'object' && row !== null;

const keyPrefix = keyCounter('');

function ourCounts(counters: Counters): OurCounts {
  const sum = (counter: string) => counters.get(counter) ?? 0;
  const keys = [...counters].filter(([counter]) => counter.startsWith(keyPrefix));
  return {
    accepted: sum('accepted'),
    delivered: sum('delivered'),
    parked: sum('parked'),
    website: sum('website'),
    withOwnId: sum('own_id'),
    delaySeconds: sum('delay_seconds'),
    keys: new Map(keys.map(([counter, count]) => [counter.slice(keyPrefix.length), count])),
  };
}

const historyOf = ({ day, web }: DatasetQuality): Quality['history'] =>
  web.flatMap((row) => {
    const { eventName, score, coverage } = MetaScore.parse(row);
    return eventName === null ? [] : [{ day, eventName, score, coverage }];
  });
