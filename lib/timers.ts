import { Duration } from 'aws-cdk-lib';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { CapabilityFunction } from './foundation/capability-function.ts';
import type { Ground } from './foundation/ground.ts';
import { functionErrors, LeafAlarm, ownMetric } from './monitoring/alarms.ts';

/** Everything that waits for a time is woken within a minute or two; a quarter of an hour is a fault. */
const lateSeconds = 15 * 60;

/** What must be woken at a time: the sweep of the due index, every minute. */
export class Timers extends Construct {
  readonly sweep: CapabilityFunction;

  constructor(scope: Construct, ground: Ground) {
    super(scope, 'Timers');
    // Ends before the next beat begins: two sweeps at once would send every wake-up twice.
    this.sweep = new CapabilityFunction(this, 'timers/sweep', ground, { memoryMB: 256, timeoutSeconds: 55 });
    this.watch(ground.config.stage);
  }

  private watch(stage: string): void {
    const words = { stage, composite: 'platform' } as const;
    const late = 'What waits for its time is not woken: tokens are not refreshed and may expire.';
    const metric = ownMetric(stage, 'DueAge', {}, 'Maximum', Duration.minutes(5));
    // The sweep tells the age at every beat, so silence means that it does not run.
    const missing = TreatMissingData.BREACHING;
    new LeafAlarm(
      this,
      { ...words, name: 'timers/SweepLate', impact: late },
      { metric, atLeast: lateSeconds, times: 3, missing },
    );
    const failing = 'Some of what waits for its time is woken late, or not at all.';
    functionErrors(this, { ...words, name: 'timers/SweepErrors', impact: failing }, this.sweep);
  }
}
