import { Failure } from '../foundation/core/failure.ts';
import type { OutboundMessage } from '../foundation/store/outbound-messages.ts';
import { adviceOnRefusal } from './failure-advice.ts';
import { failureKept } from './kept-failure.ts';
import { wakeLane } from './leave-lane.ts';
import type { DrainDoors } from './send-doors.ts';

/**
 * What a request gets whose key was used before: the message as it stands, and a worker for it while it is not final.
 * Throws `Failure` `conflict` when the key was used with another body, and again what the message was refused with.
 */
export async function answerAgain(
  standing: OutboundMessage,
  bodyHash: string,
  doors: Pick<DrainDoors, 'outbox' | 'clock'>,
): Promise<OutboundMessage> {
  if (standing.bodyHash !== bodyHash) {
    throw new Failure('conflict', 'this Idempotency-Key was used with another body');
  }
  if (standing.state === 'failed') throw failureAgain(standing);
  if (standing.settledAt === null) await wakeLane(standing, doors.clock.now(), doors);
  return standing;
}

/**
 * Why a message is kept as `failed`, as its caller is told of it: by the first answer as by each later one. The key is
 * used up, so nothing of it invites to ask again; `cause` is for the log of the first one.
 */
export function failureAgain({ id, failure, channel }: OutboundMessage, cause?: Failure): Failure {
  const known = failure ?? { kind: 'bug', message: 'it could not be sent' };
  const kept = { messageId: id, advice: adviceOnRefusal(known, channel) };
  return failureKept({ ...known, message: `${known.message} (message ${id})` }, { cause, kept });
}
