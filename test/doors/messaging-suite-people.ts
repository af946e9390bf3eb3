import { describe, expect, it } from '@jest/globals';
import type { People, PersonNames } from '../../lambdas/foundation/store/people.ts';
import { keptMs, type MessagingMaker } from './messaging-under-test.ts';
import { fresh, handClock } from './store-under-test.ts';

const nobody: PersonNames = { name: null, username: null };
const at = '2026-11-21T10:00:00.000Z';
const later = '2026-11-22T10:00:00.000Z';
const held = (alias: string, since = at) => ({ alias, since, until: null });

/** The people and their ids. */
export function peopleSuite(make: MessagingMaker): void {
  const open = () => {
    const clock = handClock();
    const process = make(clock);
    const [workspace, first, second, third] = [fresh('w'), fresh('psid:1'), fresh('wa:2'), fresh('bsuid:3')];
    const identify = (people: People, aliases: readonly string[], names = nobody, since = at) =>
      people.identify(workspace, aliases, names, since);
    return { clock, process, ...process(), workspace, first, second, third, identify };
  };

  describe('a person', () => {
    it('is new with the first id, and known by each of them from then on', async () => {
      const { people, process, workspace, first, second, identify } = open();
      const found = await identify(people, [first, second, first], { name: 'Test Person', username: null });
      const { id } = found.person;
      expect(id).toMatch(/^p_[0-9a-f]{32}$/);
      const person = {
        workspace,
        id,
        aliases: [held(first), held(second)],
        name: 'Test Person',
        username: null,
        conflicts: [],
      };
      expect(found).toEqual({ person, conflicts: [], changed: true });
      expect(await process().people.get(workspace, id)).toEqual(person);
      for (const alias of [first, second]) expect(await people.byAlias(workspace, alias)).toEqual(person);
      expect(await people.byAlias(fresh('x'), first)).toBeUndefined();
      expect(await people.get(fresh('x'), id)).toBeUndefined();
      const other = await people.identify(fresh('x'), [first], nobody, at);
      expect(other.person.id).not.toBe(id);
      await expect(identify(people, [])).rejects.toMatchObject({ kind: 'bug' });
    });

    it('is the holder of the first id that anybody holds, and gets those that are free', async () => {
      const { people, workspace, first, second, third, identify } = open();
      const { person } = await identify(people, [second]);
      const found = await identify(people, [first, second, third], nobody, later);
      const aliases = [held(second), held(first, later), held(third, later)];
      expect(found).toEqual({ person: { ...person, aliases }, conflicts: [], changed: true });
      for (const alias of [first, second, third]) {
        expect(await people.byAlias(workspace, alias)).toEqual(found.person);
      }
      const again = await identify(people, [third, first], nobody, later);
      expect(again).toEqual({ person: found.person, conflicts: [], changed: false });
    });

    it('has the names that were given last; nothing said leaves them', async () => {
      const { people, workspace, first, identify } = open();
      const { person } = await identify(people, [first], { name: 'Test Person', username: null });
      const named = await identify(people, [first], { name: null, username: 'test.person' });
      expect(named).toMatchObject({ changed: false, person: { name: 'Test Person', username: 'test.person' } });
      await identify(people, [first], { name: 'Person Two', username: null });
      expect(await people.get(workspace, person.id)).toMatchObject({ name: 'Person Two', username: 'test.person' });
    });

    it('is one, however many workers meet a new id at once', async () => {
      const { process, people, workspace, first, second, identify } = open();
      const ways = [[first], [second, first], [first, second], [first], [second, first]];
      await identify(people, [fresh('x')]);
      const found = await Promise.all(ways.map((aliases) => identify(process().people, aliases)));
      const one = await people.byAlias(workspace, first);
      expect(new Set(found.map(({ person }) => person.id))).toEqual(new Set([one?.id]));
      expect([...(one?.aliases ?? [])].map(({ alias }) => alias).sort()).toEqual([first, second].sort());
      expect(await people.byAlias(workspace, second)).toEqual(one);
    });

    it('keeps what several workers add at once', async () => {
      const { process, people, workspace, first, identify } = open();
      await identify(people, [first]);
      const more = [1, 2, 3, 4].map((n) => fresh(`more:${n}`));
      await Promise.all(more.map((alias) => identify(process().people, [first, alias])));
      const person = await people.byAlias(workspace, first);
      expect(person?.aliases.map(({ alias }) => alias).sort()).toEqual([first, ...more].sort());
      for (const alias of more) expect(await people.byAlias(workspace, alias)).toEqual(person);
    });

    it('never takes an id that another holds: that is a conflict, told every time and recorded once', async () => {
      const { people, workspace, first, second, third, identify } = open();
      const one = (await identify(people, [first])).person;
      const other = (await identify(people, [second])).person;
      const found = await identify(people, [first, second, third], nobody, later);
      const conflicts = [{ alias: second, personId: other.id, at: later }];
      const person = { ...one, aliases: [held(first), held(third, later)], conflicts };
      expect(found).toEqual({ person, conflicts: [second], changed: true });
      expect(await identify(people, [first, second], nobody, later)).toEqual({
        person,
        conflicts: [second],
        changed: false,
      });
      expect(await people.byAlias(workspace, second)).toEqual(other);
      expect(await people.get(workspace, one.id)).toEqual(person);
    });

    it('lives some days after it was last met, with all ids; whoever holds them then is somebody new', async () => {
      const { clock, people, workspace, first, second, third, identify } = open();
      const { person } = await identify(people, [first, second]);
      clock.pass(keptMs - 60_000);
      expect(await identify(people, [second])).toEqual({ person, conflicts: [], changed: false });
      clock.pass(keptMs - 60_000);
      for (const alias of [first, second]) expect(await people.byAlias(workspace, alias)).toEqual(person);
      clock.pass(60_000);
      expect(await people.get(workspace, person.id)).toBeUndefined();
      for (const alias of [first, second]) expect(await people.byAlias(workspace, alias)).toBeUndefined();
      const anew = await identify(people, [third, first]);
      expect(anew).toMatchObject({ changed: true, conflicts: [], person: { aliases: [held(third), held(first)] } });
      expect(anew.person.id).not.toBe(person.id);
      expect(await people.byAlias(workspace, first)).toEqual(anew.person);
      expect(await people.byAlias(workspace, second)).toBeUndefined();
    });
  });

  describe('ids that became others', () => {
    const last = '2026-11-23T10:00:00.000Z';
    const gone = (alias: string, until = later) => ({ alias, since: at, until });

    it('are their holder’s no more, and free; once more changes nothing', async () => {
      const { people, workspace, first, second, third, identify } = open();
      const { person } = await identify(people, [first, third], { name: 'Test Person', username: null });
      const moved = { ...person, aliases: [gone(first), held(third), held(second, later)] };
      const done = await people.rename(workspace, [first], [second], later);
      expect(done).toEqual({ person: moved, conflicts: [], changed: true });
      const again = await people.rename(workspace, [first], [second], later);
      expect(again).toEqual({ person: moved, conflicts: [], changed: false });
      expect(await people.byAlias(workspace, first)).toBeUndefined();
      for (const alias of [second, third]) expect(await people.byAlias(workspace, alias)).toEqual(moved);
      const next = await identify(people, [first], nobody, last);
      expect(next).toMatchObject({ changed: true, person: { aliases: [held(first, last)] } });
      expect(next.person.id).not.toBe(person.id);
    });

    it('are still the old holder’s for what happened before, whoever has them today', async () => {
      const { people, workspace, first, second, third, identify } = open();
      const { person } = await identify(people, [first]);
      const moved = await people.rename(workspace, [first], [second], later);
      for (const time of [at, later]) {
        expect(await people.byAlias(workspace, first, time)).toEqual(moved?.person);
        const found = await identify(people, [first], nobody, time);
        expect(found).toEqual({ person: moved?.person, conflicts: [], changed: false });
      }
      expect(await people.byAlias(workspace, first, last)).toBeUndefined();
      const other = (await identify(people, [third, first], nobody, last)).person;
      expect(other.id).not.toBe(person.id);
      expect(await people.byAlias(workspace, first)).toEqual(other);
      expect((await people.byAlias(workspace, first, last))?.id).toBe(other.id);
      expect((await people.byAlias(workspace, first, later))?.id).toBe(person.id);
      expect(await people.rename(workspace, [first], [second], later)).toMatchObject({ changed: false, conflicts: [] });
      expect(await people.byAlias(workspace, first)).toEqual(other);
      await people.rename(workspace, [first], [], '2026-11-24T10:00:00.000Z');
      expect((await people.byAlias(workspace, first, last))?.id).toBe(other.id);
      expect((await people.byAlias(workspace, first, later))?.id).toBe(person.id);
      expect(await people.byAlias(workspace, first)).toBeUndefined();
    });

    it('may be some that their holder has, or had', async () => {
      const { people, workspace, first, second, identify } = open();
      const { person } = await identify(people, [first, second]);
      await people.rename(workspace, [first], [second], later);
      expect((await people.get(workspace, person.id))?.aliases).toEqual([gone(first), held(second)]);
      const back = await people.rename(workspace, [second], [first], last);
      const aliases = [gone(first), gone(second, last), held(first, last)];
      expect(back).toEqual({ person: { ...person, aliases }, conflicts: [], changed: true });
      expect(await people.byAlias(workspace, first)).toEqual(back?.person);
      expect(await people.byAlias(workspace, second)).toBeUndefined();
      // The first change told again is over: who has the id back keeps it.
      for (const [previous, current, time] of [[first, second, later] as const, [first, first, last] as const]) {
        const same = await people.rename(workspace, [previous], [current], time);
        expect(same).toEqual({ person: back?.person, conflicts: [], changed: false });
      }
      const latest = '2026-11-24T10:00:00.000Z';
      const again = await people.rename(workspace, [first], [second], latest);
      const ended = [...aliases.slice(0, 2), { ...held(first, last), until: latest }, held(second, latest)];
      expect(again?.person.aliases).toEqual(ended);
    });

    it('that nobody has named yet are remembered for what comes late', async () => {
      const { people, workspace, first, second, third, identify } = open();
      const { person } = await identify(people, [second], nobody, last);
      const found = await people.rename(workspace, [first], [second, third], later);
      const never = { alias: first, since: later, until: later };
      const aliases = [held(second, last), never, held(third, later)];
      expect(found).toEqual({ person: { ...person, aliases }, conflicts: [], changed: true });
      expect(await people.byAlias(workspace, first)).toBeUndefined();
      const late = await identify(people, [first], nobody, at);
      expect(late).toEqual({ person: found?.person, conflicts: [], changed: false });
    });

    it('are a conflict when somebody else holds the others, who keeps them; what was is over all the same', async () => {
      const { people, workspace, first, second, identify } = open();
      const one = (await identify(people, [first])).person;
      const other = (await identify(people, [second])).person;
      const conflicts = [{ alias: second, personId: other.id, at: later }];
      const person = { ...one, aliases: [gone(first)], conflicts };
      const told = await people.rename(workspace, [first], [second], later);
      expect(told).toEqual({ person, conflicts: [second], changed: true });
      const again = await people.rename(workspace, [first], [second], later);
      expect(again).toEqual({ person, conflicts: [second], changed: false });
      expect(await people.byAlias(workspace, first)).toBeUndefined();
      expect(await people.byAlias(workspace, first, at)).toEqual(person);
      expect(await people.byAlias(workspace, second)).toEqual(other);
    });

    it('of two people are the first one’s change; the other keeps theirs until told', async () => {
      const { people, workspace, first, second, third, identify } = open();
      const one = (await identify(people, [first])).person;
      const other = (await identify(people, [second])).person;
      const told = await people.rename(workspace, [first, second], [third], later);
      expect(told).toMatchObject({ conflicts: [second], person: { id: one.id } });
      expect(await people.byAlias(workspace, second)).toEqual(other);
      const ended = await people.rename(workspace, [second], [], later);
      expect(ended).toMatchObject({ changed: true, person: { id: other.id, aliases: [gone(second)] } });
      expect(await people.byAlias(workspace, second)).toBeUndefined();
    });

    it('that nobody holds make nobody', async () => {
      const { people, workspace, first, second, identify } = open();
      expect(await people.rename(workspace, [first], [second], later)).toBeUndefined();
      expect(await people.rename(workspace, [], [second], later)).toBeUndefined();
      for (const alias of [first, second]) expect(await people.byAlias(workspace, alias, later)).toBeUndefined();
      expect((await identify(people, [second])).person.aliases).toEqual([held(second)]);
    });

    it('are given up once, however many workers hear of it at once', async () => {
      const { people, process, workspace, first, second, identify } = open();
      const { person } = await identify(people, [first]);
      const found = await Promise.all(
        [1, 2, 3, 4].map(() => process().people.rename(workspace, [first], [second], later)),
      );
      expect(new Set(found.map((one) => one?.person.id))).toEqual(new Set([person.id]));
      expect(await people.byAlias(workspace, second)).toEqual({
        ...person,
        aliases: [gone(first), held(second, later)],
      });
      expect(await people.byAlias(workspace, first)).toBeUndefined();
    });
  });

  describe('a second user id', () => {
    it('is the number’s holder’s, and a conflict, told and recorded once', async () => {
      const { people, workspace, second, third: before, identify } = open();
      const now = fresh('bsuid:4');
      const { person } = await identify(people, [before, second]);
      const found = await identify(people, [now, second], nobody, later);
      const conflicts = [{ alias: now, personId: person.id, at: later }];
      const both = { ...person, aliases: [held(before), held(second), held(now, later)], conflicts };
      expect(found).toEqual({ person: both, conflicts: [now], changed: true });
      const again = await identify(people, [now, second], nobody, later);
      expect(again).toEqual({ person: both, conflicts: [], changed: false });
      const told = await people.rename(workspace, [before], [now], later);
      expect(told).toMatchObject({ conflicts: [], changed: true, person: { conflicts: [] } });
      expect(await people.byAlias(workspace, before)).toBeUndefined();
    });

    it('is none when Meta tells that it is the new one', async () => {
      const { people, workspace, second, third: before, identify } = open();
      const now = fresh('bsuid:4');
      await identify(people, [before, second]);
      const told = await people.rename(workspace, [before], [now, second], later);
      expect(told).toMatchObject({ conflicts: [], person: { conflicts: [] } });
      const found = await identify(people, [now, second], nobody, later);
      expect(found).toEqual({ person: told?.person, conflicts: [], changed: false });
    });
  });
}
