import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { productionAccessLog } from '../../bench/cost.ts';
import { measured } from '../../bench/cost-counters.ts';
import { sum } from '../../bench/cost-prices.ts';
import { costTable } from '../../bench/cost-table.ts';
import { resourcesOf } from '../../bench/cost-template.ts';
import { idleParts, production } from '../../bench/idle.ts';

const numbersIn = (text: string) => [...text.matchAll(/\$([0-9.]+)/g)].map(([, number]) => Number(number));

describe('the cost table of the README', () => {
  let fresh: readonly number[];
  beforeAll(async () => {
    const idle = sum(idleParts(resourcesOf(production())));
    fresh = numbersIn(costTable(idle, await measured(1), await measured(10), productionAccessLog()));
  }, 600_000);

  it('says what the benchmark measures, give or take a tenth', () => {
    const [, table = ''] =
      /<!-- cost-table -->([\s\S]*?)<!-- \/cost-table -->/.exec(readFileSync('README.md', 'utf8')) ?? [];
    const told = numbersIn(table);
    expect(told).toHaveLength(12);
    expect(fresh).toHaveLength(12);
    for (const [at, number] of told.entries()) {
      expect(Math.abs(number - (fresh[at] ?? Number.NaN))).toBeLessThanOrEqual(0.02 + 0.1 * number);
    }
  });
});
