import type { QueueName } from '../contract/resources.ts';
import { type Clock, isoTime } from '../core/clock.ts';
import type { Blobs, SendOptions } from '../core/doors.ts';
import { Failure } from '../core/failure.ts';
import { limited } from '../core/limited.ts';
import type { AwsCalls } from './aws-calls.ts';
import { demandJson } from './aws-json.ts';
import { listAt, textAt } from './json-record.ts';
import { type AnyGroup, packGroups, packWhole } from './pack-groups.ts';
import { type BatchEntry, entriesOf, packBatches } from './pack-messages.ts';

/** What a sender stands on; `blobs` is opened only for an item that is too large to travel. */
export interface SenderDoors {
  readonly aws: () => AwsCalls;
  readonly urls: Readonly<Partial<Record<QueueName, string>>>;
  readonly blobs: () => Pick<Blobs, 'put'>;
  readonly clock: Clock;
}

/** Sends groups to a queue; resolves only after SQS accepted every part, else throws `Failure` `unavailable`. */
export type SendGroups = (
  queue: QueueName,
  groups: readonly AnyGroup[],
  options?: Omit<SendOptions, 'group'>,
) => Promise<void>;

/** Batches on their way at once, and blobs: a delivery of a thousand assets is a hundred batches. */
const atOnce = 8;

/** The one way into our queues. */
export function makeSender({ aws, urls, blobs, clock }: SenderDoors): SendGroups {
  return async (queue, groups, { firstSeenAt = isoTime(clock.now()), hops = 0, delaySeconds = 0 } = {}) => {
    const url = urls[queue];
    if (!url) throw new Failure('bug', `this function may not send to ${queue}`);
    const gate = limited(atOnce);
    const head = { firstSeenAt, hops };
    const messages = packWhole(groups, head) ?? (await packGroups(groups, { ...head, queue, blobs, gate }));
    const batches = packBatches(messages).map((batch) => entriesOf(batch, delaySeconds));
    await Promise.all(batches.map((entries) => gate(() => sendBatch(aws(), url, entries))));
  };
}

async function sendBatch(aws: AwsCalls, url: string, Entries: readonly BatchEntry[]): Promise<void> {
  const answer = await demandJson(aws, 'sqs', 'SendMessageBatch', { QueueUrl: url, Entries });
  // An entry counts as sent only when SQS says so: what it left out is as lost as what it refused.
  const missing = Entries.length - listAt(answer, 'Successful').length;
  if (missing === 0) return;
  const [refused] = listAt(answer, 'Failed');
  const code = textAt(refused, 'Code') || 'no answer';
  throw new Failure('unavailable', `sqs SendMessageBatch: ${missing} of ${Entries.length} refused, ${code}`);
}
