import { whatsappAliases } from './aliases-of.ts';
import type { CollectDoors, Collected } from './collect-doors.ts';
import { identityAnnounced, preferenceAnnounced } from './conversation-events.ts';
import { type Arrival, findPerson, noteConflict } from './find-thread.ts';
import type { FactOf } from './inbound-event.ts';

/**
 * A person goes by other ids now. It says something of somebody who is known by one of them, of before or of today, and
 * makes nobody. Ids that another person holds stay there.
 */
export async function collectIdentity(
  fact: FactOf<'identity-change'>,
  arrival: Arrival,
  doors: CollectDoors,
): Promise<Collected> {
  const { workspace, at, notes } = arrival;
  const { previous, current } = idsIn(fact);
  const known = await doors.people.rename(workspace, previous, current, at);
  const conflicts = known?.conflicts ?? [];
  // One of before that somebody else holds was given up all the same.
  for (const alias of previous) if (conflicts.includes(alias)) await doors.people.rename(workspace, [alias], [], at);
  if (known?.changed) noteConflict({ conflicts }, notes);
  const personId = known?.person.id ?? null;
  const told = { personId, change: fact.change, previous, current, conflict: conflicts.length > 0 };
  await doors.bus.announce(identityAnnounced(arrival, told));
  return known ? 'kept' : 'noted';
}

/** What the person went by and goes by. With another device (Meta's `customer_identity_changed`) all ids stay. */
function idsIn(fact: FactOf<'identity-change'>) {
  const { previousUserId, previousWaId, previousParentUserId } = fact;
  const current = whatsappAliases(fact);
  const before = { userId: previousUserId, waId: previousWaId, parentUserId: previousParentUserId };
  const previous = whatsappAliases(before).filter((alias) => !current.includes(alias));
  return fact.change === 'customer_identity_changed'
    ? { previous: [], current: [...new Set([...previous, ...current])] }
    : { previous, current };
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
