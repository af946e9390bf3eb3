import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { signedRequest } from '../../local/graph/webhooks/signed-request.ts';
import { describeWithShared } from '../shared-material.ts';
import { DEMO, type Json, type MetaSimulator, metaSimulator, proofFor, SECRET } from './graph-meta.ts';

let sim: MetaSimulator;
beforeAll(async () => {
  sim = await metaSimulator();
});
afterAll(() => sim.close());

const codes = (body: Json) => [body.error?.code, body.error?.error_subcode ?? null];

describe('appsecret_proof', () => {
  it('is demanded of users, Pages and system users; a wrong one is never taken', async () => {
    const token = await sim.connect();
    expect(codes((await sim.graph('GET', '/me', token, { appsecret_proof: '' })).body)).toEqual([100, null]);
    expect(codes((await sim.graph('GET', '/me', token, { appsecret_proof: proofFor(token, 'guess') })).body)).toEqual([
      104,
      null,
    ]);
    const { access_token } = (await sim.graph('GET', `/${DEMO.page}`, token, { fields: 'access_token' })).body;
    const own = await sim.graph('GET', '/me', access_token);
    expect([own.status, own.body.id]).toEqual([200, DEMO.page]);
    const users = await sim.graph('GET', '/me', access_token, { appsecret_proof: proofFor(token) });
    expect(codes(users.body)).toEqual([104, null]);
  });

  it('may carry a time, and then lasts five minutes', async () => {
    const token = await sim.connect();
    const now = Math.floor(Date.parse((await sim.control('GET', 'clock')).body.now) / 1000);
    const at = async (time: number) => {
      const appsecret_proof = createHmac('sha256', SECRET).update(`${token}|${time}`).digest('hex');
      return (await sim.graph('GET', '/me', token, { appsecret_proof, appsecret_time: `${time}` })).status;
    };
    expect([await at(now), await at(now - 299), await at(now - 302)]).toEqual([200, 200, 400]);
  });

  it('need not be there when the app does not demand it', async () => {
    const token = await sim.connect();
    await sim.control('PUT', 'settings', { requireProof: false });
    expect((await sim.graph('GET', '/me', token, { appsecret_proof: '' })).status).toBe(200);
    await sim.control('PUT', 'settings', { requireProof: true });
  });
});

describe('tokens', () => {
  it('are taken from the header, a form, JSON or the query, and the journal says which', async () => {
    const token = await sim.connect();
    const fields = { access_token: token, appsecret_proof: proofFor(token) };
    await sim.control('DELETE', 'calls');
    await sim.graph('GET', '/me', token);
    await sim.send('/v26.0/me', { headers: { authorization: `OAuth ${token}` } });
    await sim.send(`/v26.0/me?${new URLSearchParams(fields)}`);
    const form = new URLSearchParams({ ...fields, method: 'GET' });
    expect((await sim.send('/v26.0/me', { method: 'POST', body: form })).body.id).toBe(DEMO.ada);
    const json = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...fields, method: 'get' }),
    };
    expect((await sim.send('/v26.0/me', json)).body.id).toBe(DEMO.ada);
    const { data } = (await sim.control('GET', 'calls')).body;
    expect(data.map(({ tokenPlace, proof }: Json) => [tokenPlace, proof])).toEqual([
      ['header', 'ok'],
      ['header', 'missing'],
      ['query', 'ok'],
      ['body', 'ok'],
      ['body', 'ok'],
    ]);
  });

  it('die by every code of the 190 family, and by 102', async () => {
    const deaths = [[190, null], ...[458, 459, 460, 463, 464, 467, 492].map((subcode) => [190, subcode]), [102, null]];
    for (const [code, subcode] of deaths) {
      const token = await sim.connect();
      await sim.control('POST', 'tokens/kill', { person: DEMO.ada, code, subcode });
      expect(codes((await sim.graph('GET', '/me', token)).body)).toEqual([code, subcode]);
    }
  });

  it('of Pages have no end when taken with a long-lived user token, but die with the password', async () => {
    const token = await sim.connect();
    const page = (await sim.graph('GET', `/${DEMO.page}`, token, { fields: 'access_token' })).body.access_token;
    await sim.control('POST', 'clock', { advanceSeconds: 61 * 86_400 });
    expect(codes((await sim.graph('GET', '/me', token)).body)).toEqual([190, 463]);
    expect((await sim.graph('GET', '/me', page)).status).toBe(200);
    await sim.control('POST', 'tokens/kill', { person: DEMO.ada, subcode: 460 });
    expect(codes((await sim.graph('GET', '/me', page)).body)).toEqual([190, 460]);
  });

  it('lose access to a person’s data after 90 days, while debug_token calls them valid', async () => {
    const { token } = (
      await sim.control('POST', 'tokens', {
        kind: 'page',
        app: DEMO.app,
        person: DEMO.ada,
        page: DEMO.page,
        scopes: ['pages_read_engagement'],
      })
    ).body;
    await sim.control('POST', 'clock', { advanceSeconds: 91 * 86_400 });
    const inspected = await sim.graph('GET', '/debug_token', `${DEMO.app}|${SECRET}`, { input_token: token });
    expect(inspected.body.data.is_valid).toBe(true);
    expect(codes((await sim.graph('GET', `/${DEMO.page}`, token)).body)).toEqual([10, null]);
  });

  it('are nowhere shown in the clear', async () => {
    const token = await sim.connect();
    await sim.graph('GET', '/me/accounts', token, { limit: '1', access_token: token });
    const seen = ['_sim/tokens', '_sim/calls', '_sim/settings', '_sim/world', ''].map((path) => sim.send(`/${path}`));
    for (const { text } of await Promise.all(seen)) expect(text).not.toContain(token);
    for (const { text } of await Promise.all(seen)) expect(text).not.toContain(SECRET);
  });
});

const Vectors = z.object({
  vectors: z.array(z.looseObject({ app_secret: z.string(), access_token: z.string(), appsecret_proof: z.string() })),
});

describeWithShared('proofs and signed requests agree with the vectors', (shared) => {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(shared, 'meta/vectors', name), 'utf8'));

  it('takes every published proof', async () => {
    const { vectors } = Vectors.parse(read('appsecret_proof.json'));
    expect(vectors.length).toBeGreaterThan(0);
    for (const vector of vectors) {
      expect(proofFor(vector.access_token, vector.app_secret)).toBe(vector.appsecret_proof);
      const { token } = (await sim.control('POST', 'tokens', { kind: 'user', app: DEMO.app, person: DEMO.ada })).body;
      expect((await sim.graph('GET', '/me', token, { appsecret_proof: proofFor(token) })).status).toBe(200);
    }
  });

  it('signs the payload as it is encoded', () => {
    const made = signedRequest({
      userId: '218471',
      issuedAt: 1291836800,
      algorithm: 'HMAC-SHA256',
      secret: SECRET,
      padded: false,
    });
    const [signature, payload = ''] = made.split('.');
    expect(signature).toBe(createHmac('sha256', SECRET).update(payload).digest('base64url'));
    const sample: Record<string, unknown> = JSON.parse(
      readFileSync(join(shared, 'meta/samples/oauth/signed_request_payload_decoded.json'), 'utf8'),
    );
    const decoded = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    expect(Object.keys(decoded).every((name) => name in sample)).toBe(true);
    expect(decoded).toEqual({ algorithm: sample.algorithm, issued_at: sample.issued_at, user_id: sample.user_id });
  });
});
