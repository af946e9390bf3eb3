import { Failure } from '../core/failure.ts';
import type { Identified, Person, PersonNames } from './people.ts';

/** What somebody says of a person; `at` ISO-8601. */
export interface PersonClaim {
  readonly aliases: readonly string[];
  readonly names: PersonNames;
  readonly at: string;
}

/** By id of Meta's (`<kind>:<value>`): the person who holds it today. */
export type Holders = ReadonlyMap<string, string>;

/** No word about names. */
export const noNames: PersonNames = { name: null, username: null };

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
 * A person after a claim: free ids are the person's now, those that others hold are conflicts, each recorded once for
 * its holder. The same object when that changes nothing. Throws `Failure` `bug` when the claim names no id.
 */
export function identified(person: Person, { aliases, names, at }: PersonClaim, holders: Holders): Identified {
  if (aliases.length === 0) throw new Failure('bug', 'a person without an id');
  const held = new Set(heldBy(person));
  const distinct = [...new Set(aliases)];
  const others = distinct.flatMap((alias) => {
    const personId = holders.get(alias) ?? person.id;
    return personId === person.id ? [] : [{ alias, personId, at }];
  });
  const conflicts = others.map(({ alias }) => alias);
  const added = distinct.filter((alias) => !held.has(alias) && !conflicts.includes(alias));
  const isKnown = (other: (typeof others)[number]) =>
    person.conflicts.some(({ alias, personId }) => alias === other.alias && personId === other.personId);
  const news = others.filter((other) => !isKnown(other));
  const { name = person.name, username = person.username } = given(names);
  const changed = added.length > 0 || news.length > 0;
  if (!changed && name === person.name && username === person.username) return { person, conflicts, changed };
  const next = {
    ...person,
    aliases: [...person.aliases, ...added.map((alias) => ({ alias, since: at, until: null }))],
    name,
    username,
    conflicts: [...person.conflicts, ...news],
  };
  return { person: next, conflicts, changed };
}

const given = ({ name, username }: PersonNames) => ({ name: name ?? undefined, username: username ?? undefined });

/** What Meta says of an id that became another; `at` ISO-8601. */
export interface IdChange {
  readonly from: string;
  readonly to: string;
  readonly at: string;
}

/** The holder of `from` after the change; a `to` of somebody else's is a conflict, and `from` stays. */
export function renamed(person: Person, { from, to, at }: IdChange, holders: Holders): Identified {
  const claim = { aliases: [to], names: noNames, at };
  if ((holders.get(to) ?? person.id) !== person.id) return identified(person, claim, holders);
  const aliases = person.aliases.map((one) => (one.alias === from && one.until === null ? { ...one, until: at } : one));
  return { ...identified({ ...person, aliases }, claim, holders), changed: true };
}
