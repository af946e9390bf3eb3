import { Failure } from '../core/failure.ts';
import type { AwsCalls } from './aws-calls.ts';

/** The services that speak JSON: what stands before an operation's name, and the version in the content type. */
const protocols = {
  sqs: { target: 'AmazonSQS', version: '1.0' },
  dynamodb: { target: 'DynamoDB_20120810', version: '1.0' },
  secretsmanager: { target: 'secretsmanager', version: '1.1' },
  events: { target: 'AWSEvents', version: '1.1' },
  kms: { target: 'TrentService', version: '1.1' },
} as const;

/** What a JSON service answered; `error` is '' on success. */
export interface JsonAnswer {
  readonly error: string;
  readonly body: unknown;
}

/** Calls an operation; what AWS refuses for good is an answer with its error name. Throws `Failure` `unavailable`. */
export async function callJson(
  aws: AwsCalls,
  service: keyof typeof protocols,
  operation: string,
  input: unknown,
): Promise<JsonAnswer> {
  const { target, version } = protocols[service];
  const { error, body } = await aws({
    service,
    operation,
    method: 'POST',
    path: '/',
    headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': `${target}.${operation}` },
    body: Buffer.from(JSON.stringify(input)),
  });
  return { error, body: body.length > 0 ? parsed(body) : {} };
}

/** The same where no refusal is expected: one throws `Failure` `bug` with the name of AWS's error. */
export async function demandJson(...call: Parameters<typeof callJson>): Promise<unknown> {
  const { error, body } = await callJson(...call);
  if (error) throw refusal(call[1], call[2], error);
  return body;
}

/** A refusal that will not pass by itself: a missing grant, a wrong name. */
export const refusal = (service: string, operation: string, error: string) =>
  new Failure('bug', `${service} ${operation}: ${error}`);

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return {};
  }
}
