import type * as z from 'zod/mini';
import type { Cursors } from '../foundation/core/doors.ts';
import { Failure } from '../foundation/core/failure.ts';
import type { Messages, StoredMessage } from '../foundation/store/messages.ts';
import type { Threads } from '../foundation/store/threads.ts';
import { deliveryState, type Watermarks } from './delivery-state.ts';
import { adviceOn } from './failure-advice.ts';
import { demandThread } from './list-threads.ts';
import type { MessageView } from './views.ts';

/** What reading messages may touch. */
export interface MessageDoors {
  readonly messages: Pick<Messages, 'get' | 'list'>;
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
  return { data: page.messages.filter(isSaid).map((message) => messageView(message, thread)), nextCursor };
}

/** One message, also one of which only facts have come; `Failure` `not-found` also for another workspace's. */
export async function showMessage(
  workspace: string,
  id: string,
  { messages, threads }: Pick<MessageDoors, 'messages' | 'threads'>,
): Promise<View> {
  const message = await messages.get({ workspace, id });
  if (message === undefined) throw new Failure('not-found', 'no such message');
  const { threadId } = message;
  return messageView(message, threadId === null ? undefined : await threads.get({ workspace, id: threadId }));
}

const isSaid = ({ content, deletedAt }: StoredMessage) => content !== null || deletedAt !== null;

function messageView(message: StoredMessage, thread: Watermarks | undefined): View {
  const { workspace: _, eventIds, edits, reactions, failure, ...shown } = message;
  return {
    ...shown,
    state: stateOf(message, thread),
    failure: failure && { ...failure, ...adviceOn(failure) },
    reactions: standing(reactions),
    ...(message.content === null && { type: null }),
    // The row holds nothing of it any more; the view would not show it either.
    ...(message.deletedAt !== null && tombstone),
  };
}

const tombstone = { type: null, text: null, content: null, reactions: [] } as const satisfies Partial<View>;

/** What nobody called the business's, and of which no status has come, was not even accepted. */
function stateOf(message: StoredMessage, thread: Watermarks | undefined): View['state'] {
  const state = deliveryState(message, thread);
  return message.direction === null && state === 'accepted' ? null : state;
}

function standing(reactions: StoredMessage['reactions']): View['reactions'] {
  const all = Object.entries(reactions).flatMap(([by, { emoji, at }]) => (emoji === null ? [] : [{ by, emoji, at }]));
  return all.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
