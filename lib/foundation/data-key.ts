import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { physicalName } from '../../lambdas/foundation/contract/resources.ts';
import { isLocal, type StageConfig } from './stage-config.ts';

const administration = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:RevokeGrant',
  'kms:RotateKeyOnDemand',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

/** The services that keep our data under the customer key; whoever uses it must come through one of them. */
export type KeyedService = 'dynamodb' | 's3' | 'secretsmanager' | 'sns';

/** `kms:ViaService` of a service in the stage's region. */
export const viaService = (config: StageConfig, service: KeyedService) => `${service}.${config.region}.amazonaws.com`;

/** The encryption context that `runtime/data-keys.ts` sends with every call. */
export const sealingTokens = { 'kms:EncryptionContext:purpose': 'token-vault' };

/**
 * The account manages the key without decrypting; an identity with a right of its own uses it through a service only, or
 * to seal tokens.
 */
function accountStatements(config: StageConfig): PolicyStatement[] {
  const everyone = [new AccountRootPrincipal()];
  const services: KeyedService[] = ['dynamodb', 's3', 'secretsmanager', 'sns'];
  const through = { 'kms:ViaService': services.map((service) => viaService(config, service)) };
  return [
    new PolicyStatement({ sid: 'Administer', principals: everyone, actions: administration, resources: ['*'] }),
    new PolicyStatement({
      sid: 'UseThroughServices',
      principals: everyone,
      actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      resources: ['*'],
      conditions: { StringEquals: through },
    }),
    // Tokens that are sealed in rows ask KMS directly; these words are in each call, and no service's own say them.
    new PolicyStatement({
      sid: 'SealTokens',
      principals: everyone,
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: { StringEquals: sealingTokens },
    }),
    // DynamoDB holds a grant of its own on the key of a table, made when the table is.
    new PolicyStatement({
      sid: 'LetServicesHoldGrants',
      principals: everyone,
      actions: ['kms:CreateGrant'],
      resources: ['*'],
      conditions: { StringEquals: through, Bool: { 'kms:GrantIsForAWSResource': true } },
    }),
  ];
}

/**
 * An alarm reaches an encrypted topic only if its sender may use the topic's key; it is dropped silently else. What
 * EventBridge sends carries no `aws:SourceAccount`, so the topic itself, SNS's encryption context, is the fence.
 */
function alarmStatements(scope: Construct, config: StageConfig): PolicyStatement[] {
  const topic = Stack.of(scope).formatArn({ service: 'sns', resource: physicalName.topic(config.stage) });
  const onlyTheTopic = { 'kms:EncryptionContext:aws:sns:topicArn': topic };
  const admit = (sid: string, service: string, condition: Readonly<Record<string, string>>) =>
    new PolicyStatement({
      sid,
      principals: [new ServicePrincipal(service)],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'],
      conditions: { StringEquals: { ...onlyTheTopic, ...condition } },
    });
  return [
    admit('LetAlarmsReachTheTopic', 'cloudwatch.amazonaws.com', { 'aws:SourceAccount': config.account }),
    admit('LetKeyEventsReachTheTopic', 'events.amazonaws.com', {}),
  ];
}

/** The stage's one customer key: rotated yearly, 30 days between deleting and gone. $1 a month. */
export function dataKey(scope: Construct, config: StageConfig): Key {
  return new Key(scope, 'DataKey', {
    alias: `metaport-${config.stage}`,
    description: `${Stack.of(scope).stackName}: tables, blobs, secrets and the alarm topic`,
    enableKeyRotation: true,
    pendingWindow: Duration.days(30),
    removalPolicy: isLocal(config) ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    policy: new PolicyDocument({ statements: [...accountStatements(config), ...alarmStatements(scope, config)] }),
  });
}
