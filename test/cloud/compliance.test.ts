import { describe, expect, it } from '@jest/globals';
import { eventually } from './harness/cloud.ts';
import { consented, control, linked, newPerson } from './harness/consents.ts';
import { demandOutputs, openJourney } from './harness/journey.ts';

const outputs = demandOutputs();
const { api, post } = openJourney(outputs);

interface Told {
  readonly status: number;
  readonly text: string;
}
const tell = (what: 'deauthorize' | 'delete-data', order: object) => control<Told>(outputs, 'POST', what, order);

/** A connected person. */
async function connected() {
  const { user, pages } = await newPerson(outputs, 1);
  const query = await consented(outputs, api, ['pages', 'messaging'], { user });
  const connection = await linked(api, query.get('connection') ?? '');
  expect(connection.state).toBe('connected');
  return { user, page: pages[0] ?? '', id: connection.id };
}

describe('Meta’s callbacks about people', () => {
  it('deauthorise: the tokens of the person are gone, and the connection says so', async () => {
    const { user, id } = await connected();
    expect(await tell('deauthorize', { userId: user })).toMatchObject({ status: 200 });
    const after = await eventually(
      60_000,
      () => 'still connected',
      async () => {
        const now = await api.call('GET /v1/connections/{id}', { path: { id } });
        return now.state === 'disconnected' ? now : undefined;
      },
    );
    expect(after.tokens).toEqual([]);
  }, 180_000);

  it('deletion: what the person left is erased, and the page of the request says so', async () => {
    const { user, id, page } = await connected();
    const about = {
      object: 'permissions',
      entry: [{ id: user, time: Math.floor(Date.now() / 1000), changed_fields: ['email'] }],
    };
    await post(about);
    const told = await tell('delete-data', { userId: user });
    expect(told.status).toBe(200);
    const { url, confirmation_code: code } = JSON.parse(told.text) as { url: string; confirmation_code: string };
    expect(url.endsWith(`/compliance/deletion/${code}`)).toBe(true);
    expect(code).toMatch(/^[a-zA-Z0-9]{16,}$/);
    const done = await eventually(
      90_000,
      () => `${code} is not done`,
      async () => {
        const answer = await fetch(`${outputs.apiUrl}/compliance/deletion/${code}`);
        expect(answer.status).toBe(200);
        const status = (await answer.json()) as { state: string };
        return status.state === 'done' ? status : undefined;
      },
    );
    expect(JSON.stringify(done)).not.toContain(user);
    await expect(api.call('GET /v1/connections/{id}', { path: { id } })).rejects.toMatchObject({ status: 404 });
    const assets = await api.call('GET /v1/assets', { query: { kind: 'page', limit: 100 } });
    expect(assets.data.map((one) => one.id)).not.toContain(`page:${page}`);
    const html = await fetch(`${outputs.apiUrl}/compliance/deletion/${code}`, { headers: { accept: 'text/html' } });
    expect(html.headers.get('content-type')).toContain('text/html');
    expect(html.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await html.text()).not.toContain('<script');
  }, 240_000);

  it('refuses what is forged, of another algorithm or old; a repeated request has the same answer', async () => {
    const userId = '880000000000001';
    const forged = [{ signWith: 'wrong' }, { algorithm: 'HMAC-SHA1' }, { issuedAt: 1_000_000_000 }];
    for (const order of forged) expect((await tell('delete-data', { userId, ...order })).status).toBe(401);
    const issuedAt = Math.floor(Date.now() / 1000);
    const twice = [
      await tell('delete-data', { userId, issuedAt }),
      await tell('delete-data', { userId, issuedAt, padded: true }),
    ];
    expect(twice.map(({ status }) => status)).toEqual([200, 200]);
    expect(twice[0]?.text).toBe(twice[1]?.text);
    const unknown = await fetch(`${outputs.apiUrl}/compliance/deletion/${'0'.repeat(64)}`);
    expect(unknown.status).toBe(404);
  }, 60_000);
});
