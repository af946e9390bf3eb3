import { describe, expect, it } from '@jest/globals';
import { stageOf } from './stage-settings.ts';
import { resourceBy, resourcesOf, rightsOf, synth } from './synth.ts';

const templates = synth(stageOf());

describe('the compliance room', () => {
  it('is heard by Meta without a token: its signature is checked in the code', () => {
    const routes = resourcesOf(templates.Service, 'AWS::ApiGatewayV2::Route').filter(({ Properties }) =>
      String(Properties.RouteKey).includes('/compliance/'),
    );
    expect(routes.map(({ Properties }) => [Properties.RouteKey, Properties.AuthorizationType]).sort()).toEqual([
      ['GET /compliance/deletion/{code}', 'NONE'],
      ['POST /compliance/deauthorize', 'NONE'],
      ['POST /compliance/deletion', 'NONE'],
    ]);
  });

  it('rings when an erasure is a day old, by our own clock, which a deferred copy does not reset', () => {
    const name = 'metaport-test-compliance/ErasureLate';
    const alarm = resourceBy(templates.Service, 'AWS::CloudWatch::Alarm', 'AlarmName', name).Properties;
    expect(alarm).toMatchObject({
      MetricName: 'WorkAge',
      Statistic: 'Maximum',
      Threshold: 86_400,
      Dimensions: [{ Name: 'service', Value: 'compliance/erase' }],
    });
  });

  it('cannot open tokens', () => {
    const opens = (name: string) => /Vault|\/conn\/|token-vault/.test(JSON.stringify(rightsOf(templates, name)));
    expect(['assets/manage', 'compliance/callback', 'compliance/erase'].map(opens)).toEqual([true, false, false]);
  });

  it('may take away rows and blobs where it erases, and only there', () => {
    const deletes = (name: string) =>
      rightsOf(templates, name)
        .flatMap(({ Action }) => Action)
        .filter((action) => action === 's3:DeleteObject' || action === 'dynamodb:DeleteItem');
    expect(deletes('compliance/erase')).toContain('s3:DeleteObject');
    expect(deletes('compliance/callback')).not.toContain('s3:DeleteObject');
  });
});
