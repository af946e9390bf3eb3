import { priced, running, standing, type Traffic, withoutGateway } from './cost.ts';
import type { Measured } from './cost-counters.ts';
import { monthSeconds, type Parts, sum } from './cost-prices.ts';

const dollars = (value: number) => `$${value < 100 ? value.toFixed(2) : Math.round(value)}`;

/** The README's rows: what stands idle, and what a number of events adds at one a POST and at ten, evenly spread. */
export function costTable(idleDollars: number, one: Measured, ten: Measured, accessLogBytes: number): string {
  const month = (counters: Measured, millions: number, of: (parts: Parts) => number) => {
    if (millions === 0) return { besides: 0, all: idleDollars };
    const postsPerSecond = (millions * 1e6) / monthSeconds / counters.full.eventsPerPost;
    const traffic: Traffic = { counters, postsPerSecond, accessLogBytes };
    const parts = priced(traffic);
    return {
      besides: millions * (parts.storage ?? 0),
      all: idleDollars + sum(standing(traffic)) + millions * of(parts),
    };
  };
  const rows = [0, 1, 100].map((millions) => {
    const single = month(one, millions, running);
    const byUrl = month(one, millions, (parts) => running(withoutGateway(parts)));
    const tenth = month(ten, millions, running);
    const cells = [single.all, byUrl.all, tenth.all, single.besides].map(dollars);
    return `| ${millions === 0 ? '0' : `${millions} million`} | ${cells.join(' | ')} |`;
  });
  return [
    '| events a month | one event a POST | the same by Function URL | ten events a POST | storage of 30 days, besides |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
