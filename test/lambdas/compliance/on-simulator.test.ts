import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { showDeletion } from '../../../lambdas/compliance/show-deletion.ts';
import { takeDeauthorisation, takeDeletion } from '../../../lambdas/compliance/take-callback.ts';
import { systemClock } from '../../../lambdas/foundation/core/clock.ts';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import { verdicts } from '../../../lambdas/foundation/core/verdicts.ts';
import { DEMO, type MetaSimulator, metaSimulator, SECRET } from '../../local/graph-meta.ts';
import { complianceWorld } from './world.ts';

const instagramSecret = 'fake-instagram-secret';
let w: ReturnType<typeof complianceWorld>;
let meta: MetaSimulator;
let server: Awaited<ReturnType<typeof listening>>;

async function bodyOf(asked: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of asked) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Our two callback routes, as the simulator reaches them. */
async function listening() {
  const http = createServer(async (asked, answer) => {
    const take = asked.url === '/compliance/deletion' ? takeDeletion : takeDeauthorisation;
    try {
      const said = await take(await bodyOf(asked), { ...w.doors, clock: systemClock }, w.notes);
      answer.end(JSON.stringify(said ?? ''));
    } catch (thrown) {
      answer.writeHead(thrown instanceof Failure ? verdicts[thrown.kind].http : 500).end();
    }
  });
  await new Promise<void>((ready) => http.listen(0, '127.0.0.1', ready));
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, close: () => void http.close() };
}

beforeAll(async () => {
  server = await listening();
  const urls = {
    deauthorizeUrl: `${server.url}/compliance/deauthorize`,
    deletionUrl: `${server.url}/compliance/deletion`,
  };
  meta = await metaSimulator({ ...urls, instagramAppSecret: instagramSecret });
});
afterAll(async () => {
  await meta.close();
  server.close();
});
beforeEach(async () => {
  w = complianceWorld();
  w.secrets.change({
    apps: [
      { appId: DEMO.app, kind: 'facebook', appSecret: SECRET },
      { appId: DEMO.instagramApp, kind: 'instagram', appSecret: instagramSecret },
    ],
  });
  await w.secrets.metaApps({ fresh: true });
});

const order = { userId: DEMO.ada };

describe('callbacks that the simulator signs by itself', () => {
  it.each([{}, { padded: true }, { app: DEMO.instagramApp }])('a deauthorisation is heard: %o', async (more) => {
    const { body } = await meta.control('POST', 'deauthorize', { ...order, onlySend: true, ...more });
    expect(body).toMatchObject({ status: 200 });
    const appId = more.app ?? DEMO.app;
    expect(w.doors.outbox.items('connectionCare')).toMatchObject([{ deauthorised: { appId, userId: DEMO.ada } }]);
  });

  it('a deletion is answered as Meta wants it, the same again, and its page stands', async () => {
    const issuedAt = Math.floor(systemClock.now() / 1000);
    const said = [1, 2].map(async () => {
      const { body } = await meta.control('POST', 'delete-data', { ...order, issuedAt });
      return JSON.parse(body.text);
    });
    const [first, again] = await Promise.all(said);
    expect(again).toEqual(first);
    expect(first.url).toBe(`https://api.example.com/compliance/deletion/${first.confirmation_code}`);
    expect(await showDeletion(first.confirmation_code, undefined, w.doors)).toMatchObject({ state: 'received' });
    expect(w.doors.requests.rows()).toHaveLength(1);
  });

  it.each([
    { signWith: 'wrong' },
    { algorithm: 'HMAC-SHA1' },
    { issuedAt: Math.floor(systemClock.now() / 1000) - 7200 },
    { signWith: { secret: 'fake-secret-of-a-stranger' } },
  ])('what is forged is refused: %o', async (more) => {
    for (const call of ['deauthorize', 'delete-data']) {
      const sent = call === 'deauthorize' ? { ...order, ...more, onlySend: true } : { ...order, ...more };
      expect((await meta.control('POST', call, sent)).body).toMatchObject({ status: 401 });
    }
    expect([w.doors.outbox.sent, w.doors.requests.rows()]).toEqual([[], []]);
  });
});
