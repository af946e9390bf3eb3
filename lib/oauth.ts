import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CapabilityFunction } from './foundation/capability-function.ts';
import type { Ground } from './foundation/ground.ts';
import { dlqNotEmpty, functionErrors, LeafAlarm, outcomes, ownMetric, workTooOld } from './monitoring/alarms.ts';
import { connectTrouble } from './monitoring/outcomes.ts';

/** The gateway waits 30 s; a callback makes up to five calls of Meta's, which end before the function does. */
const timeoutSeconds = 28;
/** What a person is warned of at 14 days and has not mended at 7 needs somebody to call them. */
const tokenDays = 7;
/** A link waits for Meta's limits, hours at most. */
const tooOldSeconds = 6 * 3600;
const failedConnects = 5;

/** Connections: consents taken, assets linked, tokens looked after. */
export class Oauth extends Construct {
  readonly connect: CapabilityFunction;
  readonly link: CapabilityFunction;
  readonly care: CapabilityFunction;

  constructor(scope: Construct, ground: Ground) {
    super(scope, 'Oauth');
    const { workers: reserved } = ground.config.reservedConcurrency;
    this.connect = new CapabilityFunction(this, 'oauth/connect', ground, { memoryMB: 512, timeoutSeconds });
    this.link = new CapabilityFunction(this, 'oauth/link', ground, { memoryMB: 512, reserved });
    this.care = new CapabilityFunction(this, 'oauth/care', ground, { memoryMB: 256, reserved });
    this.watchTokens(ground.config.stage);
    this.watchWork(ground);
    this.watchFunctions(ground.config.stage);
  }

  private watchTokens(stage: string): void {
    const words = { stage, composite: 'platform' } as const;
    const ending = 'A connection ends within a week, and with it all that it serves; only its person can renew it.';
    const dead = 'A connection is dead until its person connects again; nothing is read or sent through it.';
    const left = ownMetric(stage, 'TokenTimeLeft', {}, 'Minimum', Duration.days(1));
    new LeafAlarm(
      this,
      { ...words, name: 'oauth/TokenExpiring', impact: ending },
      { metric: left, atLeast: tokenDays * 24 * 3600, below: true },
    );
    const revoked = ownMetric(stage, 'Connections', { outcome: 'needs-reauth' }, 'Sum', Duration.hours(1));
    new LeafAlarm(this, { ...words, name: 'oauth/NeedsReauth', impact: dead }, { metric: revoked, atLeast: 1 });
  }

  private watchWork({ config: { stage, alarms }, queue }: Ground): void {
    const words = { stage, composite: 'platform' } as const;
    const locked = 'People who connect an account come back without one, through no fault of theirs.';
    const partly = 'New connections stay half-made: assets are not linked, their webhooks not subscribed.';
    const untended = 'Tokens are not refreshed ahead of their end, nor wiped when a person takes the app off.';
    if (alarms === 'every')
      new LeafAlarm(
        this,
        { ...words, name: 'oauth/ConnectsFailing', impact: locked },
        { metric: outcomes(stage, 'Connects', ...connectTrouble), atLeast: failedConnects, times: 2 },
      );
    workTooOld(this, { ...words, name: 'oauth/LinkLate', impact: partly }, 'oauth/link', tooOldSeconds);
    workTooOld(this, { ...words, name: 'oauth/CareLate', impact: untended }, 'oauth/care', tooOldSeconds);
    dlqNotEmpty(this, { ...words, name: 'oauth/LinksDead', impact: partly }, queue('connectionLinks').dlq);
    dlqNotEmpty(this, { ...words, name: 'oauth/CareDead', impact: untended }, queue('connectionCare').dlq);
  }

  private watchFunctions(stage: string): void {
    const words = { stage, composite: 'platform' } as const;
    const shut = 'Nobody can connect an account, see their connections or take one off.';
    const partly = 'New connections stay half-made until this ends.';
    const untended = 'Tokens are not looked after until this ends; days of it let them expire.';
    functionErrors(this, { ...words, name: 'oauth/ConnectErrors', impact: shut }, this.connect);
    functionErrors(this, { ...words, name: 'oauth/LinkErrors', impact: partly }, this.link);
    functionErrors(this, { ...words, name: 'oauth/CareErrors', impact: untended }, this.care);
  }
}
