import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { sendsOf } from '../../lambdas/foundation/contract/env.ts';
import type { BlobRight, FunctionContract } from '../../lambdas/foundation/contract/function-line.ts';
import { contractOf, type FunctionName } from '../../lambdas/foundation/contract/functions.ts';
import {
  type BlobPrefix,
  blobPrefixes,
  dueIndex,
  physicalName,
  queues,
} from '../../lambdas/foundation/contract/resources.ts';
import { type KeyedService, sealingTokens, viaService } from './data-key.ts';
import type { State } from './ground.ts';
import { namesOf } from './names-of.ts';

const reads = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:ConditionCheckItem'];
const writes = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:BatchWriteItem'];

const tableActions = { read: reads, readWrite: [...reads, ...writes] } as const;
const blobActions: Readonly<Record<BlobRight, readonly string[]>> = {
  read: ['s3:GetObject'],
  write: ['s3:PutObject'],
  delete: ['s3:DeleteObject'],
  readWrite: ['s3:GetObject', 's3:PutObject'],
  readWriteDelete: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
};

const allow = (sid: string, actions: readonly string[], ...resources: string[]) =>
  new PolicyStatement({ sid, actions: [...actions], resources });

/** Partition keys begin with the entity's name. `Null` as well: a request without leading keys would pass otherwise. */
function onlyRowsOf(entities: readonly string[], statement: PolicyStatement): PolicyStatement {
  const keys = entities.map((entity) => `${entity}#*`);
  statement.addCondition('ForAllValues:StringLike', { 'dynamodb:LeadingKeys': keys });
  statement.addCondition('Null', { 'dynamodb:LeadingKeys': 'false' });
  return statement;
}

function tableStatements({ tables = {}, entities = {}, due }: FunctionContract, state: State): PolicyStatement[] {
  const onTables = namesOf(tables).map((name) => {
    const statement = allow(`Table${name}`, tableActions[tables[name] ?? 'read'], state.table(name).tableArn);
    const { [name]: some } = entities;
    return some ? onlyRowsOf(some, statement) : statement;
  });
  const index = `${state.table('state').tableArn}/index/${dueIndex.name}`;
  return [...onTables, ...(due ? [allow('Due', ['dynamodb:Query'], index)] : [])];
}

function queueStatements(name: FunctionName, state: State): PolicyStatement[] {
  const { trigger, dlqs } = contractOf(name);
  const sends = sendsOf(name).map((queue) => state.queue(queue).queue.queueArn);
  const receive = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
  return [
    ...(sends.length > 0 ? [allow('Send', ['sqs:SendMessage'], ...sends)] : []),
    ...(trigger.kind === 'queue'
      ? [allow('Work', [...receive, 'sqs:ChangeMessageVisibility'], state.queue(trigger.from).queue.queueArn)]
      : []),
    ...(dlqs ? [allow('Drain', receive, ...namesOf(queues).map((queue) => state.queue(queue).dlq.queueArn))] : []),
  ];
}

/** Objects under one prefix. Built from the physical name, so that a policy says in plain text what it opens. */
const objectsUnder = (prefix: BlobPrefix, { config }: State) =>
  `arn:aws:s3:::${physicalName.blobs(config.stage, config.account, config.region)}/${blobPrefixes[prefix]}*`;

/** The secrets of sealed tokens; the six signs behind a name's dash are Secrets Manager's own. */
const tokenSecrets = ({ config: { stage, account, region } }: State) =>
  `arn:aws:secretsmanager:${region}:${account}:secret:${physicalName.tokenSecrets(stage)}*`;

/** A resource with a wildcard in a function's policy, and why it has one. */
export interface Wildcard {
  readonly resource: string;
  readonly reason: string;
}

/** The prefixes under which `name` may touch what IAM cannot name before it exists. */
export function wildcardsOf(name: FunctionName, state: State): readonly Wildcard[] {
  const { blobs = {}, tokens } = contractOf(name);
  const object = 'One prefix of the blobs bucket, which the manifest names: IAM knows no object before it exists.';
  const secret = 'The prefix under which tokens are sealed, one secret each: IAM knows no secret before it exists.';
  return [
    ...namesOf(blobs).map((prefix) => ({ resource: objectsUnder(prefix, state), reason: object })),
    ...(tokens ? [{ resource: tokenSecrets(state), reason: secret }] : []),
  ];
}

/** Whether a line's function may also seal and wipe tokens, not only open them. */
const sealsTokens = ({ tokens, tables }: FunctionContract) => tokens !== undefined && tables?.vault === 'readWrite';

/** Both adapters of the vault, whichever seals today: what the other one sealed is still opened and wiped. */
function tokenStatements(line: FunctionContract, state: State): PolicyStatement[] {
  if (line.tokens === undefined) return [];
  const [seals, onSecrets, onKey] = [sealsTokens(line), 'secretsmanager:GetSecretValue', 'kms:Decrypt'];
  const more = seals ? ['secretsmanager:CreateSecret', 'secretsmanager:DeleteSecret'] : [];
  const key = allow('KeyTokens', seals ? [onKey, 'kms:GenerateDataKey'] : [onKey], state.key.keyArn);
  key.addCondition('StringEquals', sealingTokens);
  return [allow('Tokens', [onSecrets, ...more], tokenSecrets(state)), key];
}

const blobStatements = (line: FunctionContract, state: State) =>
  namesOf(line.blobs ?? {}).map((prefix) =>
    allow(`Blobs${prefix}`, blobActions[line.blobs?.[prefix] ?? 'read'], objectsUnder(prefix, state)),
  );

/** The customer key, only through the services that this function uses, and only in the direction it uses them. */
function keyStatements(line: FunctionContract, state: State): PolicyStatement[] {
  const rights = Object.values(line.blobs ?? {});
  const seals = rights.some((right) => right !== 'read');
  const opens = rights.some((right) => right !== 'write');
  const tableRights = Object.values(line.tables ?? {});
  const needs: readonly [KeyedService, readonly string[]][] = [
    [
      'dynamodb',
      [
        ...(tableRights.length > 0 ? ['kms:Decrypt', 'kms:DescribeKey'] : []),
        ...(tableRights.includes('readWrite') ? ['kms:Encrypt', 'kms:GenerateDataKey'] : []),
      ],
    ],
    [
      'secretsmanager',
      [...(line.secrets || line.tokens ? ['kms:Decrypt'] : []), ...(sealsTokens(line) ? ['kms:GenerateDataKey'] : [])],
    ],
    ['s3', [...(seals ? ['kms:GenerateDataKey'] : []), ...(opens ? ['kms:Decrypt'] : [])]],
  ];
  return needs
    .filter(([, actions]) => actions.length > 0)
    .map(([service, actions]) => {
      const statement = allow(`Key${service}`, actions, state.key.keyArn);
      statement.addCondition('StringEquals', { 'kms:ViaService': viaService(state.config, service) });
      return statement;
    });
}

/** Everything that function `name` may do besides writing its log: what its line in the manifest says, and no more. */
export function statementsOf(name: FunctionName, state: State): PolicyStatement[] {
  const line = contractOf(name);
  const { secrets = [] } = line;
  return [
    ...tableStatements(line, state),
    ...queueStatements(name, state),
    ...blobStatements(line, state),
    ...(secrets.length > 0
      ? [allow('Secrets', ['secretsmanager:GetSecretValue'], ...secrets.map((secret) => state.secret(secret).ref))]
      : []),
    ...(line.announces ? [allow('Announce', ['events:PutEvents'], state.bus.eventBusArn)] : []),
    ...keyStatements(line, state),
    ...tokenStatements(line, state),
  ];
}
