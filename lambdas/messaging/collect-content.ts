import type { StoredMessage } from '../foundation/store/messages.ts';
import { blankEvents, type CollectDoors, type Collected, keepFact, nameOf } from './collect-doors.ts';
import { contentAnnounced } from './conversation-events.ts';
import { type Arrival, findThread } from './find-thread.ts';
import type { FactOf } from './inbound-event.ts';
import { contentOf, keptText } from './kept-content.ts';
import { type ContentFact, mergeContent } from './message-facts.ts';
import { factOfContent, mergeAnswer, mergeThread, type ThreadFact, type ThreadName } from './thread-facts.ts';

/** What somebody said: in words, with a medium, or by a button. */
export type Content = FactOf<'message'> | FactOf<'echo'> | FactOf<'postback'>;

/**
 * Keeps what was said: the message, then its thread, then tells of it. Of a deleted message only that it was said is
 * kept, and the webhook event loses it too.
 */
export async function collectContent(fact: Content, arrival: Arrival, doors: CollectDoors): Promise<Collected> {
  const { workspace, eventId } = arrival;
  const thread = await findThread(fact, arrival, doors.people);
  // A tap has no id of Meta's in old payloads; then its event's names it.
  const name = nameOf(arrival, fact.messageId ?? eventId);
  const message = await keepFact(doors, mergeContent, name, said(fact, arrival, thread?.id ?? null));
  const isDeleted = message.deletedAt !== null;
  if (isDeleted) await blankEvents(workspace, [eventId], doors);
  if (thread) await moveThread(thread, message, factOfContent(fact, arrival.channel, arrival.at), doors);
  if (isDeleted) return 'erased';
  await doors.bus.announce(contentAnnounced(arrival, message, thread?.personId ?? null));
  return 'kept';
}

function said(fact: Content, { at, eventId }: Arrival, threadId: string | null): ContentFact {
  const isOut = fact.kind === 'echo';
  const isTap = fact.kind === 'postback';
  return {
    threadId,
    at,
    direction: isOut ? 'out' : 'in',
    type: isTap ? 'postback' : fact.type,
    text: keptText(isTap ? fact.title : fact.text),
    content: contentOf(fact, eventId),
    appId: (isOut ? fact.appId : undefined) ?? null,
    standby: fact.standby ?? false,
    eventId,
  };
}

/** A message stays in the thread in which it came first, even if its person goes by other ids since. */
async function moveThread(name: ThreadName, message: StoredMessage, fact: ThreadFact, doors: CollectDoors) {
  const { workspace } = name;
  const id = message.threadId ?? name.id;
  const { after } = await doors.threads.change({ workspace, id }, (standing) =>
    standing !== undefined || id === name.id ? mergeThread(standing, name, fact) : undefined,
  );
  const { enteredAt } = fact;
  if (after === undefined || enteredAt === undefined || after.entryAt !== enteredAt) return;
  const isLast = after.lastAt === enteredAt && after.lastDirection === 'in';
  if (!isLast) await tellAnswersAgain({ workspace, id }, enteredAt, doors);
}

/**
 * An entry that comes after the answers to it finds them in the thread's list. What is written after this reading
 * meets the entry in the thread itself, so none is missed.
 */
async function tellAnswersAgain(key: Pick<ThreadName, 'workspace' | 'id'>, enteredAt: string, doors: CollectDoors) {
  let place: string | undefined;
  let first: string | undefined;
  do {
    const page = await doors.messages.list(key.workspace, key.id, listPage, place);
    const since = page.messages.flatMap(({ at, direction }) =>
      at !== null && at >= enteredAt ? [{ at, direction }] : [],
    );
    first = since.findLast(({ direction }) => direction === 'out')?.at ?? first;
    place = since.length === page.messages.length ? (page.next ?? undefined) : undefined;
  } while (place !== undefined);
  const answeredAt = first;
  if (answeredAt === undefined) return;
  await doors.threads.change(key, (standing) => standing && mergeAnswer(standing, answeredAt));
}

/** The most that a list gives at once. */
const listPage = 100;
