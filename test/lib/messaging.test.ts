import { describe, expect, it } from '@jest/globals';
import { queues } from '../../lambdas/foundation/contract/resources.ts';
import type { Blame } from '../../lambdas/foundation/core/verdicts.ts';
import { type InboundFact, statusWords } from '../../lambdas/messaging/inbound-event.ts';
import { inboundOutcomes, outboundOutcomes, statusOutcomes } from '../../lib/monitoring/outcomes.ts';
import { stageOf } from './stage-settings.ts';
import { resourceBy, resourcesOf, rightsOf, synth } from './synth.ts';

const templates = synth(stageOf());
const lambdaOf = (name: string, from = templates) =>
  resourceBy(from.Service, 'AWS::Lambda::Function', 'FunctionName', `metaport-test-messaging-${name}`).Properties;
const alarmOf = (name: string, from = templates) =>
  resourcesOf(from.Service, 'AWS::CloudWatch::Alarm')
    .map(({ Properties }) => Properties)
    .find(({ AlarmName }) => AlarmName === `metaport-test-messaging/${name}`);
const compositeWith = (name: string) =>
  resourcesOf(templates.Observability, 'AWS::CloudWatch::CompositeAlarm')
    .map(({ Properties }) => Properties)
    .filter(({ AlarmRule }) => String(AlarmRule).includes(`ALARM("metaport-test-messaging/${name}")`))
    .map(({ AlarmName }) => AlarmName);

interface MathMetric {
  readonly Id: string;
  readonly Expression?: string;
  readonly MetricStat?: {
    readonly Period: number;
    readonly Metric: { readonly MetricName: string; readonly Dimensions: readonly { Name: string; Value: string }[] };
  };
}
/** What one term of a formula reads: the metric, the values of its dimensions, the seconds of its period. */
const readingOf = (metrics: readonly MathMetric[], id: string) =>
  metrics
    .filter(({ Id }) => Id === id)
    .flatMap(({ MetricStat }) => (MetricStat ? [MetricStat] : []))
    .flatMap(({ Metric: { MetricName, Dimensions }, Period }) => [
      MetricName,
      ...[...Dimensions].sort((a, b) => (a.Name < b.Name ? -1 : 1)).map(({ Value }) => Value),
      Period,
    ]);
/** The outcomes that an alarm's formula adds up. */
const readIn = (name: string) =>
  ((alarmOf(name)?.Metrics ?? []) as readonly MathMetric[]).flatMap(({ MetricStat }) =>
    (MetricStat?.Metric.Dimensions ?? []).map(({ Value }) => Value),
  );

/** What the room counts: a kind that it learns must be drawn, or this does not compile. */
const counted: Readonly<Record<InboundFact['kind'] | 'noted' | 'erased', true>> = {
  ...{ message: true, echo: true, edit: true, deletion: true, reaction: true, postback: true, delivery: true },
  ...{ read: true, status: true, referral: true, handover: true, 'identity-change': true, 'user-preference': true },
  ...{ call: true, 'app-state-sync': true },
  ...{ noted: true, erased: true },
};

/** The same of what it sends. */
const told: Readonly<Record<'sent' | 'queued' | 'cancelled' | 'outcome-unknown' | `failed-${Blame}`, true>> = {
  ...{ sent: true, queued: true, cancelled: true, 'outcome-unknown': true },
  ...{ 'failed-us': true, 'failed-meta': true, 'failed-owner': true, 'failed-caller': true },
};

describe('the messaging room', () => {
  it('lets in who may read, send or write, and nobody else', () => {
    const routes = resourcesOf(templates.Service, 'AWS::ApiGatewayV2::Route')
      .map(({ Properties }) => Properties)
      .filter(({ RouteKey }) => /\/v1\/(threads|messages|media|whatsapp|messenger)/.test(String(RouteKey)));
    expect(routes.map(({ AuthorizationType }) => AuthorizationType)).toEqual(Array(14).fill('JWT'));
    const scopeOf = (key: string) => routes.find(({ RouteKey }) => RouteKey === key)?.AuthorizationScopes;
    for (const { RouteKey } of routes.filter(({ RouteKey }) => String(RouteKey).startsWith('GET ')))
      expect(scopeOf(String(RouteKey))).toEqual([expect.stringMatching(/read$/)]);
    for (const key of [
      'POST /v1/messages',
      'DELETE /v1/messages/{id}',
      'POST /v1/threads/{id}/control',
      'POST /v1/media',
    ])
      expect(scopeOf(key)).toEqual([expect.stringMatching(/send$/)]);
    for (const key of ['POST /v1/whatsapp/templates', 'POST /v1/messenger/templates'])
      expect(scopeOf(key)).toEqual([expect.stringMatching(/write$/)]);
  });

  it.each([
    ['InboundMessages', { BatchSize: 20, MaximumBatchingWindowInSeconds: 1 }, 10],
    // A person waits: what wakes a thread is worked on at once.
    ['ThreadWork', { BatchSize: 10 }, 20],
    ['MediaFetches', { BatchSize: 1 }, 5],
  ])('works on %s in batches of which each item fails alone', (queue, batch, MaximumConcurrency) => {
    const [mapping, ...others] = resourcesOf(templates.Service, 'AWS::Lambda::EventSourceMapping').filter(
      ({ Properties }) => JSON.stringify(Properties.EventSourceArn).includes(queue),
    );
    expect(others).toEqual([]);
    expect(mapping?.Properties).toMatchObject({ ...batch, ScalingConfig: { MaximumConcurrency } });
    expect(mapping?.Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    expect(Boolean(mapping?.Properties.MaximumBatchingWindowInSeconds)).toBe('MaximumBatchingWindowInSeconds' in batch);
  });

  it('reads where it serves, and writes and deletes only where it collects', () => {
    const may = (name: 'messaging/collect' | 'messaging/threads') =>
      rightsOf(templates, name).flatMap(({ Action }) => Action);
    expect(may('messaging/threads')).not.toContain('dynamodb:PutItem');
    expect(may('messaging/threads').filter((right) => /^(s3|sqs|events):/.test(right))).toEqual([]);
    expect(may('messaging/collect')).toEqual(expect.arrayContaining(['dynamodb:PutItem', 's3:DeleteObject']));
  });

  it('opens tokens where it speaks to Meta, and nowhere else', () => {
    const opens = (name: string) => /Vault|\/conn\//.test(JSON.stringify(rightsOf(templates, `messaging/${name}`)));
    const names = ['collect', 'threads', 'send', 'deliver', 'manage', 'media', 'fetch'];
    expect(names.map(opens)).toEqual([false, false, true, true, true, false, true]);
    const seals = names.filter((name) =>
      JSON.stringify(rightsOf(templates, `messaging/${name}`)).includes('secretsmanager:CreateSecret'),
    );
    expect(seals).toEqual([]);
  });

  it('deletes media only where it fetches or takes back', () => {
    const names = ['collect', 'send', 'deliver', 'manage', 'media', 'fetch'];
    const onMedia = (name: string) =>
      rightsOf(templates, `messaging/${name}`)
        .filter(({ Resource }) => Resource.some((one) => one.includes('/media/')))
        .flatMap(({ Action }) => Action.map((action) => action.replace('s3:', '').replace('Object', '')))
        .join(' ');
    expect(names.map(onMedia)).toEqual(['Delete', 'Get', 'Get', '', 'Get Put', 'Get Put Delete']);
  });

  it('gives whoever calls Meta while a caller waits nearly all of the gateway’s thirty seconds', () => {
    expect(['send', 'manage'].map((name) => lambdaOf(name).Timeout)).toEqual([29, 29]);
    expect(lambdaOf('deliver').Timeout).toBe(queues.threadWork.timeoutSeconds);
    expect(lambdaOf('fetch').Timeout).toBe(queues.mediaFetches.timeoutSeconds);
  });

  it('shifts what callers send through slowly to a new version, where the stage says so', () => {
    const canary = synth(stageOf({ canary: true }));
    const aliased = resourcesOf(canary.Service, 'AWS::Lambda::Alias').map(({ id }) => id);
    const shifted = (name: string) => aliased.filter((id) => id.startsWith(`Messagingmessaging${name}`)).length;
    expect(['send', 'manage', 'media', 'threads', 'deliver', 'fetch'].map(shifted)).toEqual([1, 1, 1, 1, 0, 0]);
  });

  it('sets workers aside for what queues bring, where the stage says so', () => {
    const reserved = synth(stageOf({ reservedConcurrency: { webhook: null, workers: 5 } }));
    const names = ['collect', 'deliver', 'fetch', 'send', 'manage', 'media', 'threads'];
    const set = (name: string) => lambdaOf(name, reserved).ReservedConcurrentExecutions;
    expect(names.map(set)).toEqual([5, 5, 5, undefined, undefined, undefined, undefined]);
    expect(lambdaOf('collect').ReservedConcurrentExecutions).toBeUndefined();
    expect(names.map((name) => lambdaOf(name).MemorySize)).toEqual([512, 512, 512, 512, 512, 256, 256]);
  });

  it('has every kind of fact, every status and every end of a sending on the dashboard', () => {
    expect([...outboundOutcomes].sort()).toEqual(Object.keys(told).sort());
    expect([...inboundOutcomes].sort()).toEqual(Object.keys(counted).sort());
    expect(statusOutcomes).toEqual(statusWords);
  });

  it('tells the code how long conversations are kept', () => {
    const settingsIn = ({ Environment }: Record<string, unknown>) => JSON.stringify(Environment);
    expect(settingsIn(lambdaOf('collect'))).toContain(String.raw`\"messageDays\":365`);
    const short = synth(stageOf({ messageDays: 9 }));
    expect(settingsIn(lambdaOf('collect', short))).toContain(String.raw`\"messageDays\":9`);
  });

  it('rings when people wait for a quarter of an hour, or are never heard', () => {
    expect(alarmOf('CollectLate')).toMatchObject({
      ...{ MetricName: 'WorkAge', Statistic: 'Maximum', Threshold: 900, EvaluationPeriods: 2 },
      Dimensions: [{ Name: 'service', Value: 'messaging/collect' }],
    });
    expect(JSON.stringify(alarmOf('CollectDead')?.Dimensions)).toContain('InboundMessagesDlq');
    expect(['CollectLate', 'CollectDead', 'CollectErrors'].flatMap(compositeWith)).toEqual(
      Array(3).fill('metaport-test-ingest'),
    );
    expect(compositeWith('ThreadsErrors')).toEqual(['metaport-test-platform']);
  });

  it('rings when answers wait, are not sent, or nobody knows of them', () => {
    expect(alarmOf('OutboxOld')).toMatchObject({
      ...{ MetricName: 'OutboxAge', Statistic: 'Maximum', Threshold: 900, EvaluationPeriods: 8, DatapointsToAlarm: 2 },
    });
    const one = { MetricName: 'OutboundMessages', Statistic: 'Sum', Threshold: 1, EvaluationPeriods: 1 };
    const outcome = (Value: string) => ({ Dimensions: [{ Name: 'outcome', Value }] });
    expect(alarmOf('SendsFailed')).toMatchObject({ ...one, ...outcome('failed-us') });
    expect(alarmOf('SendsUnknown')).toMatchObject({ ...one, ...outcome('outcome-unknown') });
    expect(readIn('SendsRefused')).toEqual(['failed-meta', 'failed-owner']);
    expect(readIn('MediaLost')).toEqual(['gone', 'failed']);
    expect(JSON.stringify(alarmOf('DeliverDead')?.Dimensions)).toContain('ThreadWorkDlq');
    expect(JSON.stringify(alarmOf('FetchDead')?.Dimensions)).toContain('MediaFetchesDlq');
    const sending = ['OutboxOld', 'SendsFailed', 'SendsUnknown', 'SendsRefused', 'StatusSilence', 'DeliverDead'];
    const errors = ['SendErrors', 'DeliverErrors', 'MediaErrors'];
    expect([...sending, ...errors].flatMap(compositeWith)).toEqual(Array(9).fill('metaport-test-send'));
  });

  it('rings when a channel tells nothing of what was sent there, whatever the others tell', () => {
    const { Metrics, Threshold, EvaluationPeriods, TreatMissingData } = alarmOf('StatusSilence') ?? {};
    expect({ Threshold, EvaluationPeriods, TreatMissingData }).toEqual({
      ...{ Threshold: 1, EvaluationPeriods: 2, TreatMissingData: 'notBreaching' },
    });
    const metrics = Metrics as readonly MathMetric[];
    const [formula] = metrics.flatMap(({ Expression }) => Expression ?? []);
    for (const [channel, outcome] of [
      ['messenger', 'echo'],
      ['instagram', 'echo'],
      ['whatsapp', 'status'],
    ] as const) {
      const silent = `IF(FILL(${channel}Sent,0) >= 10 AND FILL(${channel}Heard,0) == 0, 1, 0)`;
      expect(formula).toContain(silent);
      expect(readingOf(metrics, `${channel}Sent`)).toEqual(['OutboundMessages', channel, 'sent', 900]);
      expect(readingOf(metrics, `${channel}Heard`)).toEqual(['InboundMessages', channel, outcome, 900]);
    }
    expect(metrics.filter(({ MetricStat }) => MetricStat)).toHaveLength(6);
  });

  it('keeps, where alarms are few, what is late or lost', () => {
    const few = synth(stageOf({ alarms: 'few' }));
    const kept = ['CollectLate', 'CollectDead', 'FetchLate', 'FetchDead'];
    const sending = ['OutboxOld', 'DeliverDead', 'SendsFailed', 'SendsUnknown'];
    const names = [...kept, ...sending, 'CollectErrors', 'SendErrors', 'SendsRefused', 'StatusSilence', 'MediaLost'];
    expect(names.filter((name) => alarmOf(name, few))).toEqual([...kept, ...sending]);
    expect(names.filter((name) => alarmOf(name))).toEqual(names);
  });
});
