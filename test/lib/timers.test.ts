import { describe, expect, it } from '@jest/globals';
import { dueIndex } from '../../lambdas/foundation/contract/resources.ts';
import { stageOf } from './stage-settings.ts';
import { resourceBy, resourcesOf, rightsOf, synth } from './synth.ts';

const templates = synth(stageOf());
const names = ['webhooks/process', 'timers/sweep'] as const;

describe('the timers room', () => {
  it('beats every minute, and ends before the next beat', () => {
    const sweep = resourceBy(templates.Service, 'AWS::Lambda::Function', 'FunctionName', 'metaport-test-timers-sweep');
    const beats = resourcesOf(templates.Service, 'AWS::Events::Rule').map(
      ({ Properties }) => Properties.ScheduleExpression,
    );
    expect(beats).toContain('rate(1 minute)');
    expect(Number(sweep.Properties.Timeout)).toBeLessThan(60);
  });

  it('alone may read the due index, which holds keys only', () => {
    const readers = names.filter((name) => JSON.stringify(rightsOf(templates, name)).includes('/index/'));
    expect(readers).toEqual(['timers/sweep']);
    const due = rightsOf(templates, 'timers/sweep').find(({ Sid }) => Sid === 'Due');
    expect(due).toMatchObject({ Action: ['dynamodb:Query'], Resource: [`StateTable.Arn/index/${dueIndex.name}`] });
    const tables = resourcesOf(templates.State, 'AWS::DynamoDB::Table');
    const indexed = tables.filter(({ Properties }) => Properties.GlobalSecondaryIndexes);
    expect(indexed.map(({ id }) => id)).toEqual(['StateTable']);
    expect(indexed[0]?.Properties.GlobalSecondaryIndexes).toEqual([
      {
        IndexName: dueIndex.name,
        KeySchema: [
          { AttributeName: dueIndex.partitionKey, KeyType: 'HASH' },
          { AttributeName: dueIndex.sortKey, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ]);
  });

  it('rings when something is due for too long, and when nobody looks', () => {
    const name = 'metaport-test-timers/SweepLate';
    expect(resourceBy(templates.Service, 'AWS::CloudWatch::Alarm', 'AlarmName', name).Properties).toMatchObject({
      MetricName: 'DueAge',
      Threshold: 900,
      TreatMissingData: 'breaching',
    });
  });
});
