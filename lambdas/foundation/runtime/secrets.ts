import type { Env } from '../contract/env.ts';
import type { SecretsOf } from '../contract/function-types.ts';
import type { FunctionName } from '../contract/functions.ts';
import type { SecretName } from '../contract/resources.ts';
import { type Clock, systemClock } from '../core/clock.ts';
import type { MetaApp, Secrets } from '../core/doors.ts';
import { Failure } from '../core/failure.ts';
import { type AwsCalls, awsOfProcess } from './aws-calls.ts';
import { callJson, refusal } from './aws-json.ts';
import { isRecord, listAt, textAt } from './json-record.ts';

/** Milliseconds for which a value is trusted, and between two reads that mismatches may cause. */
const cacheMs = 5 * 60_000;
const freshMs = 60_000;

/** What a function's secrets stand on. */
export interface SecretDoors {
  readonly aws: () => AwsCalls;
  readonly arns: Readonly<Partial<Record<SecretName, string>>>;
  readonly clock: Clock;
}

/** The secrets that a function's line names, and no other. */
export function openSecrets<N extends FunctionName>(env: Env<N>): Pick<Secrets, SecretsOf<N>>;
export function openSecrets(env: { readonly secretArn: Readonly<Partial<Record<SecretName, string>>> }): Secrets {
  return makeSecrets({ aws: awsOfProcess, arns: env.secretArn, clock: systemClock });
}

/** Secrets in Secrets Manager. */
export function makeSecrets({ aws, arns, clock }: SecretDoors): Secrets {
  return {
    metaApps: remembered(clock, async () => appsIn(await read(aws(), arns, 'metaApps'))),
    verifyToken: remembered(clock, () => read(aws(), arns, 'verifyToken')),
  };
}

/** Remembers a value for 5 minutes; a failed reading is forgotten, yet it counts as the minute's one fresh reading. */
function remembered<T>(clock: Clock, load: () => Promise<T>) {
  let known: { readonly value: Promise<T>; readonly readAt: number } | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  return async ({ fresh = false }: { readonly fresh?: boolean } = {}): Promise<T> => {
    const now = clock.now();
    if (known && now - known.readAt < cacheMs && !(fresh && now - triedAt >= freshMs)) return known.value;
    triedAt = now;
    const value = load();
    const reading = { value, readAt: now };
    const before = known;
    known = reading;
    try {
      return await value;
    } catch (error) {
      if (known === reading) known = before;
      throw error;
    }
  };
}

async function read(aws: AwsCalls, arns: SecretDoors['arns'], name: SecretName): Promise<string> {
  const { error, body } = await callJson(aws, 'secretsmanager', 'GetSecretValue', { SecretId: arns[name] });
  if (error === 'ResourceNotFoundException') throw new Failure('misconfigured', `the secret ${name} has no value`);
  if (error) throw refusal('secretsmanager', 'GetSecretValue', error);
  const value = textAt(body, 'SecretString');
  if (!value) throw new Failure('misconfigured', `the secret ${name} is empty`);
  return value;
}

function appsIn(text: string): readonly MetaApp[] {
  const value = parse(text);
  const apps = listAt(value, 'apps');
  if (!isRecord(value) || !Array.isArray(value.apps) || !apps.every(isApp)) {
    throw new Failure('misconfigured', 'the secret metaApps is not {"apps": [...]} as the contract has it');
  }
  return apps.filter(isApp);
}

function isApp(value: unknown): value is MetaApp {
  if (!isRecord(value) || (value.kind !== 'facebook' && value.kind !== 'instagram')) return false;
  const optional = [value.previousAppSecret, value.previousUntil];
  const texts = textAt(value, 'appId') !== '' && textAt(value, 'appSecret') !== '';
  return texts && optional.every((one) => one === undefined || typeof one === 'string');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
