import { AlarmRule, CompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { StageConfig } from '../foundation/stage-config.ts';
import { alarmNameOf, type CompositeName, type LeafAlarm, runbookOf } from './alarms.ts';

const impacts: Readonly<Record<CompositeName, string>> = {
  ingest: 'What Meta sends may be refused, late or lost to the rooms that need it.',
  send: 'Answers to people may be late, not sent, or sent and never heard of.',
  platform: 'The API, the tables or the list of parked work do not do their part.',
};

/** A composite is $0.50 a month: a stage with few alarms has one over them all. */
const ofFew = 'Something in this stage is refused, late or lost.';

/** The alarms that page, each one mail for any number of leaves; a leaf is named, not imported, so either can change. */
export function composites(
  scope: Construct,
  { stage, alarms }: Pick<StageConfig, 'stage' | 'alarms'>,
  leaves: readonly LeafAlarm[],
  topic: ITopic,
): void {
  const few = alarms === 'few';
  for (const [name, impact] of few ? [['platform', ofFew] as const] : Object.entries(impacts)) {
    const names = leaves
      .filter(({ composite }) => few || composite === name)
      .map(({ alarmPhysicalName }) => alarmPhysicalName);
    if (names.length === 0) throw new Error(`composite ${name} has no alarm under it`);
    const composite = new CompositeAlarm(scope, `${name}Composite`, {
      compositeAlarmName: alarmNameOf(stage, name),
      alarmDescription: `${impact} See ${runbookOf(name)}`,
      alarmRule: AlarmRule.anyOf(...names.map((leaf) => AlarmRule.fromString(`ALARM("${leaf}")`))),
    });
    composite.addAlarmAction(new SnsAction(topic));
    composite.addOkAction(new SnsAction(topic));
  }
}
