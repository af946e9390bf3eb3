import { describe, expect, it } from '@jest/globals';
import { variablesOf } from '../../../lambdas/foundation/contract/env.ts';
import { contractOf, functionNames } from '../../../lambdas/foundation/contract/functions.ts';
import { physicalName, queues } from '../../../lambdas/foundation/contract/resources.ts';
import { stageOf } from '../stage-settings.ts';
import { resourceBy, resourcesOf, rightsOf, synth } from '../synth.ts';

const templates = synth(stageOf());
const reserved = synth(stageOf({ reservedConcurrency: { webhook: 40, workers: 5 } }));
const lambdaOf = (name: string, from = templates) =>
  resourceBy(from.Service, 'AWS::Lambda::Function', 'FunctionName', physicalName.function('test', name)).Properties;
const named = functionNames.map((name) => [name, lambdaOf(name)] as const);

describe('a capability function', () => {
  it.each(named)('%s has exactly the variables that its code reads', (name, { Environment }) => {
    const { Variables } = Environment as { Variables: Record<string, string> };
    expect(Object.keys(Variables).sort()).toEqual([...variablesOf(name)].sort());
    expect(Object.values(Variables).filter((value) => !value)).toEqual([]);
    expect(Variables.STAGE).toBe('test');
    expect(JSON.parse(Variables.SETTINGS ?? '')).toEqual({
      retentionDays: 30,
      messageDays: 365,
      humanAgent: false,
      workspaceClaim: 'workspace',
      scopePrefix: '',
      graphOrigin: 'https://graph.facebook.com',
      returnOrigins: [],
      vault: 'secrets-manager',
    });
  });

  it.each(named)('%s runs on arm64 and Node 24 and logs JSON into a group of its own', (name, lambda) => {
    expect(lambda).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN', ApplicationLogLevel: 'INFO' },
    });
    const group = resourceBy(templates.Service, 'AWS::Logs::LogGroup', 'LogGroupName', `/metaport/test/${name}`);
    expect(group.Properties.RetentionInDays).toBe(14);
    expect(String((lambda.LoggingConfig as { LogGroup: string }).LogGroup)).toMatch(/Log$/);
  });

  it.each(named)('%s may meet itself again only if it sends to the queue that feeds it', (name, { RecursiveLoop }) => {
    const { trigger } = contractOf(name);
    const source =
      trigger.kind === 'queue' ? `${trigger.from.charAt(0).toUpperCase()}${trigger.from.slice(1)}Queue.Arn` : '-';
    const defers = rightsOf(templates, name).some(
      ({ Action, Resource }) => Action.includes('sqs:SendMessage') && Resource.includes(source),
    );
    expect(RecursiveLoop).toBe(defers ? 'Allow' : undefined);
  });

  it('lets every worker report its failures one by one, under its queue’s patience', () => {
    const mappings = resourcesOf(templates.Service, 'AWS::Lambda::EventSourceMapping');
    const fed = functionNames.flatMap((name) => {
      const { trigger } = contractOf(name);
      return trigger.kind === 'queue' ? [{ name, from: trigger.from }] : [];
    });
    expect(fed.length).toBeGreaterThan(0);
    expect(mappings).toHaveLength(fed.length);
    for (const { name, from } of fed) {
      const { timeoutSeconds, leaseSeconds, batchSize, batchWindowSeconds, maxConcurrency } = queues[from];
      const queue = resourceBy(templates.State, 'AWS::SQS::Queue', 'QueueName', physicalName.queue('test', from));
      const mapping = mappings.find(
        ({ Properties }) => Properties.EventSourceArn === `${from.charAt(0).toUpperCase()}${from.slice(1)}Queue.Arn`,
      );
      expect(mapping?.Properties).toMatchObject({
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        BatchSize: batchSize,
        MaximumBatchingWindowInSeconds: batchWindowSeconds,
        ScalingConfig: { MaximumConcurrency: maxConcurrency },
      });
      expect(lambdaOf(name).Timeout).toBe(timeoutSeconds);
      expect(queue.Properties.VisibilityTimeout).toBe(6 * timeoutSeconds);
      expect(timeoutSeconds < leaseSeconds && leaseSeconds < 6 * timeoutSeconds).toBe(true);
    }
  });

  it('sets no execution aside unless the stage says so, and never maps more than it set aside', () => {
    const aside = (from: typeof templates) =>
      functionNames
        .map((name) => lambdaOf(name, from).ReservedConcurrentExecutions)
        .filter((count) => count !== undefined);
    expect(aside(templates)).toEqual([]);
    expect(aside(reserved).sort()).toEqual([40, ...Array(8).fill(5)]);
    const most = resourcesOf(reserved.Service, 'AWS::Lambda::EventSourceMapping').map(
      ({ Properties }) => (Properties.ScalingConfig as { MaximumConcurrency: number }).MaximumConcurrency,
    );
    expect(most.sort()).toEqual([2, 2, 2, ...Array(7).fill(5)]);
  });

  it('is started by a clock with its repeats bounded', () => {
    const beats = resourcesOf(templates.Service, 'AWS::Events::Rule').map(({ Properties }) => {
      const [target] = Properties.Targets as { RetryPolicy: object }[];
      return [Properties.ScheduleExpression, target?.RetryPolicy];
    });
    expect(beats).toEqual([
      ['rate(5 minutes)', { MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 2 }],
      ['rate(1 minute)', { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 2 }],
    ]);
  });
});
