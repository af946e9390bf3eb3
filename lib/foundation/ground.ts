import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import {
  physicalName,
  type QueueName,
  queues,
  type SecretName,
  secrets,
  type TableName,
  tables,
} from '../../lambdas/foundation/contract/resources.ts';
import { bundledCode, type CodeOf } from './bundled-code.ts';
import { dataKey } from './data-key.ts';
import { HttpEntrance } from './http-entrance.ts';
import { blobsBucket, fate, type QueuePair, queuePair, secret, table } from './kept.ts';
import { made, namesOf } from './names-of.ts';
import type { StageConfig } from './stage-config.ts';

/** What lasts: everything that holds data, made from the contract's tables. */
export interface State {
  readonly config: StageConfig;
  readonly key: Key;
  readonly table: (name: TableName) => Table;
  readonly queue: (name: QueueName) => QueuePair;
  readonly secret: (name: SecretName) => CfnSecret;
  readonly blobs: Bucket;
  readonly bus: EventBus;
}

/** What every function stands on: the state, the HTTP API, and the way its code is had. */
export interface Ground extends State {
  readonly entrance: HttpEntrance;
  readonly codeOf: CodeOf;
}

/** Makes all that holds data in `scope`, the State stack. */
export function makeState(scope: Construct, config: StageConfig): State {
  const key = dataKey(scope, config);
  const bus = new EventBus(scope, 'Bus', {
    eventBusName: physicalName.bus(config.stage),
    description: 'What happened at Meta, for subscribers outside this stack',
  });
  bus.applyRemovalPolicy(fate(config));
  return {
    config,
    key,
    table: made(namesOf(tables), (name) => table(scope, name, key, config)),
    queue: made(namesOf(queues), (name) => queuePair(scope, name, config)),
    secret: made(namesOf(secrets), (name) => secret(scope, name, key, config)),
    blobs: blobsBucket(scope, key, config),
    bus,
  };
}

/** Makes the HTTP API in `scope`, the Service stack, on top of the state. */
export function makeGround(scope: Construct, state: State, codeOf: CodeOf = bundledCode): Ground {
  return { ...state, entrance: new HttpEntrance(scope, state.config), codeOf };
}
