import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AccessToken } from '../../lambdas/foundation/core/access-token.ts';
import { httpHandler } from '../../lambdas/foundation/runtime/http-handler.ts';
import type { HttpAnswer } from '../../lambdas/foundation/runtime/http-reply.ts';
import type { HttpEvent } from '../../lambdas/foundation/runtime/http-request.ts';
import { authorize, startConnect } from '../../lambdas/oauth/begin-connect.ts';
import { disconnect } from '../../lambdas/oauth/disconnect.ts';
import { finishConnect } from '../../lambdas/oauth/finish-connect.ts';
import { importConnection } from '../../lambdas/oauth/import-connection.ts';
import { listConnections, showConnection } from '../../lambdas/oauth/list-connections.ts';
import { routes } from '../../lambdas/oauth/routes.ts';
import { verifyConnection } from '../../lambdas/oauth/verify-connection.ts';
import { claims, eventOf } from '../lambdas/foundation/runtime/http-bench.ts';
import { contextOf, machineOf } from '../lambdas/foundation/runtime/machine-of.ts';
import { app, linker, type OauthWorld, oauthSimulator, oauthWorld } from '../lambdas/oauth/oauth-world.ts';
import { DEMO, type Json, type MetaSimulator } from '../local/graph-meta.ts';

/** The room behind its real HTTP entry: bytes, schemas, cookies, problems; its doors are those of the world. */
function apiOf({ doors }: OauthWorld) {
  const machine = machineOf('oauth/connect');
  const handler = httpHandler(
    'oauth/connect',
    routes,
    () => ({
      'POST /v1/connections/authorize': ({ caller, body }) => authorize(caller, body, doors),
      'GET /oauth/start': ({ query, cookies, notes }) => startConnect(query.start, cookies, doors, notes),
      'GET /oauth/callback': ({ query, cookies, notes }) => finishConnect(query, cookies, doors, notes),
      'GET /v1/connections': ({ caller, query }) => listConnections(caller.workspace, query, doors),
      'POST /v1/connections': ({ caller, body }) => importConnection(caller, body, doors),
      'GET /v1/connections/{id}': ({ caller, path }) => showConnection(caller.workspace, path.id, doors),
      'POST /v1/connections/{id}/verify': ({ caller, path, notes }) =>
        verifyConnection(caller.workspace, path.id, doors, notes),
      'DELETE /v1/connections/{id}': ({ caller, path, notes }) => disconnect(caller.workspace, path.id, doors, notes),
    }),
    machine,
  );
  const call = async (route: string, changes: Partial<HttpEvent> & { claims?: Json } = { claims }) => {
    const answer = await handler(eventOf(route, changes), contextOf());
    return { ...answer, json: answer.body.startsWith('{') ? (JSON.parse(answer.body) as Json) : undefined };
  };
  const of = (id: string, workspace = 'shop') => ({ pathParameters: { id }, claims: { ...claims, workspace } });
  return { call, of, machine };
}

/** A browser: it keeps cookies by their rules and follows where it is sent. */
function browser(w: OauthWorld, call: ReturnType<typeof apiOf>['call']) {
  const jar = new Map<string, string>();
  const keep = ({ cookies = [] }: HttpAnswer) => {
    for (const line of cookies) {
      const [, name = '', value = '', rest = ''] = /^([^=]+)=([^;]*);(.*)$/.exec(line) ?? [];
      if (rest.includes('Max-Age=0')) jar.delete(name);
      else jar.set(name, value);
    }
  };
  const get = async (address: string) => {
    const { pathname, searchParams } = new URL(address);
    const cookies = [...jar].map(([name, value]) => `${name}=${value}`);
    const query = { queryStringParameters: Object.fromEntries(searchParams), cookies };
    const answer = await call(`GET ${pathname}`, query);
    keep(answer);
    return answer;
  };
  const throughDialog = async (startUrl: string, choice: Json = {}) => {
    const started = await get(startUrl);
    const back = await w.sim.consent(started.headers.location ?? '', choice);
    return { back, dialog: started.headers.location ?? '', ended: await get(String(back)) };
  };
  return { jar, get, throughDialog };
}

let sim: MetaSimulator;
let w: OauthWorld;
let api: ReturnType<typeof apiOf>;
beforeAll(async () => {
  sim = await oauthSimulator();
});
afterAll(() => sim.close());
beforeEach(async () => {
  await sim.control('POST', 'world', { reset: true });
  w = oauthWorld(sim);
  api = apiOf(w);
});

const begin = async (features: readonly string[]) => {
  const body = JSON.stringify({ platform: 'facebook', features, returnTo: `${app}/settings` });
  return (await api.call('POST /v1/connections/authorize', { body, claims })).json;
};
const show = async (id: string) => (await api.call('GET /v1/connections/{id}', api.of(id))).json;

describe('a person of a business', () => {
  it('connects an account, sees what it reaches, declines, grows, and takes it off again', async () => {
    const { url, scopes } = await begin(['pages', 'messaging', 'insights']);
    expect(scopes).toContain('ads_read');
    const person = browser(w, api.call);
    const { ended } = await person.throughDialog(url, { decline: ['ads_read'] });
    const id = new URL(ended.headers.location ?? '').searchParams.get('connection') ?? '';
    expect([ended.statusCode, ended.headers.location]).toEqual([302, `${app}/settings?connection=${id}`]);
    expect([...person.jar]).toEqual([]);
    expect(await show(id)).toMatchObject({ state: 'linking', progress: { phase: 'discover' } });

    const link = linker(w);
    await link();
    const incomplete = await show(id);
    expect(incomplete).toMatchObject({ state: 'incomplete', declined: ['ads_read'] });
    expect(incomplete.missing).toMatchObject([{ what: 'feature:insights', why: 'the scope ads_read was declined' }]);

    const again = await begin(['insights']);
    await person.throughDialog(again.url);
    await link();
    expect(await show(id)).toMatchObject({
      state: 'connected',
      missing: [],
      features: ['pages', 'messaging', 'insights'],
    });
    expect((await api.call('GET /v1/connections')).json.data).toHaveLength(1);

    expect((await api.call('POST /v1/connections/{id}/verify', api.of(id))).json).toMatchObject({ valid: true });
    const gone = await api.call('DELETE /v1/connections/{id}', api.of(id));
    expect([gone.statusCode, gone.json]).toEqual([200, { id, revokedAtMeta: true }]);
    expect([w.doors.vault.refs(), (await api.call('GET /v1/connections/{id}', api.of(id))).statusCode]).toEqual([
      [],
      404,
    ]);
  });

  it('is told by a page when the address is used twice, or in another browser', async () => {
    const { url } = await begin(['pages']);
    const person = browser(w, api.call);
    const { back, ended } = await person.throughDialog(url);
    expect(ended.statusCode).toBe(302);
    const twice = await person.get(String(back));
    expect([twice.statusCode, twice.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8']);
    expect(twice.body).toContain('This link does not work any more');
    const second = await begin(['pages']);
    const started = await person.get(second.url);
    const elsewhere = await sim.consent(started.headers.location ?? '');
    const thief = await browser(w, api.call).get(String(elsewhere));
    expect([thief.statusCode, thief.body]).toEqual([400, expect.stringContaining('another browser')]);
  });

  it('of another workspace sees nothing of it', async () => {
    const { ended } = await browser(w, api.call).throughDialog((await begin(['pages'])).url);
    const id = new URL(ended.headers.location ?? '').searchParams.get('connection') ?? '';
    for (const route of [
      'GET /v1/connections/{id}',
      'POST /v1/connections/{id}/verify',
      'DELETE /v1/connections/{id}',
    ]) {
      const [theirs, unknown] = [await api.call(route, api.of(id, 'other')), await api.call(route, api.of('con_none'))];
      expect([theirs.statusCode, unknown.statusCode]).toEqual([404, 404]);
      expect({ ...theirs.json, requestId: '' }).toEqual({ ...unknown.json, requestId: '' });
    }
    expect((await show(id)).id).toBe(id);
  });
});

describe('what is secret', () => {
  it('stands in no log line, event, row, message, answer or journal', async () => {
    const { url } = await begin(['pages', 'messaging', 'instagram']);
    const person = browser(w, api.call);
    const started = await person.get(url);
    const cookies = [...person.jar.values()];
    const back = await sim.consent(started.headers.location ?? '');
    const ended = await person.get(String(back));
    await linker(w)();
    const pasted = 'nobodys-canary-nobodys-canary';
    const body = JSON.stringify({ kind: 'system-user-token', token: pasted });
    const refused = await api.call('POST /v1/connections', { body, claims });
    expect(refused.statusCode).toBe(400);

    const tokens = await Promise.all(
      w.doors.vault.refs().map(async (ref) => AccessToken.textOf(await w.doors.vault.open(ref))),
    );
    const words = [
      new URL(url).searchParams.get('start'),
      back.searchParams.get('state'),
      back.searchParams.get('code'),
    ];
    const canaries = [...tokens, ...cookies, ...words.map(String), pasted, 'sesame'];
    expect(tokens.length).toBeGreaterThan(2);
    const { body: journal } = await sim.control('GET', 'calls');
    const told = inspect(
      [
        api.machine.written,
        w.audited,
        w.notes,
        w.doors.bus.announced,
        w.doors.connections.rows(),
        w.doors.outbox.sent,
        refused.body,
        ended.headers.location,
        (await api.call('GET /v1/connections')).body,
        journal,
      ],
      { depth: 20, maxArrayLength: 10_000, maxStringLength: 100_000 },
    );
    expect(told.length).toBeGreaterThan(5_000);
    for (const canary of canaries) {
      expect(canary.length).toBeGreaterThan(5);
      expect(told).not.toContain(canary);
    }
  });
});

describe('300 Pages', () => {
  it('come with one consent', async () => {
    const things = Array.from({ length: 300 }, (_, at) => ({
      kind: 'page',
      id: String(880000000000000 + at),
      fields: { name: `Page ${at}` },
      owner: DEMO.business,
    }));
    await sim.control('POST', 'world', { things });
    const { ended } = await browser(w, api.call).throughDialog((await begin(['pages', 'messaging'])).url);
    const id = new URL(ended.headers.location ?? '').searchParams.get('connection') ?? '';
    await linker(w)();
    const { state, progress } = await show(id);
    expect([state, progress.phase, progress.linked >= 300]).toEqual(['connected', 'done', true]);
  }, 60_000);
});
