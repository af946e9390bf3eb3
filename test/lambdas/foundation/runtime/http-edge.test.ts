import { describe, expect, it } from '@jest/globals';
import { Failure } from '../../../../lambdas/foundation/core/failure.ts';
import { type FailureKind, verdicts } from '../../../../lambdas/foundation/core/verdicts.ts';
import { bytesHandler, type EdgeRequest } from '../../../../lambdas/foundation/runtime/http-edge.ts';
import type { Reply } from '../../../../lambdas/foundation/runtime/http-reply.ts';
import type { HttpEvent } from '../../../../lambdas/foundation/runtime/http-request.ts';
import { eventOf } from './http-bench.ts';
import { contextOf, machineOf } from './machine-of.ts';

const post = 'POST /webhooks/meta';

function edgeOf(work: (request: EdgeRequest) => Promise<Reply>) {
  const machine = machineOf('webhooks/ingest');
  const handler = bytesHandler('webhooks/ingest', () => ({ 'GET /webhooks/meta': work, [post]: work }), machine);
  return {
    machine,
    call: (changes: Partial<HttpEvent> = {}, route = post) => handler(eventOf(route, changes), contextOf()),
  };
}

async function seenBy(changes: Partial<HttpEvent>): Promise<EdgeRequest> {
  const seen: EdgeRequest[] = [];
  const { call } = edgeOf(async (request) => {
    seen.push(request);
    return { status: 200 };
  });
  await call(changes);
  const [request] = seen;
  if (!request) throw new Error('the work was not called');
  return request;
}

describe('the bytes of a request', () => {
  it.each([
    ['escapes as they were written', '{"a":"\\u00e4 \\ud83d\\ude00"}'],
    ['letters beyond ASCII', '{"a":"ä 😀"}'],
    ['nothing', ''],
  ])('are exact: %s, as text and as base64', async (_what, body) => {
    const bytes = Buffer.from(body, 'utf8');
    expect(Buffer.from((await seenBy({ body })).body)).toEqual(bytes);
    const base64 = { body: bytes.toString('base64'), isBase64Encoded: true };
    expect(Buffer.from((await seenBy(base64)).body)).toEqual(bytes);
  });

  it('are exact when they are no UTF-8', async () => {
    const bytes = Buffer.from([0xff, 0x00, 0xc3, 0x28, 0x80]);
    const request = await seenBy({ body: bytes.toString('base64'), isBase64Encoded: true });
    expect(Buffer.from(request.body)).toEqual(bytes);
  });

  it('reach the work whatever their number, which is the work’s to judge', async () => {
    expect((await seenBy({ body: 'x'.repeat(5_000_000) })).body.byteLength).toBe(5_000_000);
  });
});

describe('a Function URL', () => {
  it('has no routes: method and path are the key, and any other is not found', async () => {
    const { call } = edgeOf(async ({ routeKey }) => ({ status: 200, body: routeKey }));
    expect(await call({ routeKey: '$default', rawPath: '/webhooks/meta' })).toMatchObject({
      statusCode: 200,
      body: post,
    });
    expect(await call({ routeKey: '$default', rawPath: '/v1/parked' })).toMatchObject({ statusCode: 404 });
  });
});

describe('the rest of a request', () => {
  it('has header names in lower case, and parts that are absent empty', async () => {
    const request = await seenBy({ headers: { 'X-Hub-Signature-256': 'sha256=AB', 'content-type': 'a' } });
    expect(request.headers).toEqual({ 'x-hub-signature-256': 'sha256=AB', 'content-type': 'a' });
    expect([request.path, request.query]).toEqual([{}, {}]);
    expect(request).toMatchObject({ method: 'POST', routeKey: post, requestId: 'gateway-request' });
    expect(request.caller).toBeUndefined();
  });

  it('has none where the event has none', async () => {
    expect((await seenBy({})).headers).toEqual({});
  });

  it('passes path and query on', async () => {
    const request = await seenBy({ pathParameters: { id: 'a/b' }, queryStringParameters: { 'hub.mode': 'subscribe' } });
    expect([request.path, request.query]).toEqual([{ id: 'a/b' }, { 'hub.mode': 'subscribe' }]);
  });
});

describe('an answer', () => {
  it('carries the security headers, text or bytes', async () => {
    const text = await edgeOf(async () => ({
      status: 200,
      headers: { 'content-type': 'text/plain' },
      body: '42',
    })).call();
    expect(text).toEqual({
      statusCode: 200,
      headers: {
        ...{ 'content-type': 'text/plain', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
        'strict-transport-security': 'max-age=31536000',
      },
      body: '42',
      isBase64Encoded: false,
    });
    const bytes = await edgeOf(async () => ({ status: 200, body: Uint8Array.of(255, 0) })).call();
    expect(bytes).toMatchObject({ body: '/wA=', isBase64Encoded: true });
  });

  const kinds = Object.keys(verdicts) as FailureKind[];
  it.each(kinds)('to %s follows the table of verdicts', async (kind) => {
    const { http, blame } = verdicts[kind];
    const retryAt = Date.parse('2026-11-21T10:00:30.001Z');
    const answer = await edgeOf(async () => {
      throw new Failure(kind, 'a safe sentence', { retryAt, errors: [{ path: 'a', reason: 'b' }] });
    }).call();
    expect(answer.statusCode).toBe(http);
    if (http === 200) return expect(answer.body).toBe('');
    const problem = JSON.parse(answer.body);
    expect(problem).toMatchObject({ type: 'about:blank', status: http, kind, blame, requestId: 'gateway-request' });
    expect(problem.title).toMatch(/^[A-Z][a-zA-Z ]+$/);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    const detail = blame === 'us' ? {} : { detail: 'a safe sentence', errors: [{ path: 'a', reason: 'b' }] };
    expect({ detail: problem.detail, errors: problem.errors }).toEqual(detail);
    expect(answer.headers['retry-after']).toBe(http === 429 || http === 503 ? '31' : undefined);
  });

  it.each(kinds)('to a message that is kept as failed for %s is 422, and tells what there is to do', async (kind) => {
    const answer = await edgeOf(async () => {
      const retryAt = Date.parse('2026-11-21T10:00:30.001Z');
      const kept = { messageId: 's_1', advice: 'Send it anew.' };
      throw new Failure(kind, 'in Meta’s words', { retryAt, kept, meta: { code: 10, subcode: 42, fbtraceId: 'A' } });
    }).call();
    expect(answer.statusCode).toBe(422);
    expect(answer.headers).not.toHaveProperty('retry-after');
    expect(JSON.parse(answer.body)).toEqual({
      ...{ type: 'about:blank', title: 'Unprocessable Content', status: 422, requestId: 'gateway-request' },
      ...{ kind, blame: verdicts[kind].blame, messageId: 's_1', code: 10, subcode: 42, advice: 'Send it anew.' },
      detail: 'it was not sent, and is kept as failed (message s_1)',
    });
  });

  it('to what nobody expected is 500, the request’s id and not a word more', async () => {
    const { call, machine } = edgeOf(async () => {
      throw new Error('password=canary');
    });
    const answer = await call();
    expect(answer.statusCode).toBe(500);
    expect(JSON.parse(answer.body)).toEqual({
      ...{ type: 'about:blank', title: 'Internal Server Error', status: 500, kind: 'bug', blame: 'us' },
      requestId: 'gateway-request',
    });
    expect(machine.written.join('')).not.toContain('canary');
    expect(machine.lines()[0]).toMatchObject({
      level: 'ERROR',
      error: 'bug',
      reason: 'unexpected Error',
      cause: 'Error',
    });
    expect(machine.lines()[0]?.stack).toEqual(expect.arrayContaining([expect.stringContaining('http-edge.test')]));
  });

  it('to a route that is not in the manifest is 404', async () => {
    const { call } = edgeOf(async () => ({ status: 200 }));
    for (const route of ['POST /elsewhere', 'toString', '$default']) {
      expect((await call({}, route)).statusCode).toBe(404);
    }
  });

  it('is 503 while the environment is incomplete, without naming a variable, and right once it is whole', async () => {
    const { call, machine } = edgeOf(async () => ({ status: 200 }));
    const { STAGE } = machine.environment;
    delete machine.environment.STAGE;
    const answer = await call();
    expect(answer.statusCode).toBe(503);
    expect(answer.body).not.toContain('STAGE');
    Object.assign(machine.environment, { STAGE });
    expect((await call()).statusCode).toBe(200);
  });
});
