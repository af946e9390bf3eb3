import type { Clock } from '../world/clock.ts';
import type { ConversionEvent } from './event.ts';

/** What became of one event: a name and an id at a pixel. Events without an id have one row per name. */
export type ConversionRow = {
  pixel: string;
  eventName: string;
  eventId: string | null;
  actionSource: string;
  /** How often it was taken, and how often Meta keeps it after its dedupe. */
  commits: number;
  kept: number;
  /** Ids in the journal of calls; the last 1,000. */
  calls: string[];
  firstAt: number;
  lastAt: number;
  testEventCode: string | null;
  /** Commits of which the caller did not learn. */
  lostAnswers: number;
  /** The event as it last came, as JSON; null when 20,000 others came since. */
  event: string | null;
};

/** The call that commits; `request` is only known again by `lose`. */
export type CommittingCall = { pixel: string; call: string; testEventCode: string | null; request: object };

/** Which rows are wanted. */
export type RowFilter = { pixel?: string; eventName?: string; eventId?: string };

/** The record of what was committed. */
export type ConversionRecord = {
  /** Gives the events that Meta keeps. */
  commit(by: CommittingCall, events: readonly ConversionEvent[]): ConversionEvent[];
  /** The answer of this request never arrived; nothing happens when it committed nothing. */
  lose(request: object): void;
  rows(filter?: RowFilter): ConversionRow[];
  clear(): void;
};

/** Same name, same id, same pixel within this time: kept once (fact sheet §9). */
const DEDUPE_MS = 48 * 3_600_000;
const MOST_CALLS = 1000;
const MOST_TEXTS = 20_000;

type Kept = ConversionRow & { keptAt: number };

/** An empty record; 100,000 events take some 70 MB. */
export function createConversionRecord(clock: Clock): ConversionRecord {
  const rows = new Map<string, Kept>();
  /** Requests whose answers are under way; weak, because nobody says when one arrived. */
  let open = new WeakMap<object, Kept[]>();
  let texts: Kept[] = [];
  const rowOf = ({ pixel }: CommittingCall, event: ConversionEvent): Kept => {
    const key = JSON.stringify([pixel, event.name, event.id]);
    const row = rows.get(key) ?? emptyRow(pixel, event, clock.now());
    rows.set(key, row);
    if (row.event === null) texts.push(row);
    row.event = JSON.stringify(event.raw);
    return row;
  };
  const forgetTexts = () => {
    if (texts.length <= MOST_TEXTS) return;
    for (const row of texts.splice(0, texts.length - MOST_TEXTS)) row.event = null;
  };
  return {
    commit: (by, events) => {
      const taken = events.map((event) => ({ event, row: rowOf(by, event) }));
      open.set(
        by.request,
        taken.map(({ row }) => row),
      );
      const kept = taken.filter(({ event, row }) => count(row, event, by, clock.now()));
      forgetTexts();
      return kept.map(({ event }) => event);
    },
    lose: (request) => {
      for (const row of open.get(request) ?? []) row.lostAnswers += 1;
      open.delete(request);
    },
    rows: (filter = {}) => [...rows.values()].filter((row) => fits(row, filter)),
    clear: () => {
      rows.clear();
      texts = [];
      open = new WeakMap();
    },
  };
}

const fits = (row: Kept, { pixel, eventName, eventId }: RowFilter): boolean =>
  (pixel === undefined || row.pixel === pixel) &&
  (eventName === undefined || row.eventName === eventName) &&
  (eventId === undefined || row.eventId === eventId);

const emptyRow = (pixel: string, { name, id, source }: ConversionEvent, now: number): Kept => ({
  pixel,
  eventName: name,
  eventId: id,
  actionSource: source,
  commits: 0,
  kept: 0,
  calls: [],
  firstAt: now,
  lastAt: now,
  testEventCode: null,
  lostAnswers: 0,
  event: null,
  keptAt: Number.NEGATIVE_INFINITY,
});

/** Counts one commit; true when Meta keeps it. Business messaging is not deduplicated by Meta. */
function count(row: Kept, { id, source }: ConversionEvent, by: CommittingCall, now: number): boolean {
  row.commits += 1;
  row.lastAt = now;
  row.actionSource = source;
  row.testEventCode = by.testEventCode ?? row.testEventCode;
  if (row.calls.at(-1) !== by.call) row.calls.push(by.call);
  if (row.calls.length > MOST_CALLS) row.calls.shift();
  const isKept = id === null || source === 'business_messaging' || now - row.keptAt >= DEDUPE_MS;
  if (!isKept) return false;
  row.kept += 1;
  row.keptAt = now;
  return true;
}
