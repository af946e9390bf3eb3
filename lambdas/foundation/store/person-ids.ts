import { Failure } from '../core/failure.ts';
import type { Identified, Person, PersonNames } from './people.ts';

/** What somebody says of a person; `at` ISO-8601. */
export interface PersonClaim {
  readonly aliases: readonly string[];
  readonly names: PersonNames;
  readonly at: string;
}

/** Whose an id was at some moment; `until` (ISO-8601) where that is over today. */
export interface Holder {
  readonly personId: string;
  readonly until: string | null;
}

/** By id of Meta's (`<kind>:<value>`): the person who held it when the thing that is told happened. */
export type Holders = ReadonlyMap<string, Holder>;

/** The ids that are a person's today. */
export const heldBy = ({ aliases }: Person): readonly string[] =>
  aliases.filter(({ until }) => until === null).map(({ alias }) => alias);

/** A person of whom nothing is known but the ids. */
export const personWith = (workspace: string, id: string, aliases: readonly string[], since: string): Person => ({
  workspace,
  id,
  aliases: aliases.map((alias) => ({ alias, since, until: null })),
  name: null,
  username: null,
  conflicts: [],
});

/**
 * A person after a claim: free ids are the person's now, those that were the person's at that time stay over, and those
 * of others are conflicts, each recorded once for its holder. A second user id is one, too, though the person gets it.
 * The same object when that changes nothing. Throws `Failure` `bug` when the claim names no id.
 */
export function identified(person: Person, { aliases, names, at }: PersonClaim, holders: Holders): Identified {
  if (aliases.length === 0) throw new Failure('bug', 'a person without an id');
  const { others, added } = sorted(person, aliases, at, holders);
  const seconds = heldBy(person).some(isUserId) ? added.filter((one) => one.until === null && isUserId(one.alias)) : [];
  const doubts = seconds.map(({ alias }) => ({ alias, personId: person.id, at }));
  const { name = person.name, username = person.username } = given(names);
  const isNamed = name !== person.name || username !== person.username;
  const next = grown(isNamed ? { ...person, name, username } : person, added, [...others, ...doubts]);
  const conflicts = [...others, ...doubts].map(({ alias }) => alias);
  return { person: next, conflicts, changed: next.aliases !== person.aliases || next.conflicts !== person.conflicts };
}

const given = ({ name, username }: PersonNames) => ({ name: name ?? undefined, username: username ?? undefined });

/** One human has one in each business portfolio (fact sheet §8), so two at once are worth a look. */
const isUserId = (alias: string) => alias.startsWith('bsuid:');

type Ids = Person['aliases'];
type Conflicts = Person['conflicts'];

/** Of some ids those that others hold, and what is new of the rest. */
function sorted(person: Person, ids: readonly string[], at: string, holders: Holders) {
  const others: Conflicts[number][] = [];
  const added: Ids[number][] = [];
  for (const alias of new Set(ids)) {
    const { personId, until } = holders.get(alias) ?? { personId: person.id, until: null };
    if (personId !== person.id) others.push({ alias, personId, at });
    else if (!person.aliases.some((one) => one.alias === alias && (one.until === null || until !== null))) {
      added.push({ alias, since: at, until });
    }
  }
  return { others, added };
}

/** The same object, and the same lists, where nothing is new. */
function grown(person: Person, added: Ids, conflicts: Conflicts): Person {
  const isKnown = (other: Conflicts[number]) =>
    person.conflicts.some(({ alias, personId }) => alias === other.alias && personId === other.personId);
  const news = conflicts.filter((other) => !isKnown(other));
  if (added.length === 0 && news.length === 0) return person;
  return {
    ...person,
    aliases: added.length === 0 ? person.aliases : [...person.aliases, ...added],
    conflicts: news.length === 0 ? person.conflicts : [...person.conflicts, ...news],
  };
}

/** What Meta says of ids that became others; `at` ISO-8601. */
export interface IdChange {
  readonly previous: readonly string[];
  readonly current: readonly string[];
  readonly at: string;
}

/**
 * A person after a change: what was is over, also where what is now is another's (a conflict). An id that nobody has
 * named yet is remembered as one of before, and the change explains two user ids at once.
 */
export function renamed(person: Person, { previous, current, at }: IdChange, holders: Holders): Identified {
  const given = previous.filter((alias) => !current.includes(alias));
  const { others, added } = sorted(person, [...given, ...current], at, holders);
  const ended = endedWith(person, given, at);
  const told = new Set([...previous, ...current]);
  const left = ended.conflicts.filter(({ alias, personId }) => personId !== person.id || !told.has(alias));
  const base = left.length === ended.conflicts.length ? ended : { ...ended, conflicts: left };
  const isBefore = (alias: string) => given.includes(alias);
  const now = added.map((one) => (isBefore(one.alias) ? { ...one, until: one.until ?? at } : one));
  const next = grown(base, now, others);
  return { person: next, conflicts: others.map(({ alias }) => alias), changed: next !== person };
}

/** One that is over since then, or later, was told of already: the person may have it back. */
function endedWith(person: Person, given: readonly string[], at: string): Person {
  const isOver = (alias: string) =>
    person.aliases.some((one) => one.alias === alias && one.until !== null && one.until >= at);
  const ending = new Set(given.filter((alias) => heldBy(person).includes(alias) && !isOver(alias)));
  if (ending.size === 0) return person;
  const aliases = person.aliases.map((one) =>
    one.until === null && ending.has(one.alias) ? { ...one, until: one.since > at ? one.since : at } : one,
  );
  return { ...person, aliases };
}
