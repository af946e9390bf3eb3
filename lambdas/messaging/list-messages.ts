import type * as z from 'zod/mini';
import type { Cursors } from '../foundation/core/doors.ts';
import { Failure } from '../foundation/core/failure.ts';
import type { Listed, Messages, StoredMessage } from '../foundation/store/messages.ts';
import type { OutboundMessage, OutboundMessages } from '../foundation/store/outbound-messages.ts';
import type { Threads } from '../foundation/store/threads.ts';
import { demandThread } from './list-threads.ts';
import { isSendId } from './message-id.ts';
import { lineView } from './message-view.ts';
import type { MessageView } from './views.ts';

/** What reading messages may touch. */
export interface MessageDoors {
  readonly messages: Pick<Messages, 'get' | 'list'>;
  readonly outbound: Pick<OutboundMessages, 'get'>;
  readonly threads: Pick<Threads, 'get'>;
  readonly cursors: Cursors;
}

interface Query {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

type View = z.input<typeof MessageView>;

/**
 * One page of a conversation's messages, newest first, without those of which only facts have come. Throws `Failure`
 * `not-found` also for another workspace's thread, `invalid-request` on a bad cursor.
 */
export async function listMessages(
  workspace: string,
  threadId: string,
  { limit, cursor }: Query,
  { messages, threads, cursors }: MessageDoors,
) {
  const after = cursor === undefined ? undefined : await cursors.open(workspace, cursor);
  const [thread, page] = await Promise.all([
    demandThread(workspace, threadId, threads),
    messages.list(workspace, threadId, limit, after),
  ]);
  const nextCursor = page.next === null ? null : await cursors.seal(workspace, page.next);
  return { data: page.listed.filter(isSaid).flatMap((line) => lineView(line, thread) ?? []), nextCursor };
}

/**
 * One message, also one of which only facts have come, and one of ours by either id; `Failure` `not-found` also for
 * another workspace's.
 */
export async function showMessage(
  workspace: string,
  id: string,
  doors: Pick<MessageDoors, 'messages' | 'outbound' | 'threads'>,
): Promise<View> {
  const found = await (isSendId(id) ? ofOurs(workspace, id, doors) : ofMeta(workspace, id, doors));
  const threadId = (found.outbound ?? found.message)?.threadId ?? null;
  const view = lineView(found, threadId === null ? undefined : await doors.threads.get({ workspace, id: threadId }));
  if (view === undefined) throw new Failure('not-found', 'no such message');
  return view;
}

type Rows = Pick<MessageDoors, 'messages' | 'outbound'>;
interface Found {
  readonly outbound?: OutboundMessage | undefined;
  readonly message?: StoredMessage | undefined;
}

async function ofOurs(workspace: string, id: string, { messages, outbound }: Rows): Promise<Found> {
  const row = await outbound.get({ workspace, id });
  const { messageId = null } = row ?? {};
  return { outbound: row, message: messageId === null ? undefined : await messages.get({ workspace, id: messageId }) };
}

async function ofMeta(workspace: string, id: string, { messages, outbound }: Rows): Promise<Found> {
  const message = await messages.get({ workspace, id });
  const { sendId = null } = message ?? {};
  return { message, outbound: sendId === null ? undefined : await outbound.get({ workspace, id: sendId }) };
}

/** Ours stands there from the moment we took it; of others something must have been said. */
const isSaid = ({ outbound, message }: Listed) =>
  outbound !== undefined || message.content !== null || message.deletedAt !== null;
