import type { Env } from '../contract/env.ts';
import type { SendsOf } from '../contract/function-types.ts';
import type { FunctionName } from '../contract/functions.ts';
import type { QueueName } from '../contract/resources.ts';
import { systemClock } from '../core/clock.ts';
import type { GroupOutbox } from '../core/doors.ts';
import { awsOfProcess } from './aws-calls.ts';
import { makeBlobs } from './blobs.ts';
import { demandBucket } from './demand-line.ts';
import { makeSender, type SendGroups } from './queue-sender.ts';

/** What of a function's environment its sends need. */
export interface SendingEnv {
  readonly queueUrl: Readonly<Partial<Record<QueueName, string>>>;
  readonly blobsBucket?: string;
}

/** The sender of a function; only an item over 200 kB opens the blobs bucket. */
export const openSender = ({ queueUrl, blobsBucket }: SendingEnv): SendGroups =>
  makeSender({
    aws: awsOfProcess,
    urls: queueUrl,
    blobs: () => makeBlobs(awsOfProcess, demandBucket(blobsBucket)),
    clock: systemClock,
  });

/** The queues that a function's line names, and no other. */
export function openOutbox<N extends FunctionName>(env: Env<N>): GroupOutbox<SendsOf<N>>;
export function openOutbox(env: SendingEnv): GroupOutbox {
  return makeOutbox(openSender(env));
}

/** Typed sends over a sender. */
export const makeOutbox = (send: SendGroups): GroupOutbox => ({
  send: (queue, items, { group, ...options } = {}) => send(queue, [{ group, items }], options),
  sendGroups: (queue, groups, options) => send(queue, groups, options),
});
