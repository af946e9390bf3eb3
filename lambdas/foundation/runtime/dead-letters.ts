import type { QueueName } from '../contract/resources.ts';
import { isoTime } from '../core/clock.ts';
import type { Blobs, DeadLetter, DeadLetters } from '../core/doors.ts';
import { asFailure, Failure } from '../core/failure.ts';
import { type AwsCalls, awsOfProcess } from './aws-calls.ts';
import { demandJson } from './aws-json.ts';
import { makeBlobs } from './blobs.ts';
import { checkOut } from './claim-checks.ts';
import { isRecord, listAt, textAt } from './json-record.ts';
import { readEnvelope } from './read-envelope.ts';

/** Seconds for which a taken letter is hidden: longer than the schedule's function may run. */
const hiddenSeconds = 120;

/** What emptying DLQs stands on. */
export interface DeadLetterDoors {
  readonly aws: () => AwsCalls;
  readonly urls: Readonly<Partial<Record<QueueName, string>>>;
  readonly blobs: () => Pick<Blobs, 'get'>;
}

/** The DLQs of a function that drains them. */
export const openDeadLetters = (env: {
  readonly dlqUrl: Readonly<Record<QueueName, string>>;
  readonly blobsBucket: string;
}): DeadLetters =>
  makeDeadLetters({ aws: awsOfProcess, urls: env.dlqUrl, blobs: () => makeBlobs(awsOfProcess, env.blobsBucket) });

/** DLQs in SQS. */
export function makeDeadLetters({ aws, urls, blobs }: DeadLetterDoors): DeadLetters {
  const urlOf = (queue: QueueName) => {
    const url = urls[queue];
    if (!url) throw new Failure('bug', `this function may not drain ${queue}`);
    return url;
  };
  return {
    async take(queue) {
      const answer = await demandJson(aws(), 'sqs', 'ReceiveMessage', {
        QueueUrl: urlOf(queue),
        MaxNumberOfMessages: 10,
        VisibilityTimeout: hiddenSeconds,
        MessageSystemAttributeNames: ['SentTimestamp'],
      });
      return Promise.all(listAt(answer, 'Messages').map((message) => letterOf(message, blobs)));
    },
    async remove(queue, { handle }) {
      await demandJson(aws(), 'sqs', 'DeleteMessage', { QueueUrl: urlOf(queue), ReceiptHandle: handle });
    },
  };
}

async function letterOf(message: unknown, blobs: () => Pick<Blobs, 'get'>): Promise<DeadLetter> {
  const body = textAt(message, 'Body');
  const envelope = readEnvelope(body);
  const attributes = isRecord(message) ? message.Attributes : undefined;
  const items = envelope ? envelope.items : [body];
  return {
    messageId: textAt(message, 'MessageId'),
    handle: textAt(message, 'ReceiptHandle'),
    firstSeenAt: envelope?.firstSeenAt ?? isoTime(Number(textAt(attributes, 'SentTimestamp'))),
    items: await Promise.all(items.map((item) => checkedOut(item, blobs))),
  };
}

/** A claim check whose blob is lost stays what it is: the letter must still be parked. */
async function checkedOut(item: unknown, blobs: () => Pick<Blobs, 'get'>): Promise<unknown> {
  try {
    return await checkOut(item, blobs);
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (failure.kind === 'not-found') return item;
    throw failure;
  }
}
