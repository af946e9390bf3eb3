import { describe, expect, it } from '@jest/globals';
import { stageOf } from './stage-settings.ts';
import { resourceBy, resourcesOf, rightsOf, synth } from './synth.ts';

const templates = synth(stageOf());

describe('the conversions room', () => {
  it('lets pages in without a token, and everybody else with a scope', () => {
    const routes = resourcesOf(templates.Service, 'AWS::ApiGatewayV2::Route')
      .map(({ Properties }) => Properties)
      .filter(({ RouteKey }) => /collect|conversions|pixels|workspace/.test(String(RouteKey)));
    const open = routes.filter(({ AuthorizationType }) => AuthorizationType === 'NONE').map(({ RouteKey }) => RouteKey);
    expect(open.sort()).toEqual(['GET /collect/{id}', 'OPTIONS /collect/{id}', 'POST /collect/{id}']);
    const scopeOf = (key: string) => routes.find(({ RouteKey }) => RouteKey === key)?.AuthorizationScopes;
    expect(scopeOf('POST /v1/conversions')).toEqual([expect.stringMatching(/send$/)]);
    expect(scopeOf('POST /v1/conversions/validate')).toEqual([expect.stringMatching(/read$/)]);
    expect(scopeOf('PUT /v1/collectors/{id}')).toEqual([expect.stringMatching(/write$/)]);
  });

  it('gives pages a throttle of their own', () => {
    const [stage] = resourcesOf(templates.Service, 'AWS::ApiGatewayV2::Stage');
    const settings = stage?.Properties.RouteSettings as Readonly<Record<string, object>>;
    expect(settings['POST /collect/{id}']).toEqual({ ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 });
    expect(settings['GET /collect/{id}']).toEqual({ ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 });
  });

  it('takes what came within two seconds as one batch, of which each item fails alone', () => {
    const mappings = resourcesOf(templates.Service, 'AWS::Lambda::EventSourceMapping').map(
      ({ Properties }) => Properties,
    );
    expect(mappings.find(({ BatchSize }) => BatchSize === 1000)).toMatchObject({
      MaximumBatchingWindowInSeconds: 2,
      ScalingConfig: { MaximumConcurrency: 5 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  it('cannot open tokens where pages and settings are served', () => {
    const opens = (name: string) => /Vault|\/conn\/|token-vault/.test(JSON.stringify(rightsOf(templates, name)));
    const names = ['capi/accept', 'capi/deliver', 'capi/quality', 'capi/collect', 'capi/manage'];
    expect(names.map(opens)).toEqual([true, true, true, false, false]);
  });

  it.each([
    ['capi/DeliverLate', 'WorkAge', 'Maximum', 1800],
    ['capi/EventsOld', 'ConversionAge', 'Maximum', 5 * 24 * 3600],
    ['capi/EventsParked', 'Conversions', 'Sum', 1],
  ])('%s rings by our own measure', (name, MetricName, Statistic, Threshold) => {
    const alarm = resourceBy(
      templates.Service,
      'AWS::CloudWatch::Alarm',
      'AlarmName',
      `metaport-test-${name}`,
    ).Properties;
    expect(alarm).toMatchObject({ MetricName, Statistic, Threshold });
  });

  it('measures the share of what was refused against everything that was handed in', () => {
    const name = 'metaport-test-capi/EventsRefused';
    const { Metrics, Threshold } = resourceBy(
      templates.Service,
      'AWS::CloudWatch::Alarm',
      'AlarmName',
      name,
    ).Properties;
    expect(Threshold).toBe(10);
    expect(JSON.stringify(Metrics)).toContain('100 * FILL(refused,0)');
  });
});
