import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeWithShared } from '../shared-material.ts';
import { DEMO, type Json, type MetaSimulator, metaSimulator, proofFor } from './graph-meta.ts';

let sim: MetaSimulator;
let token: string;
beforeAll(async () => {
  sim = await metaSimulator();
  token = await sim.connect();
});
afterAll(() => sim.close());

const signed = (path: string, by = token) =>
  `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams({ access_token: by, appsecret_proof: proofFor(by) })}`;
const get = (path: string) => ({ method: 'GET', relative_url: signed(path) });
const send = (batch: unknown, more: Record<string, string> = {}) =>
  sim.send('/v26.0/', { method: 'POST', body: new URLSearchParams({ batch: JSON.stringify(batch), ...more }) });
const bodies = ({ body }: { body: Json }) => body.map((item: Json) => item && JSON.parse(item.body));

describe('batch', () => {
  it('answers each item in its place, with its code, headers and its own token', async () => {
    const page = (await sim.graph('GET', `/${DEMO.page}`, token, { fields: 'access_token' })).body.access_token;
    const answer = await send([
      get('me'),
      { method: 'GET', relative_url: signed('v26.0/me', page) },
      get('123'),
      get('me/accounts?limit=1'),
    ]);
    expect(answer.status).toBe(200);
    expect(answer.body.map(({ code }: Json) => code)).toEqual([200, 200, 400, 200]);
    const [me, asPage, failed, list] = bodies(answer);
    expect([me.id, asPage.id, failed.error.error_subcode, list.data.length]).toEqual([DEMO.ada, DEMO.page, 33, 1]);
    expect(answer.body[0].headers).toContainEqual({ name: 'facebook-api-version', value: 'v26.0' });
  });

  it('leaves headers out on demand, and takes the outer token where an item has none', async () => {
    const outer = { access_token: token, appsecret_proof: proofFor(token), include_headers: 'false' };
    const { body } = await send([{ method: 'GET', relative_url: 'me' }], outer);
    expect(body).toEqual([{ code: 200, body: expect.stringContaining(DEMO.ada) }]);
  });

  it('takes form bodies, and each item counts as a call in the journal', async () => {
    await sim.control('DELETE', 'calls');
    const body = new URLSearchParams({ messaging_product: 'whatsapp', pin: '123456' }).toString();
    const answer = await send([{ method: 'POST', relative_url: signed(`${DEMO.number}/register`), body }]);
    expect(bodies(answer)).toEqual([{ success: true }]);
    const { data } = (await sim.control('GET', 'calls')).body;
    expect(data).toMatchObject([{ path: 'WhatsAppBusinessPhoneNumber/register', inBatch: true, params: { pin: '…' } }]);
  });

  it('has null for an item whose connection was cut', async () => {
    const graph = [{ match: { path: '^/me$' }, times: 1, fault: { kind: 'closeBefore' } }];
    await sim.control('POST', 'faults', { graph });
    expect(bodies(await send([get('me'), get('me')]))).toEqual([null, expect.objectContaining({ id: DEMO.ada })]);
    await sim.control('DELETE', 'faults');
  });

  it('puts earlier answers into later items, and leaves the earlier ones out', async () => {
    const first = { ...get('me/accounts?fields=id&limit=1'), name: 'pages' };
    const second = get('{result=pages:$.data.*.id}?fields=name');
    const [none, page] = bodies(await send([first, second]));
    expect([none, page.name]).toEqual([null, 'Lumen & Leaf']);
    const dependent = { ...get('me'), depends_on: 'broken' };
    expect(bodies(await send([{ ...get('123'), name: 'broken' }, dependent]))[1]).toBeNull();
  });

  it('refuses more than 50 items, and what is no batch', async () => {
    const many = await send(Array.from({ length: 51 }, () => get('me')));
    expect([many.status, many.body.error.code]).toEqual([400, 100]);
    expect((await send('nonsense')).body.error.code).toBe(100);
    expect((await send([{ relative_url: 'me' }])).body.error.code).toBe(100);
    expect((await send(Array.from({ length: 50 }, () => get('me')))).body).toHaveLength(50);
  });
});

describeWithShared('batches answer as Meta’s samples do', (shared) => {
  const sample = (name: string): Json => JSON.parse(readFileSync(join(shared, 'meta/samples/errors', name), 'utf8'));

  it('item by item', async () => {
    const wanted = sample('batch_second_item_error.json');
    const { body } = await send([get('me'), get('123')]);
    expect(body.map((item: Json) => [Object.keys(item), item.code])).toEqual(
      wanted.map((item: Json) => [Object.keys(item), item.code]),
    );
    const error = (items: Json) => Object.keys(JSON.parse(items[1].body).error);
    expect(error(body)).toEqual(expect.arrayContaining(error(wanted)));
  });

  it('as a whole, when an item waits for a later one', async () => {
    const wanted = sample('batch_unresolved_dependency.json');
    const { status, body } = await send([
      { ...get('me'), depends_on: 'f' },
      { ...get('me'), name: 'f' },
    ]);
    expect([status, body]).toEqual([wanted.http_status, wanted.body]);
  });
});
