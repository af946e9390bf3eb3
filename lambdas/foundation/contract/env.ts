import type { QueueFunction, SecretsOf, SendsOf, TablesOf } from './function-types.ts';
import { contractOf, type FunctionName, type functions } from './functions.ts';
import { type QueueName, queueNames, type SecretName, type TableName } from './resources.ts';

const shout = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/** The only place where an environment variable gets its name. */
export const envName = {
  stage: 'STAGE',
  table: (name: TableName) => `${shout(name)}_TABLE_NAME`,
  queue: (name: QueueName) => `${shout(name)}_QUEUE_URL`,
  dlq: (name: QueueName) => `${shout(name)}_DLQ_URL`,
  secret: (name: SecretName) => `${shout(name)}_SECRET_ARN`,
  blobs: 'BLOBS_BUCKET_NAME',
  bus: 'BUS_NAME',
  settings: 'SETTINGS',
  publicUrl: 'PUBLIC_URL',
  tokenKey: 'TOKEN_KEY_ARN',
} as const;

/**
 * What a stage decides for the code, as one JSON variable: how long events are kept (days, at least 8, the longest
 * time over which Meta redelivers, `meta-platform` §7), which claim names the workspace and what stands before a scope.
 */
export interface Settings {
  readonly retentionDays: number;
  /** Whole days a conversation is kept after its last change, at least 8. */
  readonly messageDays: number;
  /** Meta gave this stage's apps the feature Human Agent (App Review). */
  readonly humanAgent: boolean;
  readonly workspaceClaim: string;
  readonly scopePrefix: string;
  /** Where Meta's APIs are: `https://graph.facebook.com`; the simulator's origin in stage `local`, and only there. */
  readonly graphOrigin: string;
  /** Bare origins to which a person may be sent back after a consent. */
  readonly returnOrigins: readonly string[];
  /** Where new tokens are sealed; tokens sealed by the other adapter are still opened. */
  readonly vault: 'secrets-manager' | 'envelope';
}

/** The environment of function `N`, typed by its line: what it did not declare does not compile. */
export interface Env<N extends FunctionName> {
  readonly name: N;
  readonly stage: string;
  readonly settings: Settings;
  readonly tableName: Readonly<Record<TablesOf<N>, string>>;
  readonly queueUrl: Readonly<Record<SendsOf<N>, string>>;
  readonly secretArn: Readonly<Record<SecretsOf<N>, string>>;
  readonly blobsBucket: (typeof functions)[N] extends { blobs: object } ? string : undefined;
  readonly busName: (typeof functions)[N] extends { announces: true } ? string : undefined;
  readonly dlqUrl: (typeof functions)[N] extends { dlqs: 'drain' } ? Readonly<Record<QueueName, string>> : undefined;
  /** The API's own origin, without a slash at its end. */
  readonly publicUrl: (typeof functions)[N] extends { publicUrl: true } ? string : undefined;
  /** The customer key under which tokens are sealed. */
  readonly tokenKeyArn: (typeof functions)[N] extends { tokens: string } ? string : undefined;
  readonly sourceQueue: N extends QueueFunction ? QueueName : undefined;
}

/** The queues a line may send to, its own source included. */
export function sendsOf(name: FunctionName): readonly QueueName[] {
  const { trigger, sends = [] } = contractOf(name);
  return trigger.kind === 'queue' ? [...new Set([trigger.from, ...sends])] : sends;
}

/** Every variable that `name` needs, in one flat list: what the construct sets and what the code reads. */
export function variablesOf(name: FunctionName): readonly string[] {
  const line = contractOf(name);
  return [
    envName.stage,
    envName.settings,
    ...Object.keys(line.tables ?? {}).map((table) => envName.table(table as TableName)),
    ...sendsOf(name).map(envName.queue),
    ...(line.secrets ?? []).map(envName.secret),
    ...(line.blobs ? [envName.blobs] : []),
    ...(line.announces ? [envName.bus] : []),
    ...(line.dlqs ? queueNames.map(envName.dlq) : []),
    ...(line.publicUrl ? [envName.publicUrl] : []),
    ...(line.tokens ? [envName.tokenKey] : []),
  ];
}

/** Reads the whole environment once; throws one `Error` that lists all missing names together. */
export function readEnv<N extends FunctionName>(name: N, source: Readonly<Record<string, string | undefined>>): Env<N> {
  const line = contractOf(name);
  const missing = variablesOf(name).filter((variable) => !source[variable]);
  if (missing.length > 0) throw new Error(`${name} started without ${missing.join(', ')}`);
  const read = (variable: string) => source[variable] ?? '';
  const pick = <K extends string>(keys: readonly K[], variable: (key: K) => string) =>
    Object.fromEntries(keys.map((key) => [key, read(variable(key))]));
  return {
    name,
    stage: read(envName.stage),
    settings: JSON.parse(read(envName.settings)) as Settings,
    tableName: pick(Object.keys(line.tables ?? {}) as TableName[], envName.table),
    queueUrl: pick(sendsOf(name), envName.queue),
    secretArn: pick(line.secrets ?? [], envName.secret),
    blobsBucket: line.blobs ? read(envName.blobs) : undefined,
    busName: line.announces ? read(envName.bus) : undefined,
    dlqUrl: line.dlqs ? pick(queueNames, envName.dlq) : undefined,
    publicUrl: line.publicUrl ? read(envName.publicUrl) : undefined,
    tokenKeyArn: line.tokens ? read(envName.tokenKey) : undefined,
    sourceQueue: line.trigger.kind === 'queue' ? line.trigger.from : undefined,
  } as unknown as Env<N>;
}
