import { randomUUID } from 'node:crypto';
import { type Clock, unixSeconds } from '../../lambdas/foundation/core/clock.ts';
import type { Identified, People, Person } from '../../lambdas/foundation/store/people.ts';
import { heldBy, identified, noNames, personWith, renamed } from '../../lambdas/foundation/store/person-ids.ts';
import { keptRows } from './kept-rows.ts';

type PersonKey = Pick<Person, 'workspace' | 'id'>;

/** People in memory: pass the same suite as the adapter, and show all that live. */
export function fakePeople(clock: Clock, messageDays = 90) {
  const rows = keptRows<PersonKey, Person>(
    ({ workspace, id }) => JSON.stringify([workspace, id]),
    () => unixSeconds(clock.now()),
    messageDays,
  );
  const holder = (workspace: string, alias: string) =>
    rows.all().find((person) => person.workspace === workspace && heldBy(person).includes(alias));
  const holdersOf = (workspace: string, aliases: readonly string[]) =>
    new Map(
      aliases.flatMap((alias) => {
        const id = holder(workspace, alias)?.id;
        return id === undefined ? [] : [[alias, id] as const];
      }),
    );
  const save = (after: Identified) => {
    rows.put(after.person);
    return after;
  };

  const people: People = {
    async get(workspace, id) {
      return rows.get({ workspace, id });
    },
    async byAlias(workspace, alias) {
      return holder(workspace, alias);
    },
    async identify(workspace, aliases, names, at) {
      const found = aliases.flatMap((alias) => holder(workspace, alias) ?? [])[0];
      const person = found ?? personWith(workspace, `p_${randomUUID().replaceAll('-', '')}`, [], at);
      return save(identified(person, { aliases, names, at }, holdersOf(workspace, aliases)));
    },
    async rename(workspace, from, to, at) {
      const found = holder(workspace, from);
      if (found === undefined || from === to) return people.identify(workspace, [to], noNames, at);
      return save(renamed(found, { from, to, at }, holdersOf(workspace, [to])));
    },
  };
  return { ...people, rows: rows.all };
}
