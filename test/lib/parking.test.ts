import { describe, expect, it } from '@jest/globals';
import { queues } from '../../lambdas/foundation/contract/resources.ts';
import { stageOf } from './stage-settings.ts';
import { resourceBy, resourcesOf, rightsOf, synth } from './synth.ts';

const templates = synth(stageOf());
const count = Object.keys(queues).length;

describe('the parking room', () => {
  it('may empty every DLQ, and never sends to one', () => {
    const drain = rightsOf(templates, 'parking/collect').filter(({ Sid }) => Sid === 'Drain');
    expect(drain).toHaveLength(1);
    expect(drain[0]?.Action).toEqual(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']);
    expect(drain[0]?.Resource).toHaveLength(count);
    expect(drain[0]?.Resource.filter((queue) => !queue.endsWith('Dlq.Arn'))).toEqual([]);
  });

  it('has time for a beat, which ends before the next one', () => {
    const collect = resourceBy(
      templates.Service,
      'AWS::Lambda::Function',
      'FunctionName',
      'metaport-test-parking-collect',
    );
    const [beat] = resourcesOf(templates.Service, 'AWS::Events::Rule');
    expect(beat?.Properties.ScheduleExpression).toBe('rate(5 minutes)');
    expect(Number(collect.Properties.Timeout)).toBeLessThan(5 * 60);
  });

  it('rings at the first item that only we can mend', () => {
    const name = 'metaport-test-parking/ParkedByUs';
    const alarm = resourceBy(templates.Service, 'AWS::CloudWatch::Alarm', 'AlarmName', name);
    expect(alarm.Properties).toMatchObject({
      MetricName: 'Parked',
      Dimensions: [{ Name: 'outcome', Value: 'us' }],
      Threshold: 1,
      EvaluationPeriods: 1,
    });
  });
});
