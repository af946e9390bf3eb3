import { describe, expect, it } from '@jest/globals';
import { cold } from '../../bench/cold.ts';
import { closesGate } from '../../bench/figure.ts';
import { firstEvents } from '../../bench/first-events.ts';
import { fewestRounds } from '../../bench/measure.ts';
import { functionNames } from '../../lambdas/foundation/contract/functions.ts';

describe('the cold start', () => {
  it('has a first event for every function', () => {
    expect(Object.keys(firstEvents).sort()).toEqual([...functionNames].sort());
  });

  it('is refused on too few runs', async () => {
    await expect(cold({ runs: 4 })).rejects.toThrow('too few');
  });

  it('does real work in a fresh process, and its gate closes when the bundle is made slower', async () => {
    const { figures } = await cold({ runs: fewestRounds, burnUs: 400_000 }, ['webhooks/ingest']);
    expect(figures.map((figure) => [figure.name, closesGate(figure)])).toEqual([
      ['cold/webhooks/ingest', true],
      ['cold:bytes-webhooks/ingest', false],
    ]);
  }, 300_000);
});
