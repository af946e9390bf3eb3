import { describe, expect, it } from '@jest/globals';
import { stageOf } from './stage-settings.ts';
import { resourceBy, resourcesOf, synth } from './synth.ts';

const plain = synth(stageOf());
const cheap = synth(stageOf({ functionUrl: true }));
const slow = synth(stageOf({ canary: true }));
const alarm = (name: string) =>
  resourceBy(plain.Service, 'AWS::CloudWatch::Alarm', 'AlarmName', `metaport-test-webhooks/${name}`).Properties;

describe('the webhooks room', () => {
  it('answers Meta within its patience, and under the gateway’s', () => {
    const ingest = resourceBy(plain.Service, 'AWS::Lambda::Function', 'FunctionName', 'metaport-test-webhooks-ingest');
    expect(Number(ingest.Properties.Timeout)).toBeLessThan(29);
  });

  it('tells where Meta shall send, without a slash at the end', () => {
    expect(plain.Service.Outputs?.WebhookUrl?.Value).toBe('EntranceApi.ApiEndpoint/webhooks/meta');
    expect(plain.Service.Outputs?.DocsUrl?.Value).toBe('EntranceApi.ApiEndpoint/v1/docs');
  });

  it('opens a Function URL for the webhook alone, and only where the stage asks for it', () => {
    const urls = resourcesOf(cheap.Service, 'AWS::Lambda::Url');
    expect(urls.map(({ Properties }) => [Properties.AuthType, Properties.TargetFunctionArn])).toEqual([
      ['NONE', 'WebhookswebhooksingestFunction.Arn'],
    ]);
    expect(cheap.Service.Outputs?.WebhookUrl?.Value).toMatch(/FunctionUrl\.FunctionUrl.*\/webhooks\/meta$/);
    expect(() => resourcesOf(plain.Service, 'AWS::Lambda::Url')).toThrow('holds no AWS::Lambda::Url');
  });

  it('counts as rejects what may be Meta’s own deliveries', () => {
    const { Metrics, Threshold, EvaluationPeriods } = alarm('Rejects');
    const outcomes = [...JSON.stringify(Metrics).matchAll(/"Name":"outcome","Value":"([\w-]+)"/g)].map(
      ([, one]) => one,
    );
    expect(outcomes).toEqual(['signature-mismatch', 'signature-absent', 'no-app-secret', 'too-large']);
    expect([Threshold, EvaluationPeriods]).toEqual([20, 3]);
  });

  it('measures lateness by our own clock, which a deferred copy does not reset', () => {
    for (const [name, service, seconds] of [
      ['ProcessLate', 'webhooks/process', 900],
      ['ReplayLate', 'webhooks/replay', 21600],
    ] as const) {
      expect(alarm(name)).toMatchObject({
        MetricName: 'WorkAge',
        Statistic: 'Maximum',
        Threshold: seconds,
        Dimensions: [{ Name: 'service', Value: service }],
      });
    }
  });

  it('shifts new versions of its HTTP functions slowly, and back when their errors ring', () => {
    const groups = resourcesOf(slow.Service, 'AWS::CodeDeploy::DeploymentGroup');
    const guards = groups.map(({ Properties }) => JSON.stringify(Properties.AlarmConfiguration));
    expect(guards.filter((guard) => guard.includes('IngestErrors'))).toHaveLength(1);
    const aliases = resourcesOf(slow.Service, 'AWS::Lambda::Alias');
    expect(aliases.map(({ Properties }) => Properties.Name)).toEqual(groups.map(() => 'live'));
    expect(aliases.filter(({ UpdatePolicy }) => !UpdatePolicy?.CodeDeployLambdaAliasUpdate)).toEqual([]);
    expect(() => resourcesOf(plain.Service, 'AWS::Lambda::Alias')).toThrow('holds no AWS::Lambda::Alias');
  });
});
