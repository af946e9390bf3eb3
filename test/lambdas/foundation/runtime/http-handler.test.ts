import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { bytesHandler } from '../../../../lambdas/foundation/runtime/http-edge.ts';
import { httpHandler } from '../../../../lambdas/foundation/runtime/http-handler.ts';
import type { HttpEvent } from '../../../../lambdas/foundation/runtime/http-request.ts';
import { claims, eventOf } from './http-bench.ts';
import { contextOf, machineOf } from './machine-of.ts';

const Item = z.object({ id: z.string(), n: z.number().optional() });
const schemas = {
  'GET /v1/parked': {
    summary: 's',
    query: z.object({ limit: z.coerce.number().int().max(100).default(50) }),
    response: Item,
  },
  'GET /v1/parked/{id}': { summary: 's', path: z.object({ id: z.string().max(3) }), response: Item },
  'POST /v1/parked/redrive': {
    summary: 's',
    status: 202,
    response: z.object({ seen: z.unknown() }),
    body: z.strictObject({ ids: z.array(z.string()).min(1) }),
  },
  'DELETE /v1/parked/{id}': { summary: 's', status: 204, path: z.object({ id: z.string() }), response: z.undefined() },
} as const;
const redrive = 'POST /v1/parked/redrive';

function apiOf(answer: unknown = { id: 'x' }, own: typeof schemas = schemas) {
  const machine = machineOf('parking/manage');
  const seen: unknown[] = [];
  const look = async ({ path, query, body, caller }: Record<'path' | 'query' | 'body' | 'caller', unknown>) => {
    seen.push({ path, query, body, caller });
    return answer as { id: string };
  };
  const routes = {
    ...{ 'GET /v1/parked': look, 'GET /v1/parked/{id}': look, 'DELETE /v1/parked/{id}': look },
    [redrive]: async ({ body }: { body: unknown }) => ({ seen: body }),
  } as const;
  const handler = httpHandler('parking/manage', own, () => routes, machine);
  const call = async (
    route: string,
    changes: Partial<HttpEvent> & { claims?: Record<string, unknown> } = { claims },
  ) => {
    const reply = await handler(eventOf(route, { claims, ...changes }), contextOf());
    return { ...reply, json: reply.body ? JSON.parse(reply.body) : undefined };
  };
  return { call, seen, machine };
}

describe('a request of the API', () => {
  it('reaches its work parsed, with defaults and the caller of the token', async () => {
    const { call, seen } = apiOf();
    expect(await call('GET /v1/parked')).toMatchObject({ statusCode: 200, json: { id: 'x' } });
    const caller = { workspace: 'shop', subject: 'user-1', scopes: ['metaport/read', 'metaport/write'] };
    expect(seen).toEqual([{ path: undefined, query: { limit: 50 }, body: undefined, caller }]);
  });

  it.each([
    ['query', 'GET /v1/parked', { queryStringParameters: { limit: '101' } }, 'query.limit'],
    ['path', 'GET /v1/parked/{id}', { pathParameters: { id: 'long' } }, 'path.id'],
    ['body', redrive, { body: '{"ids":[1]}' }, 'body.ids.0'],
    ['missing body', redrive, {}, 'body'],
    ['unknown field', redrive, { body: '{"ids":["a"],"canary":1}' }, 'body'],
    ['no JSON', redrive, { body: '{"ids"' }, 'body'],
    ['no UTF-8', redrive, { body: Buffer.from('"\xff"', 'latin1').toString('base64'), isBase64Encoded: true }, 'body'],
  ])('with a wrong %s is 400 and names it', async (_what, route, changes, path) => {
    const { json, statusCode } = await apiOf().call(route, { ...changes, claims });
    expect([statusCode, json.kind]).toEqual([400, 'invalid-request']);
    expect(json.errors).toEqual([{ path, reason: expect.stringMatching(/\S/) }]);
  });

  it('has its body read by the part of the schema that is for it, if its route says so', async () => {
    const read: unknown[] = [];
    const bodyMember = (body: unknown) => {
      read.push(body);
      return z.object({ ids: z.array(z.string()).max(1) });
    };
    const byPart = { ...schemas[redrive], bodyMember };
    const { call } = apiOf(undefined, { ...schemas, [redrive]: byPart });
    expect((await call(redrive, { body: '{"ids":["a","b"]}', claims })).json.errors).toMatchObject([
      { path: 'body.ids' },
    ]);
    expect((await call(redrive, { body: '{"ids":["a"],"canary":1}', claims })).json).toEqual({ seen: { ids: ['a'] } });
    expect(read).toHaveLength(2);
  });

  it('names at most 20 wrong fields', async () => {
    const body = JSON.stringify({ ids: Array.from({ length: 100 }, () => 1) });
    expect((await apiOf().call(redrive, { body, claims })).json.errors).toHaveLength(20);
  });

  it('over 4.5 MB is 413 before it is parsed', async () => {
    const { call } = apiOf();
    const body = (bytes: number) => ({ body: `"${'x'.repeat(bytes - 2)}"`, claims });
    expect((await call(redrive, body(4_500_000))).statusCode).toBe(400);
    expect((await call(redrive, body(4_500_001))).statusCode).toBe(413);
    const broken = { body: '{'.repeat(4_500_001), claims };
    expect((await call(redrive, broken)).statusCode).toBe(413);
  });
});

describe('an answer of the API', () => {
  it('shows declared fields and no other', async () => {
    expect((await apiOf({ id: 'x', secret: 'canary' }).call('GET /v1/parked')).json).toEqual({ id: 'x' });
  });

  it('that does not fit its schema is 500', async () => {
    expect((await apiOf({ id: 7 }).call('GET /v1/parked')).statusCode).toBe(500);
  });

  it('has its route’s status, and no body with 204', async () => {
    const { call } = apiOf();
    expect(await call(redrive, { body: '{"ids":["a"]}', claims })).toMatchObject({
      ...{ statusCode: 202, json: { seen: { ids: ['a'] } } },
    });
    const dropped = await call('DELETE /v1/parked/{id}', { pathParameters: { id: 'a' }, claims });
    expect([dropped.statusCode, dropped.body]).toEqual([204, '']);
  });
});

describe('who may call', () => {
  it.each([
    ['no token', undefined],
    ['another scope', { ...claims, scope: 'metaport/write' }],
    ['a scope without its prefix', { ...claims, scope: 'read' }],
    ['no workspace', { ...claims, workspace: undefined }],
    ['an empty workspace', { ...claims, workspace: '' }],
    ['a workspace that is a list', { ...claims, workspace: ['shop'] }],
    ['the mark of nobody', { ...claims, workspace: '-' }],
    ['a workspace that would reach into another key', { ...claims, workspace: 'shop#1' }],
  ])('not %s: 403', async (_what, given) => {
    const { call, seen } = apiOf();
    expect((await call('GET /v1/parked', { claims: given })).statusCode).toBe(403);
    expect(seen).toEqual([]);
  });

  it.each([
    ['API Gateway’s writing of a list', { ...claims, scope: '[metaport/write metaport/read]' }],
    ['a list', { ...claims, scope: ['metaport/read'] }],
    ['the claim scp', { ...claims, scope: undefined, scp: 'metaport/read' }],
  ])('is read from %s', async (_what, given) => {
    expect((await apiOf().call('GET /v1/parked', { claims: given })).statusCode).toBe(200);
  });

  it('is judged by the route’s own scope', async () => {
    const { call } = apiOf();
    const read = { ...claims, scope: 'metaport/read' };
    expect((await call('GET /v1/parked', { claims: read })).statusCode).toBe(200);
    expect((await call(redrive, { body: '{"ids":["a"]}', claims: read })).statusCode).toBe(403);
  });

  it('is asked at the lean edge, too', async () => {
    const work = async () => ({ status: 200 });
    const routes = {
      'GET /v1/parked': work,
      'GET /v1/parked/{id}': work,
      'DELETE /v1/parked/{id}': work,
      [redrive]: work,
    };
    const handler = bytesHandler('parking/manage', () => routes, machineOf('parking/manage'));
    expect((await handler(eventOf('GET /v1/parked'), contextOf())).statusCode).toBe(403);
  });
});

describe('an operator, who invokes by IAM', () => {
  it('may act for a workspace and for nobody', async () => {
    const { call, seen } = apiOf();
    for (const workspace of ['shop', '-']) await call('GET /v1/parked', { operator: { workspace }, claims: undefined });
    const scopes = ['read', 'write', 'send', 'admin'];
    expect(seen).toMatchObject([
      { caller: { workspace: 'shop', subject: 'operator', scopes } },
      { caller: { workspace: '-', subject: 'operator', scopes } },
    ]);
  });

  it('must name a workspace that can be one', async () => {
    const { call, seen } = apiOf();
    for (const workspace of ['', 'a#b']) {
      expect((await call('GET /v1/parked', { operator: { workspace } })).statusCode).toBe(400);
    }
    expect(seen).toEqual([]);
  });

  it('cannot be played by anything that a request carries', async () => {
    const { call, seen } = apiOf();
    const operator = { workspace: 'other' };
    const fake = JSON.stringify(operator);
    const changes: Partial<HttpEvent>[] = [
      { headers: { operator: fake, 'x-operator': fake } },
      { queryStringParameters: { operator: fake } },
      { pathParameters: { operator: fake } },
      { body: JSON.stringify({ operator }) },
    ];
    for (const change of changes)
      expect((await call('GET /v1/parked', { ...change, claims: undefined })).statusCode).toBe(403);
    const claimed = { ...claims, operator: fake };
    expect((await call('GET /v1/parked', { claims: claimed })).statusCode).toBe(200);
    expect(seen).toMatchObject([{ caller: { workspace: 'shop', subject: 'user-1' } }]);
  });
});
