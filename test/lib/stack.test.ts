import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { readStage } from '../../lib/foundation/stage-config.ts';
import { metaportStage } from '../../lib/metaport-stage.ts';
import { stageOf } from './stage-settings.ts';
import { context, synth } from './synth.ts';

const code = mkdtempSync(join(tmpdir(), 'code-'));
writeFileSync(join(code, 'index.js'), 'exports.handler = async () => undefined;');
const named = (stage: string) => readStage((key) => (key === 'stage' ? stage : undefined));
const counts = (types: readonly string[]) =>
  Object.fromEntries([...new Set(types)].sort().map((type) => [type, types.filter((one) => one === type).length]));

describe('the stacks', () => {
  const templates = synth(stageOf());

  it('hold these kinds of resources, and so many', () => {
    const types = Object.values(templates).flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type));
    expect(counts(types)).toEqual({
      'AWS::ApiGatewayV2::Api': 1,
      'AWS::ApiGatewayV2::Authorizer': 1,
      'AWS::ApiGatewayV2::Integration': 14,
      'AWS::ApiGatewayV2::Route': 65,
      'AWS::ApiGatewayV2::Stage': 1,
      'AWS::CloudWatch::Alarm': 66,
      'AWS::CloudWatch::CompositeAlarm': 3,
      'AWS::CloudWatch::Dashboard': 1,
      'AWS::DynamoDB::Table': 3,
      'AWS::Events::EventBus': 1,
      'AWS::Events::Rule': 3,
      'AWS::IAM::Role': 26,
      'AWS::KMS::Alias': 1,
      'AWS::KMS::Key': 1,
      'AWS::Lambda::EventSourceMapping': 10,
      'AWS::Lambda::Function': 26,
      'AWS::Lambda::Permission': 16,
      'AWS::Logs::LogGroup': 27,
      'AWS::S3::Bucket': 1,
      'AWS::S3::BucketPolicy': 1,
      'AWS::SNS::Subscription': 1,
      'AWS::SNS::Topic': 1,
      'AWS::SNS::TopicPolicy': 1,
      'AWS::SQS::Queue': 20,
      'AWS::SQS::QueuePolicy': 20,
      'AWS::SecretsManager::Secret': 2,
    });
  });

  it('keep data apart, and keep it from being deleted by a slip', () => {
    const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false, context: { ...context } });
    const { state, service, observability } = metaportStage(app, stageOf(), () => Code.fromAsset(code));
    expect([state, service, observability].map(({ stackName }) => stackName)).toEqual([
      'Metaport-test-State',
      'Metaport-test-Service',
      'Metaport-test-Observability',
    ]);
    expect([state, service, observability].map(({ terminationProtection }) => terminationProtection)).toEqual([
      true,
      false,
      false,
    ]);
    expect(observability.dependencies).toContain(service);
    expect(service.dependencies).toContain(state);
  });

  it('leave out, in stage local, what the emulator does not know, and nothing else', () => {
    const config = named('local');
    const all = Object.entries(synth({ ...config, leaveOut: [] })).flatMap(idsOf);
    const some = Object.entries(synth(config)).flatMap(idsOf);
    const missing = all.filter((id) => !some.includes(id));
    expect(config.leaveOut).toEqual(['AWS::CloudWatch::CompositeAlarm', 'AWS::CloudWatch::Alarm.Metrics']);
    expect(missing.sort()).toEqual([
      'Observability ingestComposite',
      'Observability platformComposite',
      'Observability sendComposite',
      'Service CapiCapiEventsRefusedAlarm',
      'Service MessagingMessagingMediaLostAlarm',
      'Service MessagingMessagingSendsRefusedAlarm',
      'Service MessagingMessagingStatusSilenceAlarm',
      'Service OauthOauthConnectsFailingAlarm',
      'Service PlatformLedgerThrottledAlarm',
      'Service PlatformServerErrorsAlarm',
      'Service PlatformStateThrottledAlarm',
      'Service PlatformVaultThrottledAlarm',
      'Service WebhooksWebhooksRejectsAlarm',
    ]);
    expect(some.filter((id) => !all.includes(id))).toEqual([]);
  });

  it('put every role under the stage’s boundary', () => {
    const permissionsBoundary = 'arn:aws:iam::111122223333:policy/boundary';
    const { Service } = synth(stageOf({ permissionsBoundary, canary: true }));
    const roles = Object.values(Service.Resources).filter(({ Type }) => Type === 'AWS::IAM::Role');
    expect(roles.length).toBeGreaterThan(7);
    expect(roles.filter(({ Properties }) => Properties.PermissionsBoundary !== permissionsBoundary)).toEqual([]);
  });
});

function idsOf([part, { Resources }]: [string, { Resources: object }]): string[] {
  return Object.keys(Resources).map((id) => `${part} ${id}`);
}
