import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import type { BrowserAnswer } from '../../../../lambdas/foundation/core/api.ts';
import { browserReply } from '../../../../lambdas/foundation/runtime/http-browser.ts';
import { httpHandler } from '../../../../lambdas/foundation/runtime/http-handler.ts';
import { type HttpEvent, readRequest } from '../../../../lambdas/foundation/runtime/http-request.ts';
import { eventOf } from './http-bench.ts';
import { contextOf, machineOf } from './machine-of.ts';

const schemas = {
  'POST /compliance/deauthorize': { summary: 's', response: z.unknown() },
  'POST /compliance/deletion': { summary: 's', response: z.object({ a: z.string() }) },
  'GET /compliance/deletion/{code}': { summary: 's', answers: 'browser', response: z.string() },
} as const;

async function shown(answer: unknown) {
  const machine = machineOf('compliance/callback');
  const routes = {
    'POST /compliance/deauthorize': async () => ({}),
    'POST /compliance/deletion': async () => ({ a: 'b' }),
    'GET /compliance/deletion/{code}': async () => answer as BrowserAnswer,
  };
  const handler = httpHandler('compliance/callback', schemas, () => routes, machine);
  return handler(eventOf('GET /compliance/deletion/{code}'), contextOf());
}

describe('a browser', () => {
  it('is sent on, with a cookie that only this host gets, over TLS, and no script', async () => {
    const cookie = { name: '__Host-a', value: 'word', maxAgeSeconds: 600 };
    const answer = await shown({ redirect: 'https://app.example.org/x?y=1', cookie });
    expect(answer).toMatchObject({
      statusCode: 302,
      headers: {
        location: 'https://app.example.org/x?y=1',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      },
      cookies: ['__Host-a=word; Path=/; Max-Age=600; Secure; HttpOnly; SameSite=Lax'],
      body: '',
    });
  });

  it('is shown a page that may run, load and frame nothing', async () => {
    const answer = await shown({ status: 400, page: '<!doctype html><p>no</p>' });
    expect([answer.statusCode, answer.body, answer.cookies]).toEqual([400, '<!doctype html><p>no</p>', undefined]);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/^default-src 'none';(?!.*script)/),
    });
  });

  it.each([
    ['a script for an address', { redirect: 'javascript:alert(1)' }],
    ['a second header in an address', { redirect: 'https://app.example.org/\r\nset-cookie: a=b' }],
    ['no address', { redirect: 7 }],
    ['nothing', undefined],
    ['a page that is no text', { status: 200, page: {} }],
  ])('is never sent %s: 500', async (_what, answer) => {
    expect((await shown(answer)).statusCode).toBe(500);
  });

  it('loses a cookie by its age', () => {
    const gone = browserReply({
      redirect: 'https://a.example/',
      cookie: { name: '__Host-a', value: '', maxAgeSeconds: 0 },
    });
    expect(gone.cookies).toEqual(['__Host-a=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax']);
  });
});

describe('the cookies of a request', () => {
  const cookiesOf = (changes: Partial<HttpEvent>) => readRequest(eventOf('GET /oauth/callback', changes)).cookies;

  it.each([
    ['API Gateway’s list', { cookies: ['a=1', '__Host-b=x=y'] }],
    ['one line of its list', { cookies: ['a=1; __Host-b=x=y'] }],
    ['a header', { headers: { Cookie: 'a=1; __Host-b=x=y' } }],
  ])('are read from %s', (_what, changes) => {
    expect(cookiesOf(changes)).toEqual({ a: '1', '__Host-b': 'x=y' });
  });

  it('are none without any, and what is no pair is passed over; the first of two wins', () => {
    expect(cookiesOf({})).toEqual({});
    expect(cookiesOf({ cookies: ['nonsense', '=x', 'a=1', 'a=2'] })).toEqual({ a: '1' });
  });
});
