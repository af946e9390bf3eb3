import type { Clock } from '../foundation/core/clock.ts';
import { Failure } from '../foundation/core/failure.ts';
import type { OutboundMessage } from '../foundation/store/outbound-messages.ts';
import type { MessageSpeaker, MessageSpeakers } from './message-speakers.ts';
import { suspectQuietly } from './speak-for.ts';

/** Tokens that a worker has given up, by who speaks with them, and what Meta said of each. */
export type GivenUp = Map<string, Failure>;

/** What judging a refused token may touch. */
export interface TokenDoors {
  readonly speakers: Pick<MessageSpeakers, 'suspect'>;
  readonly clock: Clock;
  /** Kept for one run of a worker; absent where only one message is sent. */
  readonly givenUp?: GivenUp | undefined;
}

/** How often one message waits for a living token. */
const mostWaits = 3;

/** Milliseconds, and up to as much more by chance. Ours to choose: care looks within seconds, and drops a dead token. */
const waitMs = 30_000;

/**
 * What a refusal by Meta comes to where it is the token that Meta refuses: the connection is looked at, and the message
 * waits (`retryAt`), for care takes the dead token away and often there is another. After its third wait it ends with
 * what Meta said. Other refusals are given back as they are.
 */
export async function tokenRefused(
  failure: Failure,
  { tokenRefusals = 0 }: Pick<OutboundMessage, 'tokenRefusals'>,
  speaker: MessageSpeaker,
  { speakers, clock, givenUp }: TokenDoors,
): Promise<Failure> {
  const { kind, message, meta } = failure;
  if (kind !== 'connection-revoked') return failure;
  await suspectQuietly(speaker, speakers);
  if (tokenRefusals >= mostWaits) {
    givenUp?.set(voiceOf(speaker), failure);
    return failure;
  }
  const retryAt = Math.ceil(clock.now() + waitMs * (1 + clock.chance()));
  return new Failure(kind, message, { retryAt, cause: failure, ...(meta && { meta }) });
}

/** The same for what was thrown on the way to a call. */
export async function throwRefused(
  thrown: unknown,
  row: Pick<OutboundMessage, 'tokenRefusals'>,
  speaker: MessageSpeaker,
  doors: TokenDoors,
): Promise<never> {
  throw thrown instanceof Failure ? await tokenRefused(thrown, row, speaker, doors) : thrown;
}

/** Throws what Meta said of a token that this worker has given up: what stands behind would only wait for it again. */
export function demandNotGivenUp(speaker: MessageSpeaker, { givenUp }: Pick<TokenDoors, 'givenUp'>): void {
  const failure = givenUp?.get(voiceOf(speaker));
  if (failure) throw failure;
}

const voiceOf = ({ connection, holder, account }: MessageSpeaker) => `${connection.id}/${holder}/${account}`;

/** Whether it waits for another token; where nobody speaks for an account there is nothing to wait for. */
export const waitsForToken = ({ kind, retryAt }: Failure) => kind === 'connection-revoked' && retryAt !== undefined;
