import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { smallChaos } from '../../local/chaos/chaos-plan.ts';
import { chaosTable } from '../../local/chaos/chaos-report.ts';
import { chaosVerdict } from '../../local/chaos/chaos-verdict.ts';
import { runChaos } from '../../local/chaos/run-chaos.ts';
import { demandOutputs } from './harness/journey.ts';
import { oneAtATime } from './harness/one-at-a-time.ts';

const outputs = demandOutputs();

let next = () => {};
beforeAll(async () => {
  next = await oneAtATime(outputs);
}, 600_000);
afterAll(() => next());

describe('two hundred messages through trouble', () => {
  it('go once at most and in order, and each comes to its end', async () => {
    const result = await runChaos(outputs, smallChaos, () => {});
    process.stdout.write(`${chaosTable(smallChaos, result).join('\n')}\n`);
    expect(result.messages).toHaveLength(smallChaos.sends);
    expect(Object.keys(result.answers).filter((word) => word !== '201' && word !== '202')).toEqual([]);
    expect(result.killed).toBeGreaterThan(0);
    expect(result.messages.filter(({ cut }) => cut).length).toBeGreaterThan(0);
    const nothing = { doubled: [], outOfOrder: [], unsettled: [], untrue: [], unexplained: [] };
    expect(chaosVerdict(result.messages)).toEqual(nothing);
  }, 300_000);
});
