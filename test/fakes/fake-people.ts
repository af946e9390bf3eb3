import { randomUUID } from 'node:crypto';
import { type Clock, unixSeconds } from '../../lambdas/foundation/core/clock.ts';
import type { Identified, People, Person } from '../../lambdas/foundation/store/people.ts';
import { type Holder, identified, personWith, renamed } from '../../lambdas/foundation/store/person-ids.ts';
import { keptRows } from './kept-rows.ts';

type PersonKey = Pick<Person, 'workspace' | 'id'>;

/** People in memory: pass the same suite as the adapter, and show all that live. */
export function fakePeople(clock: Clock, messageDays = 90) {
  const rows = keptRows<PersonKey, Person>(
    ({ workspace, id }) => JSON.stringify([workspace, id]),
    () => unixSeconds(clock.now()),
    messageDays,
  );
  /** Who held an id at a moment; without one, today. */
  const holder = (workspace: string, alias: string, at?: string): Holder | undefined => {
    const all = rows
      .all()
      .filter((person) => person.workspace === workspace)
      .flatMap(({ id, aliases }) => aliases.map((one) => ({ ...one, personId: id })))
      .filter((one) => one.alias === alias);
    const past = all.flatMap(({ personId, until }) =>
      until !== null && at && at <= until ? [{ personId, until }] : [],
    );
    const [first] = past.sort((a, b) => (a.until < b.until ? -1 : 1));
    return first ?? all.find(({ until }) => until === null);
  };
  const holdersOf = (workspace: string, aliases: readonly string[], at: string) =>
    new Map(
      aliases.flatMap((alias) => {
        const found = holder(workspace, alias, at);
        return found === undefined ? [] : [[alias, found] as const];
      }),
    );
  const firstIn = (workspace: string, aliases: readonly string[], at?: string) => {
    const id = aliases.flatMap((alias) => holder(workspace, alias, at)?.personId ?? [])[0];
    return id === undefined ? undefined : rows.get({ workspace, id });
  };
  const save = (after: Identified) => {
    rows.put(after.person);
    return after;
  };

  const people: People = {
    async get(workspace, id) {
      return rows.get({ workspace, id });
    },
    async byAlias(workspace, alias, at) {
      return firstIn(workspace, [alias], at);
    },
    async identify(workspace, aliases, names, at) {
      const found = firstIn(workspace, aliases, at);
      const person = found ?? personWith(workspace, `p_${randomUUID().replaceAll('-', '')}`, [], at);
      return save(identified(person, { aliases, names, at }, holdersOf(workspace, aliases, at)));
    },
    async rename(workspace, previous, current, at) {
      const ids = [...previous, ...current];
      const found = firstIn(workspace, ids, at);
      return found && save(renamed(found, { previous, current, at }, holdersOf(workspace, ids, at)));
    },
  };
  return { ...people, rows: rows.all };
}
