import type { ConversionRow } from './conversion-record.ts';

/** What rows come to; `calls` counts each call once. */
export type ConversionTotals = { events: number; commits: number; kept: number; calls: number; lostAnswers: number };

/** The sums of these rows. */
export function conversionTotals(rows: readonly ConversionRow[]): ConversionTotals {
  const calls = new Set<string>();
  const totals = { events: rows.length, commits: 0, kept: 0, calls: 0, lostAnswers: 0 };
  for (const row of rows) {
    totals.commits += row.commits;
    totals.kept += row.kept;
    totals.lostAnswers += row.lostAnswers;
    for (const call of row.calls) calls.add(call);
  }
  return { ...totals, calls: calls.size };
}
