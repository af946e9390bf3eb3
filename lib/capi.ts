import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { CapabilityFunction } from './foundation/capability-function.ts';
import type { Ground } from './foundation/ground.ts';
import { dlqNotEmpty, functionErrors, LeafAlarm, ownMetric, workTooOld } from './monitoring/alarms.ts';

/** Conversions are on time for ads within the hour (Meta calls it real time); half of it leaves time to act. */
const lateSeconds = 30 * 60;

/** Of the seven days in which Meta takes an event: two are left then. */
const oldSeconds = 5 * 24 * 3600;

/** A look at quality a day. */
const qualityLateSeconds = 24 * 3600;

/** Percent of events refused at the door or parked, over which callers send what nobody can use. */
const refusedPercent = 10;

/** Conversions: taken and hashed, delivered to Meta, collected from pages, looked after. */
export class Capi extends Construct {
  readonly accept: CapabilityFunction;
  readonly manage: CapabilityFunction;
  readonly collect: CapabilityFunction;
  readonly deliver: CapabilityFunction;
  readonly quality: CapabilityFunction;

  constructor(scope: Construct, ground: Ground) {
    super(scope, 'Capi');
    const { workers } = ground.config.reservedConcurrency;
    this.accept = new CapabilityFunction(this, 'capi/accept', ground, { memoryMB: 1024, timeoutSeconds: 29 });
    this.manage = new CapabilityFunction(this, 'capi/manage', ground, { memoryMB: 512 });
    this.collect = new CapabilityFunction(this, 'capi/collect', ground, { memoryMB: 256 });
    this.deliver = new CapabilityFunction(this, 'capi/deliver', ground, { memoryMB: 1024, reserved: workers });
    this.quality = new CapabilityFunction(this, 'capi/quality', ground, { memoryMB: 256 });
    this.watchWork(ground);
    this.watchFunctions(ground.config.stage);
  }

  private watchWork({ config: { stage, alarms }, queue }: Ground): void {
    const words = { stage, composite: 'platform' } as const;
    const late = 'Conversions reach Meta late: ads are steered by what happened hours ago.';
    const lost = 'Conversions wait for days; after seven Meta takes them no more, and they are lost for ads.';
    const parked = 'Conversions are not delivered and wait in the list of parked work.';
    const refused = 'Many conversions are refused: callers send what Meta would not take, and ads do not learn of it.';
    workTooOld(this, { ...words, name: 'capi/DeliverLate', impact: late }, 'capi/deliver', lateSeconds);
    new LeafAlarm(
      this,
      { ...words, name: 'capi/EventsOld', impact: lost },
      { metric: ownMetric(stage, 'ConversionAge', {}, 'Maximum'), atLeast: oldSeconds },
    );
    const outcome = (word: string) => ownMetric(stage, 'Conversions', { outcome: word }, 'Sum');
    new LeafAlarm(
      this,
      { ...words, name: 'capi/EventsParked', impact: parked },
      { metric: outcome('parked'), atLeast: 1, times: 3 },
    );
    dlqNotEmpty(this, { ...words, name: 'capi/EventsDead', impact: lost }, queue('capiEvents').dlq);
    const blind = 'The match quality that Meta gives is not read: what to mend stays unseen.';
    workTooOld(this, { ...words, name: 'capi/QualityLate', impact: blind }, 'capi/quality', qualityLateSeconds);
    dlqNotEmpty(this, { ...words, name: 'capi/QualityDead', impact: blind }, queue('qualityPolls').dlq);
    if (alarms !== 'every') return;
    const share = new MathExpression({
      expression: '100 * FILL(refused,0) / (FILL(refused,0) + FILL(accepted,0) + 1)',
      usingMetrics: { refused: outcome('refused'), accepted: outcome('accepted') },
      label: 'refused, percent',
      period: Duration.minutes(5),
    });
    new LeafAlarm(
      this,
      { ...words, name: 'capi/EventsRefused', impact: refused },
      { metric: share, atLeast: refusedPercent, times: 3 },
    );
  }

  private watchFunctions(stage: string): void {
    const words = { stage, composite: 'platform' } as const;
    const deaf = 'Conversions cannot be handed in; callers must keep and repeat them.';
    const shut = 'Collectors, defaults and the fates of conversions cannot be looked at or changed.';
    const mute = 'What pages send is lost: browsers do not repeat it.';
    const stuck = 'Conversions wait in the queue; after five tries a message is dead.';
    const blind = 'The match quality that Meta gives is not read until this ends.';
    functionErrors(this, { ...words, name: 'capi/AcceptErrors', impact: deaf }, this.accept);
    functionErrors(this, { ...words, name: 'capi/ManageErrors', impact: shut }, this.manage);
    functionErrors(this, { ...words, name: 'capi/CollectErrors', impact: mute }, this.collect);
    functionErrors(this, { ...words, name: 'capi/DeliverErrors', impact: stuck }, this.deliver);
    functionErrors(this, { ...words, name: 'capi/QualityErrors', impact: blind }, this.quality);
  }
}
