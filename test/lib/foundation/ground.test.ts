import { describe, expect, it } from '@jest/globals';
import { contractOf, functionNames } from '../../../lambdas/foundation/contract/functions.ts';
import { physicalName, queues, tables } from '../../../lambdas/foundation/contract/resources.ts';
import { settings, stageOf } from '../stage-settings.ts';
import { resourceBy, resourcesOf, statementsIn, synth } from '../synth.ts';

const templates = synth(stageOf({ retentionDays: 30, auth: { ...settings.auth, scopePrefix: 'metaport/' } }));
const local = synth(stageOf({ stage: 'local' }));
const retentionOf = (days: number) => {
  const [bucket] = resourcesOf(synth(stageOf({ retentionDays: days })).State, 'AWS::S3::Bucket');
  return bucket?.Properties.LifecycleConfiguration;
};
const bucketOf = (more: object) => resourcesOf(synth(stageOf(more)).State, 'AWS::S3::Bucket')[0]?.Properties;
const queueNames = Object.keys(queues) as (keyof typeof queues)[];

describe('the tables', () => {
  it.each(Object.entries(tables))('%s: on demand, customer key, backed up if kept', (name, { kept, expires }) => {
    const table = resourceBy(templates.State, 'AWS::DynamoDB::Table', 'TableName', `metaport-test-${name}`);
    expect(table.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEType: 'KMS', KMSMasterKeyId: 'DataKey.Arn' },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: kept },
      DeletionProtectionEnabled: kept,
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    });
    const ttl = expires ? { AttributeName: 'expiresAt', Enabled: true } : undefined;
    expect(table.Properties.TimeToLiveSpecification).toEqual(ttl);
    expect(table.DeletionPolicy).toBe('Retain');
  });

  it('has one index: what is due, on state', () => {
    const indexes = resourcesOf(templates.State, 'AWS::DynamoDB::Table').flatMap(({ Properties }) =>
      ((Properties.GlobalSecondaryIndexes as { IndexName: string }[]) ?? []).map(
        ({ IndexName }) => `${String(Properties.TableName)} ${IndexName}`,
      ),
    );
    expect(indexes).toEqual(['metaport-test-state due']);
  });
});

describe('the queues', () => {
  it.each(queueNames)('%s is encrypted, and its dead messages wait 14 days', (name) => {
    const queue = resourceBy(templates.State, 'AWS::SQS::Queue', 'QueueName', physicalName.queue('test', name));
    const dlq = resourceBy(templates.State, 'AWS::SQS::Queue', 'QueueName', physicalName.dlq('test', name));
    const redrive = queue.Properties.RedrivePolicy as { maxReceiveCount: number; deadLetterTargetArn: string };
    expect(redrive.maxReceiveCount).toBe(queues[name].maxReceives);
    expect(redrive.deadLetterTargetArn).toMatch(/Dlq\.Arn$/);
    for (const one of [queue, dlq]) {
      expect(one.Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 24 * 3600 });
      expect(one.DeletionPolicy).toBe('Retain');
    }
  });

  it('speak TLS only, like the bucket, and admit nobody from outside', () => {
    const policies = [
      ...resourcesOf(templates.State, 'AWS::SQS::QueuePolicy'),
      ...resourcesOf(templates.State, 'AWS::S3::BucketPolicy'),
    ];
    expect(policies).toHaveLength(2 * queueNames.length + 1);
    for (const { Properties } of policies) {
      const statements = statementsIn(Properties.PolicyDocument);
      expect(statements.map(({ Effect }) => Effect)).toEqual(['Deny']);
      expect(statements[0]?.Condition).toEqual({ Bool: { 'aws:SecureTransport': 'false' } });
    }
  });
});

describe('the blobs bucket', () => {
  it('is private, under the customer key, and forgets webhooks a day after their events', () => {
    const [bucket] = resourcesOf(templates.State, 'AWS::S3::Bucket');
    expect(bucket?.Properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(JSON.stringify(bucket?.Properties.BucketEncryption)).toContain('"KMSMasterKeyID":"DataKey.Arn"');
    expect(bucket?.Properties.LifecycleConfiguration).toMatchObject({
      Rules: [
        { Prefix: 'webhooks/', ExpirationInDays: 31, Status: 'Enabled' },
        { Prefix: 'media/', ExpirationInDays: 366, Status: 'Enabled' },
      ],
    });
    expect(retentionOf(8)).toMatchObject({ Rules: [{ Prefix: 'webhooks/', ExpirationInDays: 9 }, {}] });
    expect(JSON.stringify(retentionOf(8))).not.toContain('parked');
  });

  it('forgets media a day after the conversations that they came with', () => {
    const { LifecycleConfiguration } = bucketOf({ retentionDays: 8, messageDays: 40 }) ?? {};
    expect(LifecycleConfiguration).toMatchObject({ Rules: [{}, { Prefix: 'media/', ExpirationInDays: 41 }] });
  });

  it('lets pages of the stage’s own apps bring and read files, and no others', () => {
    const { CorsConfiguration } = bucketOf({ returnOrigins: ['https://app.example.com'] }) ?? {};
    expect(CorsConfiguration).toEqual({
      CorsRules: [
        {
          AllowedMethods: ['PUT', 'GET'],
          AllowedOrigins: ['https://app.example.com'],
          AllowedHeaders: ['content-type'],
          MaxAge: 3600,
        },
      ],
    });
    expect(bucketOf({})?.CorsConfiguration).toBeUndefined();
  });
});

describe('the secrets', () => {
  it('are frozen: any other template would be a new version, and lose what operators put in', () => {
    const frozen = resourcesOf(templates.State, 'AWS::SecretsManager::Secret').map(
      ({ id, Properties, DeletionPolicy }) => ({
        id,
        Properties,
        DeletionPolicy,
      }),
    );
    expect(frozen).toEqual([
      {
        id: 'MetaAppsSecret',
        DeletionPolicy: 'Retain',
        Properties: {
          Name: 'metaport/test/meta-apps',
          Description:
            'the Meta apps whose webhooks we accept: {apps: [{appId, kind, appSecret, previousAppSecret?, previousUntil?}]}',
          KmsKeyId: 'DataKey.Arn',
          SecretString: '{"apps":[]}',
        },
      },
      {
        id: 'VerifyTokenSecret',
        DeletionPolicy: 'Retain',
        Properties: {
          Name: 'metaport/test/verify-token',
          Description:
            'the token that Meta echoes when it verifies the webhook URL; also the root of the paging cursors’ key',
          KmsKeyId: 'DataKey.Arn',
          GenerateSecretString: { ExcludePunctuation: true, PasswordLength: 64 },
        },
      },
    ]);
  });
});

describe('the customer key', () => {
  const [key] = resourcesOf(templates.State, 'AWS::KMS::Key');
  const statements = statementsIn(key?.Properties.KeyPolicy);

  it('turns every year and takes 30 days to go', () => {
    expect(key?.Properties).toMatchObject({ EnableKeyRotation: true, PendingWindowInDays: 30 });
    expect(key?.DeletionPolicy).toBe('Retain');
  });

  it('opens to nobody without a service, the topic or the sealing of tokens in between, administrators included', () => {
    const opens = statements.filter(({ Action }) =>
      Action.some((action) => /Decrypt|Encrypt|DataKey|\*$/.test(action)),
    );
    expect(opens.length).toBeGreaterThan(0);
    const fences = opens.map(({ Condition }) => Object.keys(Condition?.StringEquals ?? {}));
    const fence = /ViaService$|topicArn$|EncryptionContext:purpose$/;
    expect(fences.filter((keys) => !keys.some((name) => fence.test(name)))).toEqual([]);
    const direct = opens.filter(({ Condition }) => 'kms:EncryptionContext:purpose' in (Condition?.StringEquals ?? {}));
    expect(direct.map(({ Sid, Action, Condition }) => [Sid, Action, Condition])).toEqual([
      [
        'SealTokens',
        ['kms:Decrypt', 'kms:GenerateDataKey'],
        { StringEquals: { 'kms:EncryptionContext:purpose': 'token-vault' } },
      ],
    ]);
  });
});

describe('a stage that lives on one machine', () => {
  it('leaves nothing behind', () => {
    const policies = Object.values(local.State.Resources).map(({ DeletionPolicy }) => DeletionPolicy);
    expect(policies.length).toBeGreaterThan(0);
    expect(policies).not.toContain('Retain');
    const kept = resourcesOf(local.State, 'AWS::DynamoDB::Table').filter(
      ({ Properties }) => Properties.DeletionProtectionEnabled,
    );
    expect(kept).toEqual([]);
  });
});

describe('the HTTP API', () => {
  const routes = new Map(
    resourcesOf(templates.Service, 'AWS::ApiGatewayV2::Route').map(({ Properties }) => [
      Properties.RouteKey,
      Properties,
    ]),
  );
  const contract = functionNames.flatMap((name) => {
    const { trigger } = contractOf(name);
    return trigger.kind === 'http' ? Object.entries(trigger.routes) : [];
  });

  it('serves the routes of the contract and no other', () => {
    expect([...routes.keys()].sort()).toEqual(contract.map(([key]) => key).sort());
  });

  it.each(contract)('%s asks for %s', (key, access) => {
    const open = { AuthorizationType: 'NONE' };
    const guarded = { AuthorizationType: 'JWT', AuthorizationScopes: [`metaport/${access}`] };
    expect(routes.get(key)).toMatchObject(access === 'public' ? open : guarded);
  });

  it('trusts the stage’s issuer for the stage’s audience', () => {
    const [authorizer, ...others] = resourcesOf(templates.Service, 'AWS::ApiGatewayV2::Authorizer');
    expect(others).toEqual([]);
    expect(authorizer?.Properties.JwtConfiguration).toEqual({
      Issuer: 'https://issuer.example.com',
      Audience: ['metaport-test'],
    });
  });

  it('throttles every route, public ones by themselves, after the routes are there', () => {
    const [stage] = resourcesOf(templates.Service, 'AWS::ApiGatewayV2::Stage');
    expect(stage?.Properties.DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 });
    const open = contract.filter(([, access]) => access === 'public').map(([key]) => key);
    const own = stage?.Properties.RouteSettings as Record<string, unknown>;
    expect(Object.keys(own).sort()).toEqual(open.sort());
    expect(own['POST /webhooks/meta']).toEqual({ ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 });
    const ids = resourcesOf(templates.Service, 'AWS::ApiGatewayV2::Route').map(({ id }) => id);
    expect(ids.filter((id) => ![stage?.DependsOn ?? []].flat().some((one) => one.startsWith(id)))).toEqual([]);
  });

  it('logs who asked for which route, and no query string, header or body', () => {
    const [stage] = resourcesOf(templates.Service, 'AWS::ApiGatewayV2::Stage');
    const line = JSON.stringify(stage?.Properties.AccessLogSettings);
    for (const word of ['requestId', 'identity.sourceIp', 'routeKey', 'status', 'error.messageString'])
      expect(line).toContain(`$context.${word}`);
    expect(line).not.toMatch(/path|query|body|header|resourcePath|authorizer\.claims/i);
  });

  it('lets one permission a function cover all its routes', () => {
    const permissions = resourcesOf(templates.Service, 'AWS::Lambda::Permission').filter(
      ({ Properties }) => Properties.Principal === 'apigateway.amazonaws.com',
    );
    expect(permissions).toHaveLength(functionNames.filter((name) => contractOf(name).trigger.kind === 'http').length);
  });

  it('has its own door only where the stage has no domain', () => {
    const certificateArn = 'arn:aws:acm:eu-west-1:111122223333:certificate/00000000-0000-0000-0000-000000000000';
    const { Service } = synth(stageOf({ domain: { name: 'meta.example.com', certificateArn } }));
    const doorOf = (template: typeof Service) =>
      resourcesOf(template, 'AWS::ApiGatewayV2::Api').map(({ Properties }) => Properties.DisableExecuteApiEndpoint);
    expect([doorOf(Service), doorOf(templates.Service)]).toEqual([[true], [false]]);
    const [domain] = resourcesOf(Service, 'AWS::ApiGatewayV2::DomainName');
    expect(domain?.Properties.DomainNameConfigurations).toMatchObject([{ SecurityPolicy: 'TLS_1_2' }]);
    expect(Service.Outputs?.WebhookUrl?.Value).toBe('https://meta.example.com/webhooks/meta');
  });
});
