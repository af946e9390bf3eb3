import { describe, expect, it } from '@jest/globals';
import { metricsIn } from '../../local/emulator/mends/emf-metrics.ts';

const line = (more: object, metrics: object[], dimensions = [['service', 'channel']]) =>
  JSON.stringify({
    level: 'INFO',
    message: 'webhook.accepted',
    _aws: {
      Timestamp: 1_795_000_000_000,
      CloudWatchMetrics: [{ Namespace: 'Metaport', Dimensions: dimensions, Metrics: metrics }],
    },
    ...more,
  });

describe('metrics in a log line', () => {
  it('are its values with unit, time and dimensions', () => {
    const text = line({ service: 'webhooks', channel: 'page', received: 3 }, [{ Name: 'received', Unit: 'Count' }]);
    expect(metricsIn(text)).toEqual([
      {
        namespace: 'Metaport',
        datum: {
          MetricName: 'received',
          Values: [3],
          Unit: 'Count',
          Timestamp: new Date(1_795_000_000_000),
          Dimensions: [
            { Name: 'service', Value: 'webhooks' },
            { Name: 'channel', Value: 'page' },
          ],
        },
      },
    ]);
  });

  it('come once for each set of dimensions, arrays of values whole', () => {
    const found = metricsIn(line({ service: 'x', age: [1, 2.5] }, [{ Name: 'age' }], [['service'], []]));
    expect(found.map(({ datum }) => [datum.Values, datum.Unit, datum.Dimensions?.length])).toEqual([
      [[1, 2.5], 'None', 1],
      [[1, 2.5], 'None', 0],
    ]);
  });

  it('are none where a metric has no number, where there is no envelope and where there is no JSON', () => {
    expect(metricsIn(line({ service: 'x', age: 'old' }, [{ Name: 'age' }]))).toEqual([]);
    expect(metricsIn('{"message":"plain"}')).toEqual([]);
    expect(metricsIn('{"_aws": broken')).toEqual([]);
    expect(metricsIn('{"_aws":{"Timestamp":1}}')).toEqual([]);
  });
});
