import { randomUUID } from 'node:crypto';
import type * as z from 'zod/mini';
import { unixSeconds } from '../core/clock.ts';
import { readRows } from './batches.ts';
import { PersonRow } from './entities/person.ts';
import { PersonAlias } from './entities/person-alias.ts';
import { expiryOf, type Kept, living, type MessagingDoors } from './merged-row.ts';
import { namesIn, oneTable } from './one-table.ts';
import type { Identified, People, Person } from './people.ts';
import {
  type Holder,
  type Holders,
  heldBy,
  type IdChange,
  identified,
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
  const { read, ownersOf, holder } = reading(doors);
  const save = saveWith(doors, read);

  async function identifyOnce(workspace: string, claim: PersonClaim): Promise<Identified | undefined> {
    const owners = await ownersOf(workspace, claim.aliases);
    const holders = holdersAt(owners, claim.at);
    const id = firstIn(holders, claim.aliases);
    const before: Before =
      id !== undefined
        ? await holder(workspace, id, claim.at)
        : { kept: undefined, person: personWith(workspace, newId(), [], claim.at) };
    return save(before, identified(before.person, claim, holders), owners);
  }

  /** Null: nobody holds any of the ids. */
  async function renameOnce(workspace: string, change: IdChange): Promise<Identified | null | undefined> {
    const ids = [...change.previous, ...change.current];
    const owners = await ownersOf(workspace, ids);
    const holders = holdersAt(owners, change.at);
    const id = firstIn(holders, ids);
    if (id === undefined) return null;
    const before = await holder(workspace, id, change.at);
    return save(before, renamed(before.person, change, holders), owners);
  }

  return {
    get: async (workspace, id) => living(await read(workspace, id), clock),
    async byAlias(workspace, alias, at) {
      const id = firstIn(holdersAt(await ownersOf(workspace, [alias]), at), [alias]);
      return id === undefined ? undefined : living(await read(workspace, id), clock);
    },
    identify: (workspace, aliases, names, at) =>
      tryAgain(clock, 'person', () => identifyOnce(workspace, { aliases, names, at })),
    async rename(workspace, previous, current, at) {
      const change = { previous, current, at };
      const done = await tryAgain<Identified | null>(clock, 'person', () => renameOnce(workspace, change));
      return done ?? undefined;
    },
  };
}

/** What is known of an id, by id. */
type Owners = ReadonlyMap<string, Owner>;
type Owner = z.infer<(typeof PersonAlias)['schema']>;

const firstIn = (holders: Holders, aliases: readonly string[]) =>
  aliases.flatMap((alias) => holders.get(alias)?.personId ?? [])[0];

/** Who held ids at a moment; without one, today. Meta counts in seconds: in its last one an id is still the old holder's. */
function holdersAt(owners: Owners, at: string | undefined): Holders {
  const holderOf = ({ personId, until, before }: Owner): Holder | undefined => {
    if (at !== undefined && before !== undefined && at <= before.until) return before;
    if (until === undefined) return { personId, until: null };
    return at !== undefined && at <= until ? { personId, until } : undefined;
  };
  return new Map(
    [...owners].flatMap(([alias, owner]) => {
      const held = holderOf(owner);
      return held ? [[alias, held] as const] : [];
    }),
  );
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

  async function ownersOf(workspace: string, aliases: readonly string[]): Promise<Owners> {
    const keys = aliases.map((alias) => PersonAlias.key({ workspace, alias }));
    const rows = (await readRows(doors, keys)).map((row) => PersonAlias.parse(row));
    const now = unixSeconds(clock.now());
    return new Map(rows.flatMap((row) => (row.expiresAt > now ? [[row.alias, row]] : [])));
  }

  /** The holder of an id, whose row may be gone: then it is made anew, so that an id never leads nowhere for long. */
  async function holder(workspace: string, id: string, at: string): Promise<Before> {
    const kept = await read(workspace, id);
    return { kept, person: living(kept, clock) ?? personWith(workspace, id, [], at) };
  }

  return { read, ownersOf, holder };
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
  return async ({ kept, person: old }: Before, after: Identified, owners: Owners): Promise<Identified | undefined> => {
    const { person } = after;
    const expiresAt = expiryOf(doors);
    const isYoung = living(kept, doors.clock) !== undefined && (kept?.expiresAt ?? 0) > expiresAt - daySeconds;
    if (person === old && isYoung) return after;
    const next = { ...person, version: (kept?.version ?? 0) + 1, expiresAt };
    const { workspace, id } = person;
    const own = (alias: string, until: string | null) =>
      ownedBy(doors, { workspace, alias, until, personId: id, expiresAt }, owners.get(alias));
    const { conditionFailed } = await doors.calls('TransactWriteItems', {
      TransactItems: [
        { Put: overVersion(doors, PersonRow.write(next), kept?.version) },
        ...heldBy(person).map((alias) => ({ Update: own(alias, null) })),
        ...endedSince(old, person).map(({ alias, until }) => ({ Update: own(alias, until) })),
      ],
    });
    if (!conditionFailed) return after;
    // The same row is our own first try, whose answer was lost.
    const standing = await read(workspace, id);
    const written = { value: person, version: next.version, expiresAt };
    return sameValue(standing, written) ? after : undefined;
  };
}

/** Ids that are over now and were not before, and are not the person's again. */
function endedSince(old: Person, { aliases }: Person): Person['aliases'] {
  const held = new Set(aliases.flatMap(({ alias, until }) => (until === null ? [alias] : [])));
  const known = new Set(old.aliases.map(({ alias, until }) => `${until} ${alias}`));
  return aliases.filter(({ alias, until }) => !held.has(alias) && !known.has(`${until} ${alias}`));
}

const overVersion = ({ tableName: TableName }: MessagingDoors, Item: unknown, seen: number | undefined) => {
  const ConditionExpression = seen === undefined ? 'attribute_not_exists(#pk)' : '#version = :seen';
  const ExpressionAttributeNames = namesIn({ ConditionExpression });
  const values = seen !== undefined && { ExpressionAttributeValues: { ':seen': seen } };
  return { TableName, Item, ConditionExpression, ExpressionAttributeNames, ...values };
};

/** An id is this person's, or was until then, unless another holds it; whoever had it before stays known, the last one. */
function ownedBy({ tableName, clock }: MessagingDoors, owner: Own, seen: Owner | undefined) {
  const { workspace, alias, personId, until, expiresAt } = owner;
  const before =
    seen?.until !== undefined && seen.personId !== personId
      ? { personId: seen.personId, until: seen.until }
      : undefined;
  const set = ['personId', 'expiresAt', ...(until === null ? [] : ['until']), ...(before ? ['before'] : [])];
  const UpdateExpression = `SET ${set.map((name) => `#${name} = :${name}`).join(', ')}${until === null ? ' REMOVE #until' : ''}`;
  const ConditionExpression =
    'attribute_not_exists(#pk) OR #personId = :personId OR attribute_exists(#until) OR #expiresAt <= :now';
  return {
    TableName: tableName,
    Key: PersonAlias.key({ workspace, alias }),
    UpdateExpression,
    ConditionExpression,
    ExpressionAttributeNames: namesIn({ UpdateExpression, ConditionExpression }),
    ExpressionAttributeValues: {
      ':personId': personId,
      ':expiresAt': expiresAt,
      ':now': unixSeconds(clock.now()),
      ...(until !== null && { ':until': until }),
      ...(before && { ':before': before }),
    },
  };
}

interface Own extends Pick<Owner, 'workspace' | 'alias' | 'personId' | 'expiresAt'> {
  readonly until: string | null;
}
