import { parseAsset } from '../foundation/core/ids.ts';
import type { Notes } from '../foundation/core/notes.ts';
import type { Identified, People } from '../foundation/store/people.ts';
import type { Thread } from '../foundation/store/threads.ts';
import { aliasesOf, type PersonalFact } from './aliases-of.ts';
import { threadIdOf } from './message-id.ts';
import type { ThreadName } from './thread-facts.ts';

/** One item as all that collect it see it. `at` ISO-8601: when it happened, or when we got it if Meta did not say. */
export interface Arrival {
  readonly workspace: string;
  readonly receiptKey: string;
  readonly eventId: string;
  /** `<kind>:<id>`. */
  readonly asset: string;
  readonly channel: Thread['channel'];
  readonly at: string;
  readonly notes: Notes;
}

/** Whose conversation a fact is about: the group's, or else the person's; undefined when it names neither. */
export async function findThread(
  fact: PersonalFact,
  arrival: Arrival,
  people: Pick<People, 'identify'>,
): Promise<ThreadName | undefined> {
  const { workspace, channel, asset } = arrival;
  const phoneNumberId = 'phoneNumberId' in fact && typeof fact.phoneNumberId === 'string' ? fact.phoneNumberId : null;
  const account = phoneNumberId ?? asset;
  const place = { workspace, channel, asset, phoneNumberId };
  const groupId = groupOf(fact);
  if (groupId !== undefined) {
    return { ...place, id: threadIdOf({ channel, account, groupId }), personId: null, groupId };
  }
  const person = await findPerson(fact, arrival, people);
  if (person === undefined) return undefined;
  const { id: personId } = person;
  return { ...place, id: threadIdOf({ channel, account, personId }), personId, groupId: null };
}

/** The person behind a fact, with all that it says of them; undefined when it names nobody. */
export async function findPerson(fact: PersonalFact, arrival: Arrival, people: Pick<People, 'identify'>) {
  const { workspace, channel, asset, at } = arrival;
  const { aliases, names } = aliasesOf(fact, { channel, assetId: parseAsset(asset)?.id ?? asset });
  if (aliases.length === 0) return undefined;
  const identified = await people.identify(workspace, aliases, names, at);
  if (identified.changed) noteConflict(identified, arrival.notes);
  return identified.person;
}

/** Ids that point at two people: they stay as they are, and somebody should know. */
export function noteConflict({ conflicts }: Pick<Identified, 'conflicts'>, notes: Notes): void {
  if (conflicts.length > 0) notes.count('IdentityConflicts', 1);
}

/** A status of a group names it where a person's has the person. */
function groupOf(fact: PersonalFact): string | undefined {
  if (!('groupId' in fact) && fact.kind !== 'status') return undefined;
  if (typeof fact.groupId === 'string') return fact.groupId;
  return fact.kind === 'status' && fact.recipientType === 'group' ? fact.recipientId : undefined;
}
