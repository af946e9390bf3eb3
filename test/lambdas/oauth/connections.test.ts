import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import { disconnect } from '../../../lambdas/oauth/disconnect.ts';
import { importConnection } from '../../../lambdas/oauth/import-connection.ts';
import { listConnections, showConnection } from '../../../lambdas/oauth/list-connections.ts';
import { routes } from '../../../lambdas/oauth/routes.ts';
import { verifyConnection } from '../../../lambdas/oauth/verify-connection.ts';
import { DEMO, type MetaSimulator, SCOPES } from '../../local/graph-meta.ts';
import {
  callerOf,
  consent,
  freshWorld,
  linker,
  type OauthWorld,
  oauthSimulator,
  theConnection,
} from './oauth-world.ts';

let sim: MetaSimulator;
let w: OauthWorld;
beforeAll(async () => {
  sim = await oauthSimulator();
});
afterAll(() => sim.close());
beforeEach(async () => {
  w = await freshWorld(sim);
});

const mint = async (changes: object = {}): Promise<string> => {
  const person = { person: DEMO.systemUser, scopes: SCOPES, app: DEMO.app };
  const { body } = await sim.control('POST', 'tokens', { kind: 'system-user', ...person, ...changes });
  return body.token;
};
const pasted = (token: string, more: object = {}) =>
  importConnection(callerOf('shop'), { kind: 'system-user-token', token, ...more }, w.doors);
const connect = async () => {
  const { id } = await consent(w, { features: ['pages', 'messaging'] });
  await linker(w)();
  return id;
};

describe('a pasted system-user token', () => {
  it('is verified, kept, linked, and shown by no answer', async () => {
    const token = await mint();
    const view = await pasted(token);
    expect(routes['POST /v1/connections'].response.parse(view)).toMatchObject({
      platform: 'system-user',
      state: 'linking',
    });
    await linker(w)();
    expect(theConnection(w)).toMatchObject({ metaUserId: DEMO.systemUser, name: 'Shop server' });
    expect(w.doors.vault.refs()).toContainEqual({
      workspace: 'shop',
      connectionId: view.id,
      kind: 'system-user',
      subject: 'me',
    });
    const everything = inspect([view, w.doors.connections.rows(), w.doors.bus.announced, w.notes, w.audited], {
      depth: 9,
    });
    expect(everything).not.toContain(token);
    expect(await w.doors.registry.ownerOf({ kind: 'page', id: DEMO.page })).toBe('shop');
  });

  it('of the same system user renews its connection', async () => {
    expect((await pasted(await mint())).id).toBe((await pasted(await mint())).id);
    expect(w.doors.vault.refs().filter(({ kind }) => kind === 'system-user')).toHaveLength(1);
  });

  it.each([
    ['a person’s', () => mint({ kind: 'user', person: DEMO.ada })],
    ['a Page’s', () => mint({ kind: 'page', person: DEMO.ada, page: DEMO.page })],
    ['another app’s', () => mint({ app: DEMO.instagramApp })],
    ['made up', async () => 'made-up-made-up-made-up'],
    ['without a scope that serves', () => mint({ scopes: ['public_profile'] })],
    [
      'dead',
      async () => {
        const token = await mint();
        await sim.control('POST', 'tokens/kill', { person: DEMO.systemUser, code: 190, subcode: 460 });
        return token;
      },
    ],
  ])('that is %s is refused by its field, and nothing is kept', async (_what, make) => {
    const token = await make();
    const refused = await pasted(token).catch((failure: unknown) => failure);
    expect(refused).toMatchObject({ kind: 'invalid-request', errors: [{ path: 'body.token' }] });
    expect(inspect(refused, { depth: 9 })).not.toContain(token);
    expect([w.doors.connections.rows(), w.doors.vault.refs()]).toEqual([[], []]);
  });

  it('is not refused because Meta is down', async () => {
    const token = await mint();
    await sim.control('POST', 'faults', {
      graph: [{ match: { path: 'debug_token' }, times: 9, fault: { kind: 'html500' } }],
    });
    await expect(pasted(token)).rejects.toMatchObject({ kind: 'meta-unavailable' });
  });
});

describe('an Embedded Signup', () => {
  const signup = async () => {
    const { body } = await sim.control('POST', 'embedded-signup', {
      app: DEMO.app,
      user: DEMO.ada,
      wabaId: DEMO.waba,
      phoneNumberId: DEMO.number,
    });
    return {
      kind: 'embedded-signup',
      code: String(body.code),
      wabaId: DEMO.waba,
      phoneNumberId: DEMO.number,
      pin: '123456',
    } as const;
  };
  const finish = (asked: Awaited<ReturnType<typeof signup>>) => importConnection(callerOf('shop'), asked, w.doors);

  it('is exchanged at once, subscribes the WABA, registers the number, and links both', async () => {
    await finish(await signup());
    const { body } = await sim.control('GET', 'calls?path=register');
    expect(body.data).toMatchObject([{ method: 'POST', status: 200 }]);
    await linker(w)();
    expect(theConnection(w)).toMatchObject({ platform: 'whatsapp', state: 'connected', missing: [] });
    const kinds = (await w.doors.assets.list('shop', { limit: 100 })).data.map(
      ({ asset }) => `${asset.kind}:${asset.id}`,
    );
    expect(kinds).toEqual(expect.arrayContaining([`whatsapp:${DEMO.waba}`, `phone_number:${DEMO.number}`]));
  });

  it('whose number cannot be registered is linked all the same, and says so', async () => {
    const asked = await signup();
    const fault = { kind: 'error', code: 133005, status: 400 };
    await sim.control('POST', 'faults', { graph: [{ match: { path: 'register' }, times: 9, fault }] });
    await finish(asked);
    await linker(w)();
    expect(theConnection(w)).toMatchObject({ state: 'incomplete', missing: [{ what: `number:${DEMO.number}` }] });
  });

  it('after 30 seconds is refused', async () => {
    const asked = await signup();
    await w.clock.advance(31);
    await expect(finish(asked)).rejects.toMatchObject({ kind: 'invalid-request', errors: [{ path: 'body.code' }] });
    expect(w.doors.connections.rows()).toEqual([]);
  });
});

describe('the list', () => {
  it('pages through the workspace’s own, and shows nothing secret or inner', async () => {
    await connect();
    await consent(w, { choice: { user: DEMO.ben } });
    await consent(w, { workspace: 'other' });
    const first = await listConnections('shop', { limit: 1 }, w.doors);
    const second = await listConnections('shop', { limit: 1, cursor: String(first.nextCursor) }, w.doors);
    expect([first.data.length, second.data.length, second.nextCursor]).toEqual([1, 1, null]);
    expect(first.data[0]?.id).not.toBe(second.data[0]?.id);
    const shown = JSON.stringify([first, second]);
    for (const inner of ['EAA', 'metaUserId', 'createdBy', 'warnedDays', 'version', DEMO.ada])
      expect(shown).not.toContain(inner);
    expect(() => routes['GET /v1/connections'].response.parse(first)).not.toThrow();
  });

  it('refuses a cursor of another workspace', async () => {
    await connect();
    await consent(w, { choice: { user: DEMO.ben } });
    const { nextCursor } = await listConnections('shop', { limit: 1 }, w.doors);
    await expect(listConnections('other', { limit: 1, cursor: String(nextCursor) }, w.doors)).rejects.toMatchObject({
      kind: 'invalid-request',
    });
  });
});

describe('another workspace', () => {
  it('finds no connection that is not its own, to see, verify or take off', async () => {
    const id = await connect();
    const before = theConnection(w);
    for (const ask of [
      () => showConnection('other', id, w.doors),
      () => verifyConnection('other', id, w.doors, w.notes),
      () => disconnect('other', id, w.doors, w.notes),
    ]) {
      await expect(ask()).rejects.toMatchObject({ kind: 'not-found', message: 'no such connection' });
    }
    expect(theConnection(w)).toEqual(before);
  });
});

describe('verifying', () => {
  it('says that a token is good, and when', async () => {
    const id = await connect();
    await w.clock.advance(60);
    const { valid, connection } = await verifyConnection('shop', id, w.doors, w.notes);
    expect(valid).toBe(true);
    expect(Date.parse(connection.verifiedAt ?? '')).toBeGreaterThan(w.clock.now() - 5000);
  });

  it('marks one that is dead, and links one again that lives', async () => {
    const id = await connect();
    await sim.control('POST', 'tokens/kill', { person: DEMO.ada, code: 190, subcode: 460 });
    expect(await verifyConnection('shop', id, w.doors, w.notes)).toMatchObject({
      valid: false,
      connection: { state: 'needs_reauth', reason: expect.stringContaining('the password was changed') },
    });
    await consent(w, { features: ['pages'] });
    await linker(w)();
    expect(theConnection(w)).toMatchObject({ state: 'connected' });
    await w.doors.connections.change(theConnection(w), { state: 'needs_reauth', reason: 'x' });
    expect(await verifyConnection('shop', id, w.doors, w.notes)).toMatchObject({ valid: true });
    await linker(w)();
    expect(theConnection(w)).toMatchObject({ state: 'connected', reason: null });
  });
});

describe('disconnecting', () => {
  const inside = async () => (await w.doors.assets.list('shop', { limit: 100 })).data;

  it('takes the permission back at Meta, the tokens, the assets and the row', async () => {
    const id = await connect();
    const token = await w.doors.vault.open({ workspace: 'shop', connectionId: id, kind: 'user', subject: 'me' });
    expect(await disconnect('shop', id, w.doors, w.notes)).toEqual({ id, revokedAtMeta: true });
    expect([w.doors.connections.rows(), w.doors.vault.refs(), await inside()]).toEqual([[], [], []]);
    // An owner is remembered for 30 s.
    w.clock.skip(31_000);
    expect(await w.doors.registry.ownerOf({ kind: 'page', id: DEMO.page })).toBeUndefined();
    const [app] = await w.doors.secrets.metaApps();
    if (!app) throw new Error('no app');
    expect(await w.doors.graph.inspectToken(app, token)).toMatchObject({ isValid: false });
    expect(w.doors.bus.announced.at(-1)).toMatchObject({
      type: 'connection.disconnected',
      detail: { revokedAtMeta: true },
    });
  });

  it('wipes the tokens though Meta is down, and says so', async () => {
    const id = await connect();
    await sim.control('POST', 'faults', { graph: [{ match: { path: '.' }, times: 99, fault: { kind: 'html500' } }] });
    expect(await disconnect('shop', id, w.doors, w.notes)).toEqual({ id, revokedAtMeta: false });
    expect([w.doors.connections.rows(), w.doors.vault.refs()]).toEqual([[], []]);
  });

  it('wipes the tokens though its app is not set up any more', async () => {
    const id = await connect();
    w.doors.secrets.change({ apps: [] });
    await w.doors.secrets.metaApps({ fresh: true });
    expect(await disconnect('shop', id, w.doors, w.notes)).toEqual({ id, revokedAtMeta: false });
    expect(w.doors.vault.refs()).toEqual([]);
  });

  it('waits for our own vault, and keeps the row by which it is found again', async () => {
    const id = await connect();
    const vault = {
      ...w.doors.vault,
      open: () => Promise.reject(new Failure('unavailable', 'kms Decrypt: throttled')),
    };
    await expect(disconnect('shop', id, { ...w.doors, vault }, w.notes)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(w.doors.connections.rows()).toHaveLength(1);
  });

  it('leaves what another connection serves, and that person’s other workspace', async () => {
    const id = await connect();
    const other = await consent(w, { features: ['pages'], workspace: 'other' });
    await pasted(await mint());
    await linker(w)();
    expect(await disconnect('shop', id, w.doors, w.notes)).toEqual({ id, revokedAtMeta: true });
    expect((await inside()).map(({ asset }) => `${asset.kind}:${asset.id}`)).toContain(`page:${DEMO.page}`);
    expect((await inside()).map(({ asset }) => asset.kind)).not.toContain('user');
    expect(await verifyConnection('other', other.id, w.doors, w.notes)).toMatchObject({ valid: true });
  });

  it('that was killed half-way is finished by the same request', async () => {
    const id = await connect();
    const connections = { ...w.doors.connections, remove: () => Promise.reject(new Error('killed')) };
    await expect(disconnect('shop', id, { ...w.doors, connections }, w.notes)).rejects.toThrow('killed');
    expect(w.doors.vault.refs()).toEqual([]);
    await disconnect('shop', id, w.doors, w.notes);
    expect(w.doors.connections.rows()).toEqual([]);
  });
});
