import { describe, expect, it } from '@jest/globals';
import { Failure } from '../../../../lambdas/foundation/core/failure.ts';
import { type ScheduleContext, scheduleHandler } from '../../../../lambdas/foundation/runtime/schedule-handler.ts';
import { contextOf, machineOf } from './machine-of.ts';

const run = async (work: (context: ScheduleContext) => Promise<void>) => {
  const machine = machineOf('parking/collect');
  const handler = scheduleHandler('parking/collect', () => work, machine);
  const outcome = await handler({}, contextOf(42_000)).then(
    () => 'done',
    (thrown: unknown) => thrown,
  );
  return { outcome, machine };
};

describe('a schedule', () => {
  it('gives its work notes, a clock and the time at which Lambda ends it', async () => {
    const { outcome, machine } = await run(async ({ notes, clock, deadline }) => {
      notes.fact('left', deadline - clock.now());
    });
    expect(outcome).toBe('done');
    expect(machine.lines()).toMatchObject([
      { level: 'INFO', service: 'parking/collect', outcome: 'done', left: 42_000 },
    ]);
  });

  it('throws what failed, after its line, so that Lambda’s error metric is true', async () => {
    const { outcome, machine } = await run(async () => {
      throw new Failure('unavailable', 'the queue is away');
    });
    expect(outcome).toMatchObject({ name: 'Failure', kind: 'unavailable' });
    expect(machine.lines()).toMatchObject([{ level: 'ERROR', outcome: 'unavailable', reason: 'the queue is away' }]);
  });
});
