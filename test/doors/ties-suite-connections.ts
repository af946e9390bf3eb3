import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { fresh, handClock } from './store-under-test.ts';
import { aConnection, aState, type TiesMaker } from './ties-under-test.ts';

/** The connections: who may change what, and what a person has. */
export function connectionSuite(make: TiesMaker): void {
  const open = () => make(handClock())().connections;

  describe('the connections', () => {
    it('come back as they were put, in their own workspace alone', async () => {
      const connections = open();
      const connection = aConnection();
      await connections.create(connection);
      await connections.create(connection);
      expect(await connections.get(connection.workspace, connection.id)).toEqual(connection);
      for (const other of [`${connection.workspace}#`, fresh('x'), '-']) {
        expect(await connections.get(other, connection.id)).toBeUndefined();
        expect(await connections.list(other, { limit: 10 })).toEqual({ data: [], after: null });
        await connections.remove(other, connection.id);
      }
      expect(await connections.get(connection.workspace, connection.id)).toEqual(connection);
    });

    it('do not overwrite one that stands', async () => {
      const connections = open();
      const connection = aConnection();
      await connections.create(connection);
      const other = { ...connection, name: 'Another', metaUserId: randomUUID() };
      await expect(connections.create(other)).rejects.toMatchObject({ kind: 'conflict' });
      expect(await connections.get(connection.workspace, connection.id)).toEqual(connection);
      expect(await connections.ofPerson(other.appId, other.metaUserId)).toEqual([]);
    });

    it('change for one of several workers, from what they read', async () => {
      const process = make(handClock());
      const connection = aConnection();
      await process().connections.create(connection);
      const tries = ['a', 'b', 'c', 'd'].map((reason) => process().connections.change(connection, { reason }));
      const answers = await Promise.allSettled(tries);
      const won = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(won).toHaveLength(1);
      expect(won[0]).toMatchObject({ ...connection, reason: won[0]?.reason, version: 2 });
      for (const one of answers) if (one.status === 'rejected') expect(one.reason).toMatchObject({ kind: 'busy' });
      expect(await process().connections.get(connection.workspace, connection.id)).toEqual(won[0]);
    });

    it('lose a member that is changed to undefined', async () => {
      const connections = open();
      const connection = aConnection({ careDueAt: '2026-11-22T10:00:00.000Z' });
      await connections.create(connection);
      const changed = await connections.change(connection, { careDueAt: undefined, state: 'disconnected' });
      expect(changed).toEqual({ ...aConnection(connection), state: 'disconnected', version: 2, careDueAt: undefined });
      expect(await connections.get(connection.workspace, connection.id)).not.toHaveProperty('careDueAt');
    });

    it('cannot be changed once they are gone, and are taken away as often as asked', async () => {
      const connections = open();
      const connection = aConnection();
      await connections.create(connection);
      await connections.remove(connection.workspace, connection.id);
      await connections.remove(connection.workspace, connection.id);
      await expect(connections.change(connection, { reason: 'x' })).rejects.toMatchObject({ kind: 'not-found' });
      expect(await connections.get(connection.workspace, connection.id)).toBeUndefined();
      expect(await connections.ofPerson(connection.appId, connection.metaUserId)).toEqual([]);
    });

    it('stay when they were changed since they were judged', async () => {
      const connections = open();
      const connection = aConnection();
      await connections.create(connection);
      const renewed = await connections.change(connection, { reason: 'consented again' });
      const { workspace, id } = connection;
      await expect(connections.remove(workspace, id, connection.version)).rejects.toMatchObject({ kind: 'busy' });
      expect(await connections.get(workspace, id)).toMatchObject({ reason: 'consented again' });
      await connections.remove(workspace, id, renewed.version);
      expect(await connections.get(workspace, id)).toBeUndefined();
    });

    it('are listed by id, page by page', async () => {
      const connections = open();
      const workspace = fresh('w');
      const ids = ['a', 'a!', 'a#', 'b', 'ß', '~', '10', '9'].sort();
      for (const id of ids) await connections.create(aConnection({ workspace, id }));
      for (const limit of [1, 3, 8, 100]) {
        const found: string[] = [];
        for (let after: string | null | undefined; after !== null; ) {
          expect(found.length).toBeLessThan(ids.length);
          const page = await connections.list(workspace, { limit, ...(after && { after }) });
          expect(page.data.length).toBeLessThanOrEqual(limit);
          found.push(...page.data.map(({ id }) => id));
          after = page.after;
        }
        expect([...found].sort()).toEqual(ids);
      }
    });

    it('of one person are found in all workspaces, by app', async () => {
      const connections = open();
      const metaUserId = `#${randomUUID()}`;
      const mine = [aConnection({ metaUserId }), aConnection({ metaUserId })];
      for (const one of mine) await connections.create(one);
      await connections.create(aConnection({ metaUserId, appId: '9' }));
      const found = await connections.ofPerson('100200300', metaUserId);
      const wanted = mine.map(({ workspace, id }) => ({ workspace, id }));
      expect(found).toHaveLength(2);
      expect(found).toEqual(expect.arrayContaining(wanted));
      expect(await connections.ofPerson('100200300', randomUUID())).toEqual([]);
    });
  });
}

/** The consents under way. */
export function oauthStateSuite(make: TiesMaker): void {
  describe('a consent under way', () => {
    it('is consumed by one of many, once', async () => {
      const clock = handClock();
      const process = make(clock);
      const state = aState(clock);
      await process().oauthStates.save(state);
      expect(await process().oauthStates.peek(state.stateHash)).toEqual(state);
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => process().oauthStates.consume(state.stateHash)),
      );
      expect(answers.filter((answer) => answer !== undefined)).toEqual([state]);
      expect(await process().oauthStates.consume(state.stateHash)).toBeUndefined();
      expect(await process().oauthStates.peek(state.stateHash)).toBeUndefined();
    });

    it('is bound to the first browser that comes, and to no other', async () => {
      const clock = handClock();
      const process = make(clock);
      const state = aState(clock);
      await process().oauthStates.save(state);
      const browsers = ['a', 'b', 'c'];
      const bound = await Promise.all(browsers.map((one) => process().oauthStates.bind(state.stateHash, one)));
      expect(bound.filter(Boolean)).toHaveLength(1);
      const first = browsers[bound.indexOf(true)] ?? '';
      expect(await process().oauthStates.bind(state.stateHash, first)).toBe(true);
      expect(await process().oauthStates.consume(state.stateHash)).toEqual({ ...state, browserHash: first });
      expect(await process().oauthStates.bind(state.stateHash, first)).toBe(false);
    });

    it('is never made twice, nor made by binding', async () => {
      const clock = handClock();
      const { oauthStates } = make(clock)();
      const state = aState(clock);
      expect(await oauthStates.bind(state.stateHash, 'a')).toBe(false);
      expect(await oauthStates.peek(state.stateHash)).toBeUndefined();
      await oauthStates.save(state);
      await expect(oauthStates.save({ ...state, workspace: fresh('x') })).rejects.toMatchObject({ kind: 'conflict' });
      expect(await oauthStates.peek(state.stateHash)).toEqual(state);
    });

    it('is over after 10 minutes, though its row still lies there', async () => {
      const clock = handClock();
      const { oauthStates } = make(clock)();
      const [peeked, consumed] = [aState(clock), aState(clock)];
      for (const state of [peeked, consumed]) await oauthStates.save(state);
      clock.pass(600_000 - 1);
      expect(await oauthStates.peek(peeked.stateHash)).toEqual(peeked);
      clock.pass(1);
      expect(await oauthStates.peek(peeked.stateHash)).toBeUndefined();
      expect(await oauthStates.bind(peeked.stateHash, 'a')).toBe(false);
      expect(await oauthStates.consume(consumed.stateHash)).toBeUndefined();
    });
  });
}
