import { type Clock, isoTime, systemClock } from '../core/clock.ts';
import { Failure } from '../core/failure.ts';
import { type AwsCredentials, sha256Hex, signed } from './aws-signature.ts';
import { exchange, type RawAnswer } from './aws-socket.ts';
import { isRecord, textAt } from './json-record.ts';
import { openOnce } from './machine.ts';

/** Where AWS is and who we are. `endpoint` replaces every service's own address (an emulator, a test). */
export interface AwsSettings {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials: () => AwsCredentials | Promise<AwsCredentials>;
  readonly clock: Clock;
}

/** One request to one service; `bucket` is S3's alone, `path` percent-encoded, header names in lower case. */
export interface AwsRequest {
  readonly service: 'sqs' | 'dynamodb' | 'secretsmanager' | 'events' | 'kms' | 's3';
  readonly bucket?: string;
  readonly operation: string;
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What came back. `error` is AWS's short error name, '' on success. */
export interface AwsAnswer {
  readonly status: number;
  readonly error: string;
  readonly body: Buffer;
}

/**
 * One signed call. What may pass is tried three times; then, or when AWS cannot be reached, it throws `Failure`
 * `unavailable`. Any other refusal is an answer, for the caller to judge.
 */
export type AwsCalls = (request: AwsRequest) => Promise<AwsAnswer>;

const mostTries = 3;

/** Milliseconds before the second try, doubled before the third, halved by chance. */
const firstPause = 60;

/** Errors that pass by themselves although their status is below 500, by the error lists of the four services. */
const passing =
  /Throttl|TooManyRequests|SlowDown|RequestLimitExceeded|ThroughputExceeded|RequestTimeout$|RequestTimeoutException|TransactionConflict|TransactionInProgress|OverLimit|KMSInternal|PriorRequestNotComplete/;

/**
 * Signed calls to AWS over `node:https`. The SDK's clients for SQS, DynamoDB, S3 and EventBridge bundle to 606 kB and a
 * cold start of several times this module's; all of their calls that we make are one POST of JSON, or S3's three verbs.
 * Unlike the SDK it does not pass Lambda's trace header on, so a deferred copy is never taken for a recursion.
 */
export function makeAws(settings: AwsSettings): AwsCalls {
  return async (request) => {
    const origin = originOf(request, settings);
    for (let attempt = 1; ; attempt += 1) {
      const answer = await once(request, origin, settings);
      if (answer instanceof Error) {
        if (attempt === mostTries) throw refused(request, 'unreachable', answer);
      } else {
        const error = answer.status < 300 ? '' : errorOf(answer);
        if (!mayPass(answer.status, error)) return { status: answer.status, error, body: answer.body };
        if (attempt === mostTries) throw refused(request, error);
      }
      await pause(firstPause * 2 ** (attempt - 1) * (0.5 + settings.clock.chance() / 2));
    }
  };
}

/** This Lambda process, by the variables that Lambda sets. */
export const settingsOfProcess = openOnce(
  (): AwsSettings => ({
    region: process.env.AWS_REGION ?? '',
    endpoint: process.env.AWS_ENDPOINT_URL,
    credentials: () => ({
      accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? '',
      sessionToken: process.env.AWS_SESSION_TOKEN,
    }),
    clock: systemClock,
  }),
);

/** The calls of this Lambda process. */
export const awsOfProcess = openOnce(() => makeAws(settingsOfProcess()));

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const mayPass = (status: number, error: string) =>
  status >= 500 || status === 429 || (error !== '' && passing.test(error));

const refused = ({ service, operation }: AwsRequest, error: string, cause?: unknown) =>
  new Failure('unavailable', `${service} ${operation}: ${error}`, { cause });

/** Where a request goes. A bucket stands in the host name, but an emulator has only one host. */
export function originOf(
  { service, bucket }: Pick<AwsRequest, 'service' | 'bucket'>,
  { endpoint, region }: Pick<AwsSettings, 'endpoint' | 'region'>,
): URL {
  if (endpoint) return new URL(endpoint);
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return new URL(`https://${bucket ? `${bucket}.` : ''}${service}.${region}.${domain}`);
}

async function once(request: AwsRequest, origin: URL, settings: AwsSettings): Promise<RawAnswer | Error> {
  const { service, method, body } = request;
  const path = request.bucket && settings.endpoint ? `/${request.bucket}${request.path}` : request.path;
  const scope = { service, region: settings.region, at: isoTime(settings.clock.now()) };
  const headers: Record<string, string> = { ...request.headers, host: origin.host };
  if (service === 's3') headers['x-amz-content-sha256'] = sha256Hex(body);
  const toSign = { method, path, headers, body };
  try {
    const credentials = await settings.credentials();
    const length = { 'content-length': String(body.byteLength) };
    return await exchange({
      origin,
      method,
      path,
      headers: { ...signed(toSign, credentials, scope), ...length },
      body,
    });
  } catch (error) {
    return error instanceof Error ? error : new Error('no answer');
  }
}

/** The name of an error: a header, a member of the JSON, or an element of S3's XML. */
function errorOf({ headers, body }: RawAnswer): string {
  const header = headers()['x-amzn-errortype'];
  const named = typeof header === 'string' ? header : typeIn(body.toString('utf8'));
  return named.replace(/^.*#|:.*$/g, '') || 'unnamed error';
}

function typeIn(text: string): string {
  if (text.startsWith('<')) return /<Code>([^<]+)</.exec(text)?.[1] ?? '';
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? textAt(parsed, '__type') || textAt(parsed, 'code') : '';
  } catch {
    return '';
  }
}
