import { parseAsset } from '../foundation/core/ids.ts';
import { blankEvents, type CollectDoors, type Collected, keepFact, nameOf } from './collect-doors.ts';
import { changeAnnounced } from './conversation-events.ts';
import { type Arrival, findPerson } from './find-thread.ts';
import type { FactOf } from './inbound-event.ts';
import { editedContentOf, keptText } from './kept-content.ts';
import { removeMedia } from './media-facts.ts';
import { mergeDeletion, mergeEdit, mergeReaction, type ReactionFact } from './message-facts.ts';
import { withoutContent } from './outbound-facts.ts';

// Meta does not say here in which group a message stands: so these find it by its id alone, and never its thread.

/** Keeps what an edit made of a message. */
export async function collectEdit(fact: FactOf<'edit'>, arrival: Arrival, doors: CollectDoors): Promise<Collected> {
  const { at, eventId } = arrival;
  const edit = {
    at,
    edits: fact.edits ?? null,
    text: keptText(fact.text),
    edited: editedContentOf(fact, eventId),
    eventId,
  };
  const message = await keepFact(doors, mergeEdit, nameOf(arrival, fact.messageId), edit);
  if (message.deletedAt !== null) {
    await blankEvents(arrival.workspace, [eventId], doors);
    return 'erased';
  }
  await doors.bus.announce(changeAnnounced(arrival, message, { change: 'edited' }));
  return 'kept';
}

/**
 * Takes a message's content, here and in every webhook event that holds it (fact sheet §8: honour a deletion). The
 * event of the deletion itself holds nothing but ids.
 */
export async function collectDeletion(
  fact: FactOf<'deletion'>,
  arrival: Arrival,
  doors: CollectDoors,
): Promise<Collected> {
  const { workspace, at } = arrival;
  const message = await keepFact(doors, mergeDeletion, nameOf(arrival, fact.messageId), { at });
  await blankEvents(workspace, message.eventIds, doors);
  await removeMedia(message, doors);
  if (message.sendId !== null) await doors.outbound.change({ workspace, id: message.sendId }, withoutContent);
  await doors.bus.announce(changeAnnounced(arrival, message, { change: 'deleted' }));
  return 'kept';
}

/** Keeps what somebody put on a message, or that they took it back. */
export async function collectReaction(
  fact: FactOf<'reaction'>,
  arrival: Arrival,
  doors: CollectDoors,
): Promise<Collected> {
  const emoji = fact.action === 'unreact' ? null : (fact.emoji ?? fact.reaction ?? '');
  const reaction = { by: fact.from, emoji, at: arrival.at, ...(await reactorOf(fact, arrival, doors)) };
  const message = await keepFact(doors, mergeReaction, nameOf(arrival, fact.messageId), reaction);
  if (message.deletedAt !== null) return 'erased';
  await doors.bus.announce(changeAnnounced(arrival, message, { change: 'reaction', by: fact.from, emoji }));
  return 'kept';
}

/** Who reacted: a person is one whichever of their ids Meta names; the business stays what Meta calls it. */
async function reactorOf(
  fact: FactOf<'reaction'>,
  arrival: Arrival,
  { people }: CollectDoors,
): Promise<Pick<ReactionFact, 'personId' | 'otherIds'>> {
  const isBusiness = fact.echo === true || fact.from === parseAsset(arrival.asset)?.id;
  const person = isBusiness ? undefined : await findPerson(fact, arrival, people);
  if (person === undefined) return { personId: null, otherIds: [] };
  return { personId: person.id, otherIds: person.aliases.map(({ alias }) => idIn(alias)) };
}

/** Meta's id in an alias: `<kind>:<id>`, or `<kind>:<account>:<id>`. */
const idIn = (alias: string) => alias.slice(alias.lastIndexOf(':') + 1);
