import { type Clock, unixSeconds } from '../../lambdas/foundation/core/clock.ts';
import { type ConversionDays, movingCounts } from '../../lambdas/foundation/store/conversion-days.ts';
import { dayExpiry } from '../../lambdas/foundation/store/day-rows.ts';
import { type ConversionDayKey, ConversionDayRow } from '../../lambdas/foundation/store/entities/conversion-day.ts';

/** The daily counts in memory: pass the same suite as the adapter. */
export function fakeConversionDays(clock: Clock): ConversionDays {
  const rows = new Map<string, { readonly key: ConversionDayKey; readonly counts: Map<string, number> }>();
  const orderOf = (key: ConversionDayKey) => ConversionDayRow.key(key).sk;
  return {
    async add(days) {
      const moving = days.map(({ counts, ...key }) => ({ key, moves: movingCounts(counts) }));
      for (const { key, moves } of moving.filter((one) => one.moves.length > 0)) {
        const { pk, sk } = ConversionDayRow.key(key);
        const row = rows.get(`${pk}\n${sk}`) ?? { key, counts: new Map<string, number>() };
        rows.set(`${pk}\n${sk}`, row);
        for (const [name, by] of moves) row.counts.set(name, (row.counts.get(name) ?? 0) + by);
      }
    },
    async list(workspace, pixel, since) {
      return [...rows.values()]
        .filter(({ key }) => key.workspace === workspace && key.pixel === pixel && key.day >= since)
        .filter(({ key }) => dayExpiry(key.day) > unixSeconds(clock.now()))
        .sort((a, b) => (orderOf(a.key) < orderOf(b.key) ? -1 : 1))
        .map(({ key, counts }) => ({ ...key, counts: Object.fromEntries([...counts].filter(([, sum]) => sum !== 0)) }));
    },
  };
}
