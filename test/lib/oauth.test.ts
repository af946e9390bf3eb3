import { describe, expect, it } from '@jest/globals';
import { contractOf } from '../../lambdas/foundation/contract/functions.ts';
import { stageOf } from './stage-settings.ts';
import { resourceBy, resourcesOf, rightsOf, synth } from './synth.ts';

const templates = synth(stageOf());
const rooms = ['oauth/connect', 'oauth/link', 'oauth/care'] as const;
const alarm = (name: string) =>
  resourceBy(templates.Service, 'AWS::CloudWatch::Alarm', 'AlarmName', `metaport-test-oauth/${name}`).Properties;
const functionOf = (name: string) =>
  resourceBy(templates.Service, 'AWS::Lambda::Function', 'FunctionName', `metaport-test-${name.replace('/', '-')}`);

describe('the oauth room', () => {
  it('answers a person before the gateway gives up', () => {
    expect(Number(functionOf('oauth/connect').Properties.Timeout)).toBeLessThan(29);
  });

  it('lets a browser in without a token at two addresses, and nobody else', () => {
    const { trigger } = contractOf('oauth/connect');
    const routes = resourcesOf(templates.Service, 'AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties);
    const mine = routes.filter(
      ({ RouteKey }) => trigger.kind === 'http' && Object.hasOwn(trigger.routes, String(RouteKey)),
    );
    expect(mine).toHaveLength(8);
    const open = mine.filter(({ AuthorizationType }) => AuthorizationType === 'NONE').map(({ RouteKey }) => RouteKey);
    expect(open.sort()).toEqual(['GET /oauth/callback', 'GET /oauth/start']);
  });

  it('may open tokens, each function with its reason, and knows where a browser comes back to', () => {
    for (const name of rooms) {
      expect(contractOf(name).tokens).toMatch(/\w{4,}/);
      expect(JSON.stringify(rightsOf(templates, name))).toContain('kms:');
    }
    const variables = rooms.map((name) =>
      JSON.stringify(functionOf(name).Properties.Environment).includes('PUBLIC_URL'),
    );
    expect(variables).toEqual([true, false, false]);
  });

  it('rings a week before a token ends, once a day is enough, and not for silence', () => {
    expect(alarm('TokenExpiring')).toMatchObject({
      MetricName: 'TokenTimeLeft',
      Statistic: 'Minimum',
      Period: 86_400,
      Threshold: 7 * 86_400,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  it('rings for a dead connection, and for people who come back without one through no fault of theirs', () => {
    expect(alarm('NeedsReauth')).toMatchObject({
      MetricName: 'Connections',
      Dimensions: [{ Name: 'outcome', Value: 'needs-reauth' }],
      Threshold: 1,
    });
    const outcomes = [
      ...JSON.stringify(alarm('ConnectsFailing').Metrics).matchAll(/"Name":"outcome","Value":"([\w-]+)"/g),
    ];
    expect(outcomes.map(([, one]) => one)).toEqual(['temporary', 'setup', 'later']);
  });
});
