import { randomUUID } from 'node:crypto';
import { unixSeconds } from '../core/clock.ts';
import { readRows } from './batches.ts';
import { PersonRow } from './entities/person.ts';
import { PersonAlias } from './entities/person-alias.ts';
import { expiryOf, type Kept, living, type MessagingDoors } from './merged-row.ts';
import { namesIn, oneTable } from './one-table.ts';
import type { Identified, People, Person } from './people.ts';
import {
  type Holders,
  heldBy,
  type IdChange,
  identified,
  noNames,
  type PersonClaim,
  personWith,
  renamed,
} from './person-ids.ts';
import { sameValue } from './same-value.ts';
import { tryAgain } from './try-again.ts';

/** A person who is only met again lives on; that is written once a day at most. */
const daySeconds = 24 * 3600;

/** The people on the `state` table; an adapter of the port `People`. */
export function openPeople(doors: MessagingDoors): People {
  const { clock } = doors;
  const { read, holdersOf, holder } = reading(doors);
  const save = saveWith(doors, read);

  async function identifyOnce(workspace: string, claim: PersonClaim): Promise<Identified | undefined> {
    const holders = await holdersOf(workspace, claim.aliases);
    const alias = claim.aliases.find((one) => holders.has(one));
    const id = alias && holders.get(alias);
    const before: Before =
      alias !== undefined && id !== undefined
        ? await holder(workspace, alias, id, claim.at)
        : { kept: undefined, person: personWith(workspace, newId(), [], claim.at) };
    return save(before, identified(before.person, claim, holders));
  }

  async function renameOnce(workspace: string, change: IdChange): Promise<Identified | undefined> {
    const { from, to, at } = change;
    const holders = await holdersOf(workspace, [from, to]);
    const id = holders.get(from);
    if (id === undefined || from === to) return identifyOnce(workspace, { aliases: [to], names: noNames, at });
    const before = await holder(workspace, from, id, at);
    return save(before, renamed(before.person, change, holders));
  }

  return {
    get: async (workspace, id) => living(await read(workspace, id), clock),
    async byAlias(workspace, alias) {
      const id = (await holdersOf(workspace, [alias])).get(alias);
      return id === undefined ? undefined : living(await read(workspace, id), clock);
    },
    identify: (workspace, aliases, names, at) =>
      tryAgain(clock, 'person', () => identifyOnce(workspace, { aliases, names, at })),
    rename: (workspace, from, to, at) => tryAgain(clock, 'person', () => renameOnce(workspace, { from, to, at })),
  };
}

/** Reading people and the ids that lead to them, always consistently. */
function reading(doors: MessagingDoors) {
  const { calls, tableName, clock } = doors;
  const table = oneTable(calls, tableName);

  async function read(workspace: string, id: string): Promise<Kept<Person> | undefined> {
    const { Item } = await table('GetItem', { Key: PersonRow.key({ workspace, id }), ConsistentRead: true });
    if (Item === undefined) return undefined;
    const { version, expiresAt, ...value } = PersonRow.parse(Item);
    return { value, version, expiresAt };
  }

  async function holdersOf(workspace: string, aliases: readonly string[]): Promise<Holders> {
    const keys = aliases.map((alias) => PersonAlias.key({ workspace, alias }));
    const rows = (await readRows(doors, keys)).map((row) => PersonAlias.parse(row));
    const now = unixSeconds(clock.now());
    return new Map(rows.flatMap(({ alias, personId, expiresAt }) => (expiresAt > now ? [[alias, personId]] : [])));
  }

  /** The holder of an id, whose row may be gone: then it is made anew, so that an id never leads nowhere for long. */
  async function holder(workspace: string, alias: string, id: string, at: string): Promise<Before> {
    const kept = await read(workspace, id);
    return { kept, person: living(kept, clock) ?? personWith(workspace, id, [alias], at) };
  }

  return { read, holdersOf, holder };
}

const newId = () => `p_${randomUUID().replaceAll('-', '')}`;

/** A person as found: the row that lies there, over or not, and what holds of it today. */
interface Before {
  readonly kept: Kept<Person> | undefined;
  readonly person: Person;
}

type Read = (workspace: string, id: string) => Promise<Kept<Person> | undefined>;

/**
 * Writes what became of a person, all of it or nothing: the person, every id held (they live exactly as long), and the
 * end of ids held no more. Undefined: somebody came first.
 */
function saveWith(doors: MessagingDoors, read: Read) {
  return async ({ kept, person: old }: Before, after: Identified): Promise<Identified | undefined> => {
    const { person } = after;
    const expiresAt = expiryOf(doors);
    const isYoung = living(kept, doors.clock) !== undefined && (kept?.expiresAt ?? 0) > expiresAt - daySeconds;
    if (person === old && isYoung) return after;
    const next = { ...person, version: (kept?.version ?? 0) + 1, expiresAt };
    const { workspace, id: personId } = person;
    const held = heldBy(person);
    const write = writesOf(doors, personId);
    const { conditionFailed } = await doors.calls('TransactWriteItems', {
      TransactItems: [
        { Put: write.overVersion(PersonRow.write(next), kept?.version) },
        ...held.map((alias) => ({ Put: write.ifFree(PersonAlias.write({ workspace, alias, personId, expiresAt })) })),
        ...heldBy(old)
          .filter((alias) => !held.includes(alias))
          .map((alias) => ({ Delete: write.ifOwn(PersonAlias.key({ workspace, alias })) })),
      ],
    });
    if (!conditionFailed) return after;
    // The same row is our own first try, whose answer was lost.
    const standing = await read(workspace, personId);
    const written = { value: person, version: next.version, expiresAt };
    return sameValue(standing, written) ? after : undefined;
  };
}

/** The parts of the transaction, each with the condition under which it may be done. */
function writesOf({ tableName: TableName, clock }: MessagingDoors, personId: string) {
  const when = (ConditionExpression: string, values: Readonly<Record<string, unknown>> | undefined) => ({
    TableName,
    ConditionExpression,
    ExpressionAttributeNames: namesIn({ ConditionExpression }),
    ...(values && { ExpressionAttributeValues: values }),
  });
  const isFree = 'attribute_not_exists(#pk) OR #personId = :personId';
  return {
    overVersion: (Item: unknown, seen: number | undefined) => ({
      Item,
      ...when(
        seen === undefined ? 'attribute_not_exists(#pk)' : '#version = :seen',
        seen === undefined ? undefined : { ':seen': seen },
      ),
    }),
    ifFree: (Item: unknown) => ({
      Item,
      ...when(`${isFree} OR #expiresAt <= :now`, { ':personId': personId, ':now': unixSeconds(clock.now()) }),
    }),
    ifOwn: (Key: unknown) => ({ Key, ...when(isFree, { ':personId': personId }) }),
  };
}
