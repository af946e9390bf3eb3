import { Duration, type Stack } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Alias, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type MetricName, metricNamespace } from '../../lambdas/foundation/contract/metrics.ts';
import { guardDeployment } from '../foundation/canary.ts';
import { pascal } from '../foundation/names-of.ts';

/** The composites that page; every leaf belongs to one. */
export type CompositeName = 'ingest' | 'send' | 'platform';

/** `<capability>/<Symptom>`: also the alarm's heading in docs/RUNBOOK.md. */
export type AlarmName = `${Lowercase<string>}/${Capitalize<string>}`;

/** What every alarm must say. */
export interface AlarmWords {
  readonly stage: string;
  readonly name: AlarmName;
  readonly composite: CompositeName;
  /** What a customer loses while it rings: one sentence with a full stop. */
  readonly impact: string;
}

/** A function, and the alias by which it is called where deployments shift slowly. */
export interface Watched {
  readonly lambda: LambdaFunction;
  readonly alias: Alias | undefined;
  /** False in a stage that wants few alarms. */
  readonly everyAlarm: boolean;
}

/** When it rings: in `times` periods of the metric out of the last `within`, or in a row. Missing data is health unless said. */
export interface AlarmRuleOf {
  readonly metric: IMetric;
  readonly atLeast: number;
  readonly times?: number;
  readonly within?: number;
  readonly below?: boolean;
  readonly missing?: TreatMissingData;
}

/** The physical name; the stage is part of it, so that two stages can share an account. */
export const alarmNameOf = (stage: string, name: string) => `metaport-${stage}-${name}`;

/** Where the reader of an alarm goes next: a heading's anchor as Markdown makes it. */
export const runbookOf = (name: string) => `docs/RUNBOOK.md#${name.toLowerCase().replace(/[^a-z0-9-]/g, '')}`;

/** An alarm that does not page: its composite does. */
export class LeafAlarm extends Alarm {
  readonly composite: CompositeName;
  /** Plain text, where `alarmName` is a reference. */
  readonly alarmPhysicalName: string;

  constructor(scope: Construct, { stage, name, composite, impact }: AlarmWords, rule: AlarmRuleOf) {
    const { metric, atLeast: threshold, times = 1, within = times, below = false } = rule;
    const props: AlarmProps = {
      alarmName: alarmNameOf(stage, name),
      alarmDescription: `${impact} See ${runbookOf(name)}`,
      metric,
      threshold,
      evaluationPeriods: within,
      ...(within !== times && { datapointsToAlarm: times }),
      comparisonOperator: below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: rule.missing ?? TreatMissingData.NOT_BREACHING,
    };
    super(scope, `${pascal(name)}Alarm`, props);
    this.composite = composite;
    this.alarmPhysicalName = alarmNameOf(stage, name);
  }
}

/** One of the product's own metrics, under one of the dimension sets that the contract gives it. */
export const ownMetric = (
  stage: string,
  metricName: MetricName,
  dimensionsMap: Readonly<Record<string, string>>,
  statistic: string,
  period = Duration.minutes(5),
) => new Metric({ namespace: metricNamespace(stage), metricName, dimensionsMap, statistic, period });

/** The sum of one metric's outcomes. */
export function outcomes(stage: string, metricName: MetricName, ...names: readonly string[]): IMetric {
  const usingMetrics = Object.fromEntries(
    names.map((outcome, i) => [`m${i}`, ownMetric(stage, metricName, { outcome }, 'Sum')]),
  );
  const expression = `SUM([${Object.keys(usingMetrics).map((id) => `FILL(${id},0)`)}])`;
  return new MathExpression({ expression, usingMetrics, label: names.join(' + '), period: Duration.minutes(5) });
}

/**
 * A function ended with an error (a worker's bad items are no errors); rolls back a deployment that brought it. A stage
 * with few alarms does without, unless a deployment hangs on it: there age of work, DLQs and rejects must tell.
 */
export function functionErrors(scope: Construct, words: AlarmWords, { lambda, alias, everyAlarm }: Watched) {
  if (!everyAlarm && !alias) return;
  const metric = lambda.metricErrors({ statistic: 'Sum', period: Duration.minutes(5) });
  const alarm = new LeafAlarm(scope, words, { metric, atLeast: 1, times: 2 });
  if (alias) guardDeployment(alias, alarm, alarm.alarmPhysicalName);
}

/** Lambda refused to start a function; left out where a stage has few alarms. */
export function functionThrottles(scope: Construct, words: AlarmWords, { lambda, everyAlarm }: Watched) {
  if (!everyAlarm) return;
  const metric = lambda.metricThrottles({ statistic: 'Sum', period: Duration.minutes(5) });
  new LeafAlarm(scope, words, { metric, atLeast: 1, times: 2 });
}

/** The oldest work of a worker, from our first sight of it: a deferred copy resets SQS's clock, not this one. */
export const workTooOld = (scope: Construct, words: AlarmWords, service: string, seconds: number) =>
  new LeafAlarm(scope, words, {
    metric: ownMetric(words.stage, 'WorkAge', { service }, 'Maximum'),
    atLeast: seconds,
    times: 2,
  });

/** Items were parked that nobody but us can mend. */
export const parkedByUs = (scope: Construct, words: AlarmWords) =>
  new LeafAlarm(scope, words, { metric: ownMetric(words.stage, 'Parked', { outcome: 'us' }, 'Sum'), atLeast: 1 });

/** A DLQ that was at no moment of ten minutes empty: `parking/collect` should have emptied it after five. */
export const dlqNotEmpty = (scope: Construct, words: AlarmWords, dlq: Queue) =>
  new LeafAlarm(scope, words, {
    metric: dlq.metricApproximateNumberOfMessagesVisible({ statistic: 'Minimum', period: Duration.minutes(5) }),
    atLeast: 1,
    times: 2,
  });

/** DynamoDB refused reads or writes of a table. */
export function tableThrottled(scope: Construct, words: AlarmWords, table: Table): LeafAlarm {
  const of = (metricName: string) => table.metric(metricName, { statistic: 'Sum', period: Duration.minutes(5) });
  const metric = new MathExpression({
    expression: 'FILL(reads,0)+FILL(writes,0)',
    usingMetrics: { reads: of('ReadThrottleEvents'), writes: of('WriteThrottleEvents') },
    label: 'throttled reads and writes',
    period: Duration.minutes(5),
  });
  return new LeafAlarm(scope, words, { metric, atLeast: 1, times: 2 });
}

/** Leaf alarms anywhere under `stack`, in the order in which they were made. */
export const leafAlarmsOf = (stack: Stack): readonly LeafAlarm[] =>
  stack.node.findAll().filter((construct) => construct instanceof LeafAlarm);
