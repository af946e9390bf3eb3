import type { Env } from '../contract/env.ts';
import type { QueueFunction } from '../contract/function-types.ts';
import { contractOf } from '../contract/functions.ts';
import { type QueueLine, type QueueName, queues } from '../contract/resources.ts';
import { limited } from '../core/limited.ts';
import { type MessageFor, messages } from '../core/messages.ts';
import { envOf, type LambdaContext, lambdaMachine, type Machine, openOnce } from './machine.ts';
import { type BatchWork, openQueueDoors, type QueueWork } from './queue-doors.ts';
import { closeRecord, openRecord, type QueueRecord } from './settle-record.ts';
import { beginLine } from './telemetry.ts';
import { workItems } from './work-items.ts';

/** The part of Lambda's SQS event that we use. */
export interface QueueEvent {
  readonly Records: readonly QueueRecord[];
}

/** The records that Lambda shall leave in the queue. */
export interface QueueAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** What Lambda calls for a queue. */
export type QueueLambda = (event: QueueEvent, context: LambdaContext) => Promise<QueueAnswer>;

/** Items at once where their work says nothing: it is waiting for AWS, and order is the store's job. */
const usualAtOnce = 10;

/**
 * The entry of what a queue feeds: parses, works and settles item by item, or all items of a batch together.
 * `open` runs once a cold start.
 */
export function queueHandler<N extends QueueFunction>(
  name: N,
  open: (env: Env<N>) => QueueWork<MessageFor<N>> | BatchWork<MessageFor<N>>,
  machine?: Machine,
): QueueLambda;
export function queueHandler(
  name: QueueFunction,
  open: (env: Env<QueueFunction>) => QueueWork<unknown> | BatchWork<unknown>,
  machine: Machine = lambdaMachine,
): QueueLambda {
  const queue = sourceOf(name);
  const { [queue]: patience }: Readonly<Record<QueueName, QueueLine>> = queues;
  const opened = openOnce(() => {
    const env = envOf(name, machine);
    const { doors = openQueueDoors(env), atOnce = usualAtOnce, ...work } = open(env);
    return { work, doors, atOnce };
  });
  return async ({ Records }, context) => {
    const line = beginLine(machine, name, context.awsRequestId);
    const unit = { queue, patience, schema: messages[queue](), machine, line };
    const timeLeft = () => context.getRemainingTimeInMillis();
    try {
      const { work, doors, atOnce } = opened();
      const whole = { ...unit, doors, timeLeft, gate: limited(atOnce) };
      const records = await Promise.all(Records.map((record) => openRecord(record, whole)));
      const worked = await workItems(records, work, whole);
      const settled = await Promise.all(records.map((record, at) => closeRecord(record, worked[at] ?? [], whole)));
      const failed = settled.filter(({ kept }) => kept);
      line.fact('records', Records.length);
      const worst = settled.map(({ level }) => level);
      line.end(levels.findLast((level) => worst.includes(level)) ?? 'INFO', failed.length > 0 ? 'retry' : 'ack');
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    } catch (thrown) {
      const failure = line.failed(thrown);
      line.end('ERROR', failure.kind);
      throw failure;
    }
  };
}

const levels = ['INFO', 'WARN', 'ERROR'] as const;

function sourceOf(name: QueueFunction): QueueName {
  const { trigger } = contractOf(name);
  if (trigger.kind !== 'queue') throw new Error(`${name} is not fed by a queue`);
  return trigger.from;
}
