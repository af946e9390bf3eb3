import { Failure } from '../foundation/core/failure.ts';
import { type FailureKind, verdicts } from '../foundation/core/verdicts.ts';
import type { OutboundMessage } from '../foundation/store/outbound-messages.ts';
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

/** The refusal of a message, with its id, so that its caller finds it. */
export function failureAgain({ id, failure }: OutboundMessage, cause?: Failure): Failure {
  const { kind, message = 'it could not be sent', code, subcode, fbtraceId } = failure ?? {};
  const meta = {
    ...(code !== undefined && { code }),
    ...(subcode !== undefined && { subcode }),
    ...(fbtraceId && { fbtraceId }),
  };
  const known = isKind(kind) ? kind : 'bug';
  return new Failure(known, `${message} (message ${id})`, { cause, meta, retryAt: cause?.retryAt });
}

const isKind = (kind: string | undefined): kind is FailureKind => kind !== undefined && Object.hasOwn(verdicts, kind);
