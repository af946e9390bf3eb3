import { hash } from 'node:crypto';
import { isoTime } from '../foundation/core/clock.ts';
import { Failure } from '../foundation/core/failure.ts';
import type { OutboundMessage } from '../foundation/store/outbound-messages.ts';
import { answerAgain } from './answer-again.ts';
import { accountOf, judged, type ReadyCall, readyCall } from './call-meta.ts';
import { checkContent } from './check-content.ts';
import { findTarget, keptTarget, type Target, type TargetDoors } from './find-target.ts';
import { sendIdOf } from './message-id.ts';
import { type NamedDoors, withMetaIds } from './named-message.ts';
import type { OutboundContent } from './outbound-content.ts';
import type { Said } from './said-in.ts';
import { checkEnvelope, type SendRequest } from './send-request.ts';
import { type TakeDoors, takeMessage } from './take-message.ts';
import { nothingYet } from './thread-facts.ts';
import { wayNow } from './way-now.ts';

/** What taking a message may touch. */
export type SendDoors = TakeDoors & TargetDoors & NamedDoors;

/** A request as the route parsed it; `key` is the header `Idempotency-Key`. */
export interface MessageAsked {
  readonly workspace: string;
  readonly key: string | undefined;
  readonly request: SendRequest;
  readonly content: OutboundContent;
}

/**
 * Takes a message, once a key: sends it now where nothing waits before it, else leaves it to the worker of its thread.
 * Answers the row as it stands then. Throws `Failure` `invalid-request`, `not-found`, `outside-window`, `conflict` (the
 * key was used with another body), what Meta refused it with (it is kept as `failed` then), `unavailable`.
 */
export async function sendMessage(asked: MessageAsked, doors: SendDoors): Promise<OutboundMessage> {
  const { workspace, request } = asked;
  const id = sendIdOf(workspace, demandKey(asked.key));
  const bodyHash = hash('sha256', JSON.stringify(request));
  const standing = await doors.outbound.get({ workspace, id });
  if (standing !== undefined) return answerAgain(standing, bodyHash, doors);
  const target = await findTarget(workspace, request, doors);
  checkEnvelope(request, target.channel);
  checkContent(asked.content, target.channel);
  const content = await withMetaIds(workspace, asked.content, doors);
  const name = { workspace, id, bodyHash };
  const draft = draftOf(name, request, content, target, doors.clock.now());
  const call = await prepare(draft, { content, recipient: target.recipient }, target, doors);
  const { thread, threadId, personId, lane } = await keptTarget(workspace, target, doors);
  await standThread({ thread, threadId }, draft.acceptedAt, doors);
  return takeMessage({ ...draft, threadId, personId, lane }, call && { ...call, thread }, doors);
}

const legalKey = /^[!-~]{1,255}$/;

function demandKey(key: string | undefined): string {
  if (key !== undefined && legalKey.test(key)) return key;
  const reason =
    key === undefined
      ? 'is missing: without one a repeated request would be sent twice'
      : 'is not 1 to 255 visible characters';
  throw new Failure('invalid-request', `the Idempotency-Key ${reason}`, {
    errors: [{ path: 'headers.idempotency-key', reason }],
  });
}

function draftOf(
  name: Pick<OutboundMessage, 'workspace' | 'id' | 'bodyHash'>,
  { sender, messagingType, tag, recipientType }: SendRequest,
  content: OutboundContent,
  { recipient, thread: _thread, aliases: _aliases, ...place }: Target,
  now: number,
): OutboundMessage {
  const how = { ...(messagingType && { messagingType }), ...(tag && { tag }), ...(recipientType && { recipientType }) };
  return {
    ...name,
    ...place,
    ...{ seq: 0, sender, recipient: { ...recipient }, type: content.type, how, content },
    ...{ state: 'accepted', acceptedAt: isoTime(now), sendingAt: null, sendingBy: null, settledAt: null },
    ...{ appId: null, metaId: null, messageId: null, failure: null, attempts: 0, pairRefusals: 0 },
  };
}

/** What can be refused is refused before anything is kept; what only has to wait is taken, and waits. */
async function prepare(
  row: OutboundMessage,
  said: Said,
  { thread }: Target,
  doors: SendDoors,
): Promise<ReadyCall | undefined> {
  try {
    const way = wayNow(row, said, thread, doors.clock.now(), doors.permits);
    return { ...(await readyCall(row, said, way, doors)), thread };
  } catch (thrown) {
    if (judged(thrown).outcome === 'wait') return undefined;
    // Of an account that is not theirs nobody is told how its windows stand.
    if (thrown instanceof Failure && thrown.kind === 'outside-window')
      await doors.speakers.speakerOf(row.workspace, accountOf(row));
    throw thrown;
  }
}

/** A thread stands before its first message waits in it, and in the list where that was taken. */
async function standThread(
  { thread, threadId }: Pick<Target, 'thread' | 'threadId'>,
  acceptedAt: string,
  { threads }: SendDoors,
): Promise<void> {
  if (threadId === null || thread.lastAt !== nothingYet) return;
  await threads.change(thread, (standing) => standing ?? { ...thread, lastAt: acceptedAt }, null);
}
