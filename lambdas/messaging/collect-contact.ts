import type { Identified } from '../foundation/store/people.ts';
import { whatsappAliases } from './aliases-of.ts';
import type { CollectDoors, Collected } from './collect-doors.ts';
import { identityAnnounced, preferenceAnnounced } from './conversation-events.ts';
import { type Arrival, findPerson, noteConflict } from './find-thread.ts';
import type { FactOf } from './inbound-event.ts';

/**
 * A person goes by other ids now. What the old ids belonged to keeps its person; who holds none of them is found by
 * the ids of today. Ids that another person holds stay there.
 */
export async function collectIdentity(
  fact: FactOf<'identity-change'>,
  arrival: Arrival,
  doors: CollectDoors,
): Promise<Collected> {
  const { workspace, at } = arrival;
  const current = whatsappAliases(fact);
  const changes = pairsOf(fact);
  const results: Identified[] = [];
  for (const [from, to] of changes) {
    if (await doors.people.byAlias(workspace, from)) results.push(await doors.people.rename(workspace, from, to, at));
  }
  if (!results.some(({ conflicts }) => conflicts.length > 0) && current.length > 0) {
    results.push(await doors.people.identify(workspace, current, { name: null, username: null }, at));
  }
  const [first] = results;
  if (first === undefined) return 'noted';
  const conflicts = results.flatMap((result) => result.conflicts);
  noteConflict({ conflicts }, arrival.notes);
  const { change } = fact;
  const previous = changes.map(([from]) => from);
  const told = { personId: first.person.id, change, previous, current, conflict: conflicts.length > 0 };
  await doors.bus.announce(identityAnnounced(arrival, told));
  return 'kept';
}

/** What an id was, and what it is now: a pair for each kind of id that changed. */
function pairsOf(fact: FactOf<'identity-change'>): readonly (readonly [from: string, to: string])[] {
  const pairs = [
    [whatsappAliases({ userId: fact.previousUserId }), whatsappAliases({ userId: fact.userId })],
    [whatsappAliases({ waId: fact.previousWaId }), whatsappAliases({ waId: fact.waId })],
    [
      whatsappAliases({ parentUserId: fact.previousParentUserId }),
      whatsappAliases({ parentUserId: fact.parentUserId }),
    ],
  ] as const;
  return pairs.flatMap(([[from], [to]]) => (from !== undefined && to !== undefined && from !== to ? [[from, to]] : []));
}

/** A person stopped or resumed marketing messages: told, with who it is, and kept nowhere yet. */
export async function collectPreference(
  fact: FactOf<'user-preference'>,
  arrival: Arrival,
  doors: CollectDoors,
): Promise<Collected> {
  const { channel, asset } = arrival;
  const { category, value } = fact;
  const person = await findPerson(fact, arrival, doors.people);
  const told = { channel, asset, personId: person?.id ?? null, category, value };
  await doors.bus.announce(preferenceAnnounced(arrival, told));
  return 'noted';
}
