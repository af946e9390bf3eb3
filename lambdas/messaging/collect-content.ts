import type { Listed, StoredMessage } from '../foundation/store/messages.ts';
import { blankEvents, type CollectDoors, type Collected, keepFact, nameOf } from './collect-doors.ts';
import { contentAnnounced } from './conversation-events.ts';
import { type Arrival, findThread } from './find-thread.ts';
import type { FactOf } from './inbound-event.ts';
import { joinSent } from './join-sent.ts';
import { contentOf, keptText } from './kept-content.ts';
import { type ContentFact, mergeContent } from './message-facts.ts';
import { factOfContent, mergeAnswer, mergeThread, type ThreadFact, type ThreadName } from './thread-facts.ts';
import { wantMedia } from './wanted-media.ts';

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
  const kept = await keepFact(doors, mergeContent, name, said(fact, arrival, thread?.id ?? null));
  const message = fact.kind === 'echo' ? await joinSent(kept, signsOf(fact), arrival, doors) : kept;
  const isDeleted = message.deletedAt !== null;
  if (isDeleted) await blankEvents(workspace, [eventId], doors);
  const personId = thread
    ? await moveThread(thread, message, factOfContent(fact, arrival.channel, arrival.at), doors)
    : null;
  if (isDeleted) return 'erased';
  await wantMedia(message, doors);
  // What we sent is announced by whoever settled it.
  if (message.sendId !== null) return 'kept';
  await doors.bus.announce(contentAnnounced(arrival, message, personId));
  return 'kept';
}

const signsOf = ({ metadata, appId, to }: FactOf<'echo'>) => ({
  marker: metadata,
  appId: appId ?? null,
  recipientId: to,
});

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

/**
 * A message stays in the thread in which it came first, even if its person goes by other ids since. Answers that
 * thread's person; null: a group's, or not known.
 */
async function moveThread(
  name: ThreadName,
  message: StoredMessage,
  fact: ThreadFact,
  doors: CollectDoors,
): Promise<string | null> {
  const { workspace } = name;
  const id = message.threadId ?? name.id;
  const { after } = await doors.threads.change({ workspace, id }, (standing) =>
    standing !== undefined || id === name.id ? mergeThread(standing, name, fact) : undefined,
  );
  const { enteredAt } = fact;
  if (after === undefined) return null;
  if (enteredAt === undefined || after.entryAt !== enteredAt) return after.personId;
  const isLast = after.lastAt === enteredAt && after.lastDirection === 'in';
  if (!isLast) await tellAnswersAgain({ workspace, id }, enteredAt, doors);
  return after.personId;
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
    for (const answeredAt of page.listed.flatMap((line) => answerTime(line) ?? [])) {
      if (answeredAt >= enteredAt && (first === undefined || answeredAt < first)) first = answeredAt;
    }
    place = page.listed.every(({ at }) => at >= enteredAt) ? (page.next ?? undefined) : undefined;
  } while (place !== undefined);
  const answeredAt = first;
  if (answeredAt === undefined) return;
  await doors.threads.change(key, (standing) => standing && mergeAnswer(standing, answeredAt));
}

/** When a line answered the person; of what we sent Meta's time, else ours. Undefined: it is no answer, or not sent. */
function answerTime({ at, message, outbound }: Listed): string | null | undefined {
  if (outbound === undefined) return message.direction === 'out' ? at : undefined;
  return message?.at ?? message?.sentAt ?? (outbound.state === 'sent' ? outbound.settledAt : undefined);
}

/** The most that a list gives at once. */
const listPage = 100;
