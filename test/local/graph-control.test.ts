import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createJournal } from '../../local/graph/webhooks/journal.ts';
import { journalFile } from '../../local/graph/webhooks/journal-file.ts';
import { harness } from './graph-harness.ts';

const body = { object: 'page', entry: [] };
let up: Awaited<ReturnType<typeof harness>> | undefined;
const start = async (...given: Parameters<typeof harness>) => {
  up = await harness(...given);
  return up;
};
afterEach(async () => up?.close());

describe('the control API of the simulator', () => {
  it('performs the subscription challenge and says whether it was echoed', async () => {
    const echo = (url: string) => new URL(url, 'http://x.invalid').searchParams;
    const sim = await start(({ url }) =>
      echo(url).get('hub.verify_token') === 'open' && echo(url).get('hub.mode') === 'subscribe'
        ? { status: 200, text: echo(url).get('hub.challenge') ?? '' }
        : { status: 403 },
    );
    expect((await sim.call('POST', '/_sim/subscribe')).json()).toMatchObject({ echoed: true, status: 200 });
    expect((await sim.call('POST', '/_sim/subscribe', { verifyToken: 'guess' })).json()).toMatchObject({
      echoed: false,
      status: 403,
    });
  });

  it('does not call an answer with something around the challenge an echo', async () => {
    const sim = await start(({ url }) => ({
      status: 200,
      text: `"${new URL(url, 'http://x.invalid').searchParams.get('hub.challenge')}"`,
    }));
    expect((await sim.call('POST', '/_sim/subscribe')).json()).toMatchObject({ echoed: false, status: 200 });
  });

  it('changes settings, and never shows secrets', async () => {
    const sim = await start(() => ({ status: 200 }));
    const changed = await sim.call('PUT', '/_sim/settings', { appSecret: 'another-secret', timeScale: 5 });
    expect(changed.json()).toMatchObject({ timeScale: 5, appSecretSet: true, verifyTokenSet: true });
    const shown = [changed, await sim.call('GET', '/_sim/settings'), await sim.call('GET', '/')].map(
      ({ text }) => text,
    );
    for (const text of shown) expect(text).not.toMatch(/another-secret|"open"|>open</);
    expect((await sim.call('PUT', '/_sim/settings', { appSecrte: 'x' })).status).toBe(400);
    expect((await sim.call('PUT', '/_sim/settings', { webhookUrl: 'file:///etc/hosts' })).status).toBe(400);
  });

  it('refuses pages of other sites and rebound names', async () => {
    const sim = await start(() => ({ status: 200 }));
    const send = async (headers: Record<string, string>) => {
      const text = JSON.stringify({ deliveries: [{ body }] });
      return (await sim.raw('POST', '/_sim/webhooks', headers, text)).status;
    };
    expect(await send({ origin: 'https://evil.example' })).toBe(403);
    expect(await send({ host: 'evil.example' })).toBe(403);
    expect(await send({})).toBe(202);
  });

  it('names what is wrong with an order', async () => {
    const sim = await start(() => ({ status: 200 }));
    const bad = await sim.call('POST', '/_sim/webhooks', { deliveries: [{ body, bodyBase64: 'AA==' }] });
    expect([bad.status, bad.text]).toEqual([400, expect.stringContaining('exactly one of body and bodyBase64')]);
    expect((await sim.call('POST', '/_sim/webhooks', { deliveries: [{ body, signWith: 'nicely' }] })).status).toBe(400);
    expect((await sim.call('PATCH', '/_sim/journal')).status).toBe(405);
    expect((await sim.call('GET', '/_sim/shoes')).status).toBe(404);
    await sim.call('PUT', '/_sim/settings', { webhookUrl: null });
    expect((await sim.call('POST', '/_sim/webhooks', { deliveries: [{ body }] })).status).toBe(409);
  });

  it('cuts connections and duplicates everything on demand', async () => {
    const sim = await start(() => ({ status: 200 }));
    await sim.call('POST', '/_sim/faults', { cutBeforeAnswer: 1, duplicateEverything: true });
    await sim.call('POST', '/_sim/webhooks', { deliveries: [{ body }] });
    const rows = await sim.settled();
    expect(rows.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
    expect(rows.flatMap(({ attempts }) => attempts.map(({ error }) => error)).filter(Boolean)).toHaveLength(1);
    expect(sim.seen).toHaveLength(3);
    expect((await sim.call('DELETE', '/_sim/faults')).json()).toEqual({
      cutBeforeAnswer: 0,
      duplicateEverything: false,
      graph: [],
      messages: [],
      conversions: [],
    });
  });

  it('forgets the journal and stops repeating', async () => {
    const sim = await start(() => ({ status: 503 }), { timeScale: 1000 });
    await sim.call('POST', '/_sim/webhooks', { deliveries: [{ body }] });
    while (sim.seen.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await sim.call('DELETE', '/_sim/journal');
    const seen = sim.seen.length;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect([await sim.journal(), sim.seen.length]).toEqual([[], seen]);
  });

  it('escapes what it shows on the operator’s page', async () => {
    const sim = await start(() => ({ status: 200 }));
    await sim.call('POST', '/_sim/webhooks', { deliveries: [{ body: { object: '<script>alert(1)</script>' } }] });
    await sim.settled();
    const page = (await sim.call('GET', '/')).text;
    expect(page).toContain('&#60;script&#62;');
    expect(page).not.toContain('<script');
  });

  it('keeps settled rows in the state folder', () => {
    const dir = mkdtempSync(join(tmpdir(), 'sim-'));
    const file = journalFile(dir);
    const journal = createJournal(file.append, file.before);
    const about = { batch: 'b', copyOf: null, object: 'page', changes: 1, bytes: 2, signWith: 'app' };
    journal.settle(journal.open(about).id, 'delivered');
    journal.open(about);
    expect(readFileSync(join(dir, 'graph-journal.jsonl'), 'utf8').trim().split('\n')).toHaveLength(1);
    const again = createJournal(() => undefined, journalFile(dir).before);
    expect(again.list()).toMatchObject([{ id: 'd1', state: 'delivered' }]);
    expect(again.open(about).id).toBe('d2');
    rmSync(dir, { recursive: true });
  });
});
