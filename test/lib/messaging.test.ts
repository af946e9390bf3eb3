import { describe, expect, it } from '@jest/globals';
import { type InboundFact, statusWords } from '../../lambdas/messaging/inbound-event.ts';
import { inboundOutcomes, statusOutcomes } from '../../lib/monitoring/outcomes.ts';
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

/** What the room counts: a kind that it learns must be drawn, or this does not compile. */
const counted: Readonly<Record<InboundFact['kind'] | 'noted' | 'erased', true>> = {
  ...{ message: true, echo: true, edit: true, deletion: true, reaction: true, postback: true, delivery: true },
  ...{ read: true, status: true, referral: true, handover: true, 'identity-change': true, 'user-preference': true },
  ...{ noted: true, erased: true },
};

describe('the messaging room', () => {
  it('serves threads to who may read, and to nobody else', () => {
    const routes = resourcesOf(templates.Service, 'AWS::ApiGatewayV2::Route')
      .map(({ Properties }) => Properties)
      .filter(({ RouteKey }) => /\/v1\/(threads|messages)/.test(String(RouteKey)));
    expect(routes).toHaveLength(5);
    for (const { AuthorizationType, AuthorizationScopes } of routes) {
      expect(AuthorizationType).toBe('JWT');
      expect(AuthorizationScopes).toEqual([expect.stringMatching(/read$/)]);
    }
  });

  it('collects in batches of which each item fails alone', () => {
    const mapping = resourcesOf(templates.Service, 'AWS::Lambda::EventSourceMapping').find(({ Properties }) =>
      JSON.stringify(Properties.EventSourceArn).includes('InboundMessages'),
    );
    expect(mapping?.Properties).toMatchObject({
      BatchSize: 20,
      MaximumBatchingWindowInSeconds: 1,
      ScalingConfig: { MaximumConcurrency: 10 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  it('reads where it serves, and writes and deletes only where it collects', () => {
    const may = (name: 'messaging/collect' | 'messaging/threads') =>
      rightsOf(templates, name).flatMap(({ Action }) => Action);
    expect(may('messaging/threads')).not.toContain('dynamodb:PutItem');
    expect(may('messaging/threads').filter((right) => /^(s3|sqs|events):/.test(right))).toEqual([]);
    expect(may('messaging/collect')).toEqual(expect.arrayContaining(['dynamodb:PutItem', 's3:DeleteObject']));
    const vault = JSON.stringify(['messaging/collect', 'messaging/threads'].map((name) => rightsOf(templates, name)));
    expect(vault).not.toMatch(/Vault|\/conn\//);
  });

  it('sets workers aside for what is collected, where the stage says so', () => {
    const reserved = synth(stageOf({ reservedConcurrency: { webhook: null, workers: 5 } }));
    expect(lambdaOf('collect', reserved).ReservedConcurrentExecutions).toBe(5);
    expect(lambdaOf('threads', reserved).ReservedConcurrentExecutions).toBeUndefined();
    expect(lambdaOf('collect').ReservedConcurrentExecutions).toBeUndefined();
    expect([lambdaOf('collect').MemorySize, lambdaOf('threads').MemorySize]).toEqual([512, 256]);
  });

  it('has every kind of fact and every status on the dashboard', () => {
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

  it('keeps, where alarms are few, what is late or lost', () => {
    const few = synth(stageOf({ alarms: 'few' }));
    const names = ['CollectLate', 'CollectDead', 'CollectErrors', 'ThreadsErrors'];
    expect(names.filter((name) => alarmOf(name, few))).toEqual(['CollectLate', 'CollectDead']);
    expect(names.filter((name) => alarmOf(name))).toEqual(names);
  });
});
