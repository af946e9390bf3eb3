import type { measured } from './cost.ts';
import { priced, prices, running } from './cost.ts';

type Counters = Awaited<ReturnType<typeof measured>>;

const dollars = (value: number) => `$${value < 100 ? value.toFixed(2) : Math.round(value)}`;

/** The README's rows: what stands idle, and what a number of events adds at one a POST and at ten. */
export function costTable(idleDollars: number, one: Counters, ten: Counters): string {
  const [single, tenth] = [priced(one), priced(ten)];
  const series = one.metricSeries * prices.monthly.customMetric;
  const rows = [0, 1, 100].map((millions) => {
    const fixed = idleDollars + (millions > 0 ? series : 0);
    const cells = [
      fixed + millions * running(single),
      fixed + millions * running({ ...single, gateway: 0 }),
      fixed + millions * running(tenth),
    ].map(dollars);
    return `| ${millions === 0 ? '0' : `${millions} million`} | ${cells.join(' | ')} | ${dollars(millions * (single.storage ?? 0))} |`;
  });
  return [
    '| events a month | one event a POST | the same by Function URL | ten events a POST | storage of 30 days, besides |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
