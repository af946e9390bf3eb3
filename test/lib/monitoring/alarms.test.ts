import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { functionNames } from '../../../lambdas/foundation/contract/functions.ts';
import { metricNamespace, metrics } from '../../../lambdas/foundation/contract/metrics.ts';
import { stageOf } from '../stage-settings.ts';
import { repository, resourceBy, resourcesOf, statementsIn, synth } from '../synth.ts';

interface Reading {
  readonly MetricName: string;
  readonly Namespace: string;
  readonly Dimensions?: readonly { Name: string; Value: string }[];
}

const templates = synth(stageOf());
const leaves = resourcesOf(templates.Service, 'AWS::CloudWatch::Alarm');
const composites = resourcesOf(templates.Observability, 'AWS::CloudWatch::CompositeAlarm');
const nameOf = (alarm: { Properties: Record<string, unknown> }) =>
  String(alarm.Properties.AlarmName).replace('metaport-test-', '');
const runbook = readFileSync(new URL('docs/RUNBOOK.md', repository), 'utf8');
const headings = [...runbook.matchAll(/^## `(.+)`$/gm)].map(([, heading]) => heading);

/** Every metric that an alarm reads, whether plain or inside a formula. */
const readingsOf = ({ Properties }: { Properties: Record<string, unknown> }): readonly Reading[] => {
  const inside = (Properties.Metrics as { MetricStat?: { Metric: Reading } }[]) ?? [];
  const nested = inside.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Metric] : []));
  return Properties.MetricName ? [Properties as unknown as Reading] : nested;
};
const dimension = (reading: Reading, name: string) => reading.Dimensions?.find(({ Name }) => Name === name)?.Value;

describe('an alarm', () => {
  it.each(leaves.map((leaf) => [nameOf(leaf), leaf] as const))(
    '%s says what is lost and where to read on',
    (name, leaf) => {
      expect(name).toMatch(/^[a-z]+\/[A-Z][A-Za-z]+$/);
      const anchor = name.toLowerCase().replace('/', '');
      expect(leaf.Properties.AlarmDescription).toMatch(new RegExp(`^[A-Z].{20,}\\. See docs/RUNBOOK\\.md#${anchor}$`));
      expect(headings).toContain(name);
    },
  );

  it('does not page by itself', () => {
    expect(leaves.length).toBeGreaterThan(10);
    expect(leaves.filter(({ Properties }) => Properties.AlarmActions)).toEqual([]);
  });

  it('exists for every DLQ and every function’s errors', () => {
    const readings = leaves.flatMap(readingsOf);
    const dead = readings.filter(({ MetricName }) => MetricName === 'ApproximateNumberOfMessagesVisible');
    const dlqs = resourcesOf(templates.State, 'AWS::SQS::Queue').filter(({ id }) => id.endsWith('Dlq'));
    expect(dead.map((reading) => dimension(reading, 'QueueName')).sort()).toEqual(
      dlqs.map(({ id }) => `${id}.QueueName`).sort(),
    );
    const errors = readings.filter(
      ({ MetricName, Namespace }) => MetricName === 'Errors' && Namespace === 'AWS/Lambda',
    );
    expect(new Set(errors.map((reading) => dimension(reading, 'FunctionName'))).size).toBe(functionNames.length);
  });

  it('watches work, not functions, in a stage that wants few', () => {
    const few = resourcesOf(synth(stageOf({ alarms: 'few' })).Service, 'AWS::CloudWatch::Alarm');
    const gone = leaves.filter((leaf) => !few.some((kept) => nameOf(kept) === nameOf(leaf)));
    expect(gone.length).toBeGreaterThan(functionNames.length);
    for (const { MetricName } of gone.flatMap(readingsOf))
      expect([
        ...['Errors', 'Throttles', 'ReadThrottleEvents', 'WriteThrottleEvents', 'Connects', 'Conversions'],
        ...['OutboundMessages', 'InboundMessages', 'MediaFetches'],
      ]).toContain(MetricName);
  });

  it('reads a metric of ours only under dimensions that it is emitted with', () => {
    const ours = leaves.flatMap(readingsOf).filter(({ Namespace }) => Namespace === metricNamespace('test'));
    expect(ours.length).toBeGreaterThan(4);
    for (const { MetricName, Dimensions = [] } of ours) {
      const emitted = Object.entries(metrics).find(([name]) => name === MetricName)?.[1].dimensions ?? [];
      expect(emitted.map((set) => [...set].sort())).toContainEqual(Dimensions.map(({ Name }) => Name).sort());
    }
  });

  it('rings for silence when there is no data at all, unless the stage has no steady traffic', () => {
    const silence = leaves.find((leaf) => nameOf(leaf) === 'webhooks/Silence');
    expect(silence?.Properties).toMatchObject({ TreatMissingData: 'breaching', EvaluationPeriods: 6, Period: 3600 });
    const quiet = resourcesOf(synth(stageOf({ silenceHours: null })).Service, 'AWS::CloudWatch::Alarm');
    expect(quiet.map(nameOf)).not.toContain('webhooks/Silence');
    expect(quiet).toHaveLength(leaves.length - 1);
  });
});

describe('a composite', () => {
  it('holds every leaf, and each once', () => {
    const held = composites.flatMap(({ Properties }) => [
      ...String(Properties.AlarmRule).matchAll(/ALARM\("(.+?)"\)/g),
    ]);
    expect(held.map(([, name]) => name).sort()).toEqual(leaves.map(({ Properties }) => Properties.AlarmName).sort());
    expect(composites.map(nameOf).sort()).toEqual(['ingest', 'platform', 'send']);
    expect(headings).toEqual(expect.arrayContaining(['ingest', 'platform', 'send']));
  });

  it('is one for everything in a stage that wants few alarms', () => {
    const few = synth(stageOf({ alarms: 'few' }));
    const [one, ...others] = resourcesOf(few.Observability, 'AWS::CloudWatch::CompositeAlarm');
    expect(others).toEqual([]);
    expect(one?.Properties.AlarmName).toBe('metaport-test-platform');
    const held = [...String(one?.Properties.AlarmRule).matchAll(/ALARM\("(.+?)"\)/g)].map(([, name]) => name);
    const kept = resourcesOf(few.Service, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties.AlarmName);
    expect(kept.length).toBeGreaterThan(20);
    expect(held.sort()).toEqual(kept.sort());
  });

  it('reaches the topic, which admits alarms, whose key admits them too', () => {
    const [topic, ...others] = resourcesOf(templates.Observability, 'AWS::SNS::Topic');
    expect(others).toEqual([]);
    for (const { Properties } of composites) expect(Properties.AlarmActions).toEqual([topic?.id]);
    const [policy] = resourcesOf(templates.Observability, 'AWS::SNS::TopicPolicy');
    const admits = ({ Effect, Principal }: { Effect: string; Principal?: unknown }) =>
      Effect === 'Allow' && JSON.stringify(Principal) === '{"Service":"cloudwatch.amazonaws.com"}';
    const publish = statementsIn(policy?.Properties.PolicyDocument).filter(admits);
    expect(publish.map(({ Action, Resource }) => [Action, Resource])).toEqual([[['sns:Publish'], [topic?.id]]]);
    expect(topic?.Properties.KmsMasterKeyId).toBe('DataKey.Arn');
    const [key] = resourcesOf(templates.State, 'AWS::KMS::Key');
    const [use, ...more] = statementsIn(key?.Properties.KeyPolicy).filter(admits);
    expect(more).toEqual([]);
    expect(use?.Action).toEqual(['kms:Decrypt', 'kms:GenerateDataKey*']);
    expect(use?.Condition?.StringEquals).toEqual({
      'aws:SourceAccount': '111122223333',
      'kms:EncryptionContext:aws:sns:topicArn': 'arn:aws:sns:eu-west-1:111122223333:metaport-test-alarms',
    });
  });

  it('mails to the stage’s address, which also hears of an endangered key', () => {
    const mail = resourceBy(templates.Observability, 'AWS::SNS::Subscription', 'Protocol', 'email');
    expect(mail.Properties).toMatchObject({ Endpoint: 'alarms@example.com', TopicArn: 'AlarmTopic' });
    const [rule] = resourcesOf(templates.Observability, 'AWS::Events::Rule');
    expect(rule?.Properties).toMatchObject({
      EventPattern: {
        detail: { eventName: ['DisableKey', 'ScheduleKeyDeletion'], resources: { ARN: ['DataKey.Arn'] } },
      },
      Targets: [{ Arn: 'arn:aws:sns:eu-west-1:111122223333:metaport-test-alarms' }],
    });
    const [policy] = resourcesOf(templates.Observability, 'AWS::SNS::TopicPolicy');
    expect(JSON.stringify(policy?.Properties)).toContain('{"Service":"events.amazonaws.com"}');
    expect(headings).toContain('platform/KeyEndangered');
  });
});

describe('the dashboard', () => {
  it('draws every metric of the contract, under dimensions that it is emitted with', () => {
    const [board] = resourcesOf(templates.Observability, 'AWS::CloudWatch::Dashboard');
    const { widgets } = JSON.parse(String(board?.Properties.DashboardBody)) as {
      widgets: { properties: { metrics?: string[][] } }[];
    };
    const lines = widgets.flatMap(({ properties }) => properties.metrics ?? []);
    const ours = lines.filter(([namespace]) => namespace === metricNamespace('test'));
    expect(new Set(ours.map(([, name]) => name))).toEqual(new Set(Object.keys(metrics)));
    for (const [, name, ...rest] of ours) {
      const names = rest.filter((word, i) => typeof word === 'string' && i % 2 === 0);
      const emitted = Object.entries(metrics).find(([one]) => one === name)?.[1].dimensions ?? [];
      expect(emitted.map((set) => [...set].sort())).toContainEqual([...names].sort());
    }
  });
});
