import * as z from 'zod';
import type { CallJson } from './call.ts';

/** One row of `GET /v1/webhooks/events`, as far as the demo reads it. */
const EventRow = z.object({
  id: z.string(),
  channel: z.string(),
  kind: z.string(),
  assetId: z.string(),
  /** Null when Meta gave no time. */
  occurredAt: z.string().nullable(),
  receivedAt: z.string(),
});
export type EventRow = z.infer<typeof EventRow>;

const Page = z.object({ data: z.array(EventRow), nextCursor: z.string().nullable() });

/** Pages of 100 that are read at most. */
const MOST_PAGES = 60;

/** What the demo wants to see: rows received since `sinceMs` that occurred since `fromMs` on
 * one of `assets`, `count` of them, within `withinMs`. */
export type Expected = {
  sinceMs: number;
  fromMs: number;
  assets: ReadonlySet<string>;
  count: number;
  withinMs: number;
};

/** All rows of this run that the API lists now. */
async function listEvents(call: CallJson, apiUrl: string, { sinceMs, fromMs, assets }: Expected): Promise<EventRow[]> {
  const rows: EventRow[] = [];
  const list = `${apiUrl}/v1/webhooks/events?limit=100&from=${new Date(fromMs).toISOString()}`;
  let cursor: string | null = '';
  for (let page = 0; cursor !== null && page < MOST_PAGES; page += 1) {
    const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { data, nextCursor } = Page.parse(await call('GET', `${list}${more}`));
    rows.push(...data.filter((row) => Date.parse(row.receivedAt) >= sinceMs && assets.has(row.assetId)));
    cursor = nextCursor;
  }
  return rows;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Lists until all expected rows are there or the time is over, then once more after a moment, so that a row that was
 * kept twice would show. `seen` is told the count after each look.
 */
export async function waitForEvents(
  call: CallJson,
  apiUrl: string,
  expected: Expected,
  seen: (count: number) => void,
): Promise<EventRow[]> {
  const until = Date.now() + expected.withinMs;
  for (;;) {
    const rows = await listEvents(call, apiUrl, expected);
    seen(rows.length);
    if (rows.length >= expected.count || Date.now() > until) break;
    await pause(1000);
  }
  await pause(1500);
  return listEvents(call, apiUrl, expected);
}
