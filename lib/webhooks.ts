import { Duration, Fn } from 'aws-cdk-lib';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { CapabilityFunction } from './foundation/capability-function.ts';
import type { Ground } from './foundation/ground.ts';
import {
  dlqNotEmpty,
  functionErrors,
  functionThrottles,
  LeafAlarm,
  outcomes,
  ownMetric,
  workTooOld,
} from './monitoring/alarms.ts';
import { rejects } from './monitoring/outcomes.ts';

const rejectsInFiveMinutes = 20;
const processTooOldSeconds = 15 * 60;
/** A replay of a month walks 720 hours of rows and defers itself between them. */
const replayTooOldSeconds = 6 * 3600;

/** Meta's deliveries: taken, kept once, listed, replayed. */
export class Webhooks extends Construct {
  readonly ingest: CapabilityFunction;
  readonly process: CapabilityFunction;
  readonly replay: CapabilityFunction;
  readonly manage: CapabilityFunction;
  /** Where Meta sends: on the API's origin, or on the Function URL that the stage asked for. */
  readonly url: string;

  constructor(scope: Construct, ground: Ground) {
    super(scope, 'Webhooks');
    const { webhook, workers } = ground.config.reservedConcurrency;
    const one = (name: 'ingest' | 'process' | 'replay' | 'manage', memoryMB: number, reserved: number | null = null) =>
      new CapabilityFunction(this, `webhooks/${name}`, ground, { memoryMB, reserved });
    this.ingest = one('ingest', 256, webhook);
    this.process = one('process', 512, workers);
    this.replay = one('replay', 256, workers);
    this.manage = one('manage', 512);
    this.url = `${ground.config.functionUrl ? this.functionUrl() : ground.entrance.url}/webhooks/meta`;
    this.watchDeliveries(ground.config);
    this.watchWork(ground);
    this.watchFunctions(ground.config);
  }

  /** Cheapest, not hardened: no access log, domain, WAF or throttle of a route. The HMAC check is the same. */
  private functionUrl(): string {
    const { url } = this.ingest.target.addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
    return `https://${Fn.select(2, Fn.split('/', url))}`;
  }

  private watchDeliveries({ stage, silenceHours }: Ground['config']): void {
    const words = { stage, composite: 'ingest' } as const;
    const impact = 'Meta’s deliveries are refused; it retries them for 36 hours and then unsubscribes us.';
    new LeafAlarm(
      this,
      { ...words, name: 'webhooks/Rejects', impact },
      { metric: outcomes(stage, 'WebhookDeliveries', ...rejects), atLeast: rejectsInFiveMinutes, times: 3 },
    );
    if (silenceHours === null) return;
    new LeafAlarm(
      this,
      { ...words, name: 'webhooks/Silence', impact: 'Nothing has come from Meta: messages and leads may be missed.' },
      {
        metric: ownMetric(stage, 'WebhookDeliveries', { outcome: 'accepted' }, 'Sum', Duration.hours(1)),
        atLeast: 1,
        below: true,
        times: silenceHours,
        missing: TreatMissingData.BREACHING,
      },
    );
  }

  private watchWork({ config: { stage }, queue }: Ground): void {
    const words = { stage, composite: 'ingest' } as const;
    const late = 'What Meta told us is acted on late: answers, leads and statuses wait.';
    const slow = 'A replay does not come to its end: events that it should mend stay as they are.';
    const lost = 'Deliveries lie outside the list of parked work, where nobody sees or redrives them.';
    workTooOld(
      this,
      { ...words, name: 'webhooks/ProcessLate', impact: late },
      'webhooks/process',
      processTooOldSeconds,
    );
    workTooOld(this, { ...words, name: 'webhooks/ReplayLate', impact: slow }, 'webhooks/replay', replayTooOldSeconds);
    dlqNotEmpty(this, { ...words, name: 'webhooks/EventsDead', impact: lost }, queue('webhookEvents').dlq);
    dlqNotEmpty(this, { ...words, name: 'webhooks/ReplaysDead', impact: slow }, queue('replayJobs').dlq);
  }

  private watchFunctions({ stage }: Ground['config']): void {
    const words = { stage, composite: 'ingest' } as const;
    const refused = 'Deliveries are answered with an error; Meta sends them again, later and later.';
    const stuck = 'Events wait in the queue; after five tries a message is dead.';
    const blind = 'The list of events, or replays, cannot be asked for.';
    const idle = 'Replays do not go on, so what they should mend stays as it is.';
    functionErrors(this, { ...words, name: 'webhooks/IngestErrors', impact: refused }, this.ingest);
    functionThrottles(this, { ...words, name: 'webhooks/IngestThrottled', impact: refused }, this.ingest);
    functionErrors(this, { ...words, name: 'webhooks/ProcessErrors', impact: stuck }, this.process);
    functionErrors(this, { ...words, name: 'webhooks/ReplayErrors', impact: idle }, this.replay);
    functionErrors(this, { ...words, name: 'webhooks/ManageErrors', impact: blind }, this.manage);
  }
}
