import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AccessToken } from '../../../lambdas/foundation/core/access-token.ts';
import { careFor } from '../../../lambdas/oauth/care-for-connection.ts';
import { tonights } from '../../../lambdas/oauth/care-page-tokens.ts';
import { DEMO, type MetaSimulator } from '../../local/graph-meta.ts';
import {
  consent,
  freshWorld,
  type Going,
  linker,
  type OauthWorld,
  oauthSimulator,
  theConnection,
  wake,
} from './oauth-world.ts';

const day = 86_400;
let sim: MetaSimulator;
let w: OauthWorld;
beforeAll(async () => {
  sim = await oauthSimulator();
});
afterAll(() => sim.close());
beforeEach(async () => {
  w = await freshWorld(sim);
});

const connect = async (going: Going = {}) => {
  const { id } = await consent(w, { features: ['pages', 'messaging'], ...going });
  await linker(w)();
  return id;
};
const ref = (connectionId: string, kind: 'user' | 'page' = 'user', subject = 'me') =>
  ({ workspace: 'shop', connectionId, kind, subject }) as const;
const textOf = async (id: string) => AccessToken.textOf(await w.doors.vault.open(ref(id)));
const daysLeft = () => (Date.parse(theConnection(w).tokens[0]?.expiresAt ?? '') - w.clock.now()) / 86_400_000;
const types = () => w.doors.bus.announced.map(({ type }) => type);

describe('the nightly look', () => {
  it('finds a good token good, sends a look for drift, and comes again the next night', async () => {
    const id = await connect();
    const before = await textOf(id);
    await wake(w, id);
    const row = theConnection(w);
    const hours = (Date.parse(row.careDueAt ?? '') - w.clock.now()) / 3600_000;
    expect(hours).toBeGreaterThan(19);
    expect(hours).toBeLessThan(29);
    expect(w.doors.outbox.items('connectionLinks').at(-1)).toEqual({
      workspace: 'shop',
      connectionId: id,
      reason: 'drift',
    });
    expect([row.state, await textOf(id), w.notes.total('TokenRefreshes', { outcome: 'refreshed' })]).toEqual([
      'connected',
      before,
      0,
    ]);
    expect(types()).toEqual(['connection.connected']);
  });

  it('renews a token ahead of its end, after the new one was seen to live', async () => {
    const id = await connect();
    const before = await textOf(id);
    await w.clock.advance(45 * day);
    await wake(w, id);
    expect(await textOf(id)).not.toBe(before);
    expect(daysLeft()).toBeGreaterThan(55);
    expect(w.notes.total('TokenRefreshes', { outcome: 'refreshed' })).toBe(1);
    expect(types()).not.toContain('token.expiring');
  });

  it.each(['oauth/access_token', 'second debug_token'])(
    'keeps the old token when the new one fails at %s',
    async (what) => {
      const id = await connect();
      const before = await textOf(id);
      await w.clock.advance(45 * day);
      const fault = { kind: 'error', code: 190, subcode: 460, status: 400 };
      const path = what.split(' ').at(-1);
      await sim.control('POST', 'faults', {
        graph: [{ match: { path }, after: what.startsWith('second') ? 1 : 0, times: 1, fault }],
      });
      await wake(w, id);
      expect(await textOf(id)).toBe(before);
      expect(theConnection(w).state).toBe('connected');
      expect(w.notes.total('TokenRefreshes', { outcome: 'failed' })).toBe(1);
    },
  );

  it.each([
    ['ends no later', {}],
    ['can do less', { scopes: ['pages_show_list'] }],
  ])('keeps the old token when the new one %s', async (_what, changes) => {
    const id = await connect();
    const before = await textOf(id);
    await w.clock.advance(45 * day);
    const { expiresAt } = theConnection(w).tokens[0] ?? {};
    const left = Math.floor((Date.parse(expiresAt ?? '') - w.clock.now()) / 1000);
    const common = { kind: 'user', app: DEMO.app, person: DEMO.ada, scopes: theConnection(w).granted };
    const expiresInSeconds = 'scopes' in changes ? 60 * day : left;
    const { body } = await sim.control('POST', 'tokens', { ...common, expiresInSeconds, ...changes });
    const given = { token: new AccessToken(body.token), expiresAt: null };
    const graph = { ...w.doors.graph, exchangeLongLived: async () => given };
    await careFor({ wake: { workspace: 'shop', connectionId: id } }, { ...w.doors, graph }, w.notes);
    expect(await textOf(id)).toBe(before);
    expect(w.notes.total('TokenRefreshes', { outcome: 'unchanged' })).toBe(1);
  });

  it('warns at 14, 7, 3 and 1 days, once each, when it cannot renew', async () => {
    const id = await connect();
    await sim.control('POST', 'faults', {
      graph: [{ match: { path: 'oauth/access_token' }, times: 1000, fault: { kind: 'html500' } }],
    });
    await w.clock.advance(45 * day);
    for (let night = 0; night < 15; night += 1) {
      await wake(w, id);
      await wake(w, id);
      await w.clock.advance(day);
    }
    const warned = w.doors.bus.announced.filter(({ type }) => type === 'token.expiring');
    expect(warned.map(({ detail }) => detail.daysLeft)).toEqual([13, 6, 2, 0]);
    expect(new Set(warned.map(({ id: event }) => event)).size).toBe(4);
    await w.clock.advance(day);
    await wake(w, id);
    expect(theConnection(w)).toMatchObject({ state: 'needs_reauth' });
  });

  it.each([458, 460, 463, 467, 492])(
    'marks a token that is dead with 190/%d, by its code and subcode',
    async (subcode) => {
      const id = await connect();
      await sim.control('POST', 'tokens/kill', { person: DEMO.ada, code: 190, subcode });
      await wake(w, id);
      await wake(w, id);
      expect(theConnection(w)).toMatchObject({
        state: 'needs_reauth',
        reason: expect.stringContaining(`190/${subcode}`),
      });
      expect(theConnection(w).careDueAt).toBeUndefined();
      expect(types().filter((type) => type === 'connection.needs-reauth')).toHaveLength(1);
    },
  );

  it('does not take our own refused question for a dead token', async () => {
    const id = await connect();
    const fault = { kind: 'error', code: 190, status: 400 };
    await sim.control('POST', 'faults', { graph: [{ match: { path: 'debug_token' }, times: 9, fault }] });
    await expect(wake(w, id)).rejects.toMatchObject({ kind: 'misconfigured' });
    expect(theConnection(w).state).toBe('connected');
  });

  it('sees a scope that was taken back, and which feature is off', async () => {
    const id = await connect();
    const row = theConnection(w);
    await w.doors.connections.change(row, { features: [...row.features, 'leads'] });
    await wake(w, id);
    await linker(w)();
    expect(theConnection(w)).toMatchObject({ state: 'incomplete' });
    expect(theConnection(w).missing.map(({ what }) => what)).toContain('feature:leads');
  });

  it('forgets a Page token that is dead; the look for drift reads a new one', async () => {
    const id = await connect();
    await sim.control('POST', 'tokens/kill', { kind: 'page', code: 190, subcode: 460 });
    await wake(w, id);
    expect(w.doors.vault.refs().map(({ kind }) => kind)).toEqual(['user']);
    expect(theConnection(w).state).toBe('connected');
    await linker(w)();
    expect(w.doors.vault.refs().map(({ kind }) => kind)).toContain('page');
  });

  it('looks at the one Page token that Meta refused, and leaves the night’s look where it is', async () => {
    const id = await connect();
    await w.clock.advance(day / 4);
    const { careDueAt } = theConnection(w);
    await sim.control('POST', 'tokens/kill', { kind: 'page', code: 190, subcode: 460 });
    const suspect = (page: string) =>
      careFor({ wake: { workspace: 'shop', connectionId: id, page } }, w.doors, w.notes);
    const pages = () => w.doors.vault.refs().flatMap(({ kind, subject }) => (kind === 'page' ? [subject] : []));
    const before = pages();
    await suspect('990000000000099');
    expect(pages()).toEqual(before);
    const [page = 'none'] = before;
    await suspect(page);
    expect(pages()).toEqual(before.slice(1));
    expect(theConnection(w)).toMatchObject({ state: 'connected', careDueAt });
    await linker(w)();
    expect(pages().sort()).toEqual(before.sort());
  });

  it('waits when Meta is down, and when its limit is reached', async () => {
    const id = await connect();
    const now = theConnection(w);
    await sim.control('POST', 'faults', {
      graph: [{ match: { path: 'debug_token' }, times: 9, fault: { kind: 'html500' } }],
    });
    await expect(wake(w, id)).rejects.toMatchObject({ kind: 'meta-unavailable' });
    expect(theConnection(w)).toEqual(now);
  });

  it('renews an Instagram token by Instagram’s own road', async () => {
    const id = await connect({ platform: 'instagram', features: ['instagram'], choice: { user: DEMO.instagram } });
    await w.clock.advance(45 * day);
    await wake(w, id);
    expect(daysLeft()).toBeGreaterThan(55);
  });
});

describe('care of what is not connected', () => {
  it('sends a link on whose message was lost, and looks again later', async () => {
    const { id } = await consent(w, { features: ['pages'] });
    w.clock.skip(16 * 60_000);
    await wake(w, id);
    expect(w.doors.outbox.items('connectionLinks')).toHaveLength(2);
    await wake(w, id);
    expect((Date.parse(theConnection(w).careDueAt ?? '') - w.clock.now()) / 3600_000).toBeCloseTo(6, 1);
  });

  it('leaves a consent that is just being kept, and clears one that never was', async () => {
    const { id } = await consent(w, { features: ['pages'] });
    await w.doors.connections.change(theConnection(w), { tokens: [] });
    await wake(w, id);
    expect(w.doors.connections.rows()).toHaveLength(1);
    w.clock.skip(16 * 60_000);
    await wake(w, id);
    expect([w.doors.connections.rows(), w.doors.vault.refs()]).toEqual([[], []]);
  });

  it('marks a connection whose token is not in the vault any more', async () => {
    const id = await connect();
    await w.doors.vault.wipeAll('shop', id);
    await wake(w, id);
    expect(theConnection(w)).toMatchObject({ state: 'needs_reauth', reason: 'no living token is kept' });
  });

  it('comes back by itself after a checkpoint that the person has passed', async () => {
    const id = await connect();
    const row = theConnection(w);
    await w.doors.connections.change(row, { state: 'needs_reauth', reason: '190/459' });
    await wake(w, id);
    await linker(w)();
    expect(theConnection(w)).toMatchObject({ state: 'connected', reason: null });
  });

  it('does nothing for a connection that is gone or taken off', async () => {
    await wake(w, 'con_unknown');
    const id = await connect();
    await w.doors.connections.change(theConnection(w), { state: 'disconnected', tokens: [] });
    await wake(w, id);
    expect(theConnection(w).careDueAt).toBeUndefined();
  });
});

describe('a person who takes the app off', () => {
  const deauthorised = (at: string, userId: string = DEMO.ada) =>
    careFor({ deauthorised: { appId: DEMO.app, userId, at } }, w.doors, w.notes);
  const now = () => new Date(w.clock.now()).toISOString();

  it('has no token left in any workspace, and every app is told', async () => {
    await connect();
    await consent(w, { features: ['pages'], workspace: 'other' });
    const ben = await consent(w, { features: ['pages'], choice: { user: DEMO.ben } });
    const at = now();
    await deauthorised(at);
    await deauthorised(at);
    expect(w.doors.vault.refs().map(({ connectionId }) => connectionId)).toEqual([ben.id]);
    const states = w.doors.connections.rows().map(({ state, tokens, id }) => [id === ben.id, state, tokens.length]);
    expect(states.sort()).toEqual([
      [false, 'disconnected', 0],
      [false, 'disconnected', 0],
      [true, 'linking', 1],
    ]);
    const events = w.doors.bus.announced.filter(({ type }) => type === 'connection.disconnected');
    expect(new Set(events.map(({ id }) => id)).size).toBe(2);
  });

  it('and connects again is not disconnected by a callback that comes late', async () => {
    await connect();
    await deauthorised(new Date(w.clock.now() - 5 * 60_000).toISOString());
    expect(theConnection(w).state).toBe('connected');
    expect(w.doors.vault.refs().length).toBeGreaterThan(0);
  });

  it('may be nobody of ours', async () => {
    await deauthorised(now(), '1');
    expect(w.notes.facts.deauthorised).toBe(0);
  });
});

describe('the Page tokens of one night', () => {
  it.each([0, 1, 50, 51, 300])('of %d are at most 50, and each has its turn', (count) => {
    const refs = Array.from({ length: count }, (_, at) => at);
    const nights = Math.ceil(count / 50);
    const seen = Array.from({ length: nights }, (_, night) => tonights(refs, night * 86_400_000));
    for (const one of seen) expect(one.length).toBeLessThanOrEqual(50);
    expect(seen.flat().sort((a, b) => a - b)).toEqual(refs);
    expect(tonights([], 0)).toEqual([]);
  });
});
