import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { clientFor } from '../../local/emulator/clients.ts';
import { type Answer, consent, newPerson, openBrowser } from './harness/browser.ts';
import { eventually } from './harness/cloud.ts';
import { demandOutputs, openJourney } from './harness/journey.ts';

const outputs = demandOutputs();
const { api } = openJourney(outputs);
const returnTo = `${outputs.simulatorUrl}/`;
const features = ['pages', 'messaging', 'leads'] as const;
/** The demo shop's first Page at the simulator. */
const page = 'page:990000000000001';

const begin = () =>
  api.call('POST /v1/connections/authorize', { body: { platform: 'facebook', features: [...features], returnTo } });

const connectionOf = (id: string) => api.call('GET /v1/connections/{id}', { path: { id } });

/** The names of the secrets that hold a connection's tokens. */
async function sealedOf(id: string): Promise<readonly string[]> {
  const client = new SecretsManagerClient(clientFor(outputs.emulator));
  const Filters = [{ Key: 'name' as const, Values: [`metaport/${outputs.stage}/conn/`] }];
  const names: string[] = [];
  for (let NextToken: string | undefined, more = true; more; more = NextToken !== undefined) {
    const found = await client.send(new ListSecretsCommand({ Filters, NextToken, MaxResults: 100 }));
    names.push(...(found.SecretList ?? []).map(({ Name = '' }) => Name));
    NextToken = found.NextToken;
  }
  return names.filter((name) => name.includes(id));
}

describe('a person in a real browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  }, 60_000);
  afterAll(() => browser.close());

  /** The whole way: authorize, consent, back, linked. Answers the connection when it no longer links. */
  async function connected(answer: Answer = {}) {
    const person = await newPerson(browser);
    const { url } = await begin();
    const end = new URL((await consent(person, url, answer)).url());
    await person.close();
    expect(`${end.origin}/`).toBe(returnTo);
    const id = end.searchParams.get('connection') ?? '';
    return eventually(
      60_000,
      () => `${end.search} still links`,
      async () => {
        const connection = await connectionOf(id);
        return connection.state === 'linking' ? undefined : connection;
      },
    );
  }

  it('connects: scopes, assets, the doctor; and disconnects, and the tokens are gone', async () => {
    const connection = await connected();
    expect(connection).toMatchObject({ state: 'connected', missing: [], declined: [] });
    expect(connection.granted).toEqual(expect.arrayContaining([...connection.asked]));
    const asset = await api.call('GET /v1/assets/{id}', { path: { id: page } });
    expect(asset).toMatchObject({ linkedAt: expect.any(String), connections: [connection.id], access: 'direct' });
    expect(asset.subscription).toMatchObject({ state: 'subscribed' });
    const { probes } = await api.call('GET /v1/assets/{id}/doctor', { path: { id: page } });
    expect(probes.length).toBeGreaterThan(2);
    const told = probes.map(({ probe, ok }) => `${probe}: ${ok}`);
    expect(told).toEqual(expect.arrayContaining(['read-leads: true', 'send-messages: true', 'receive-webhooks: true']));
    expect((await sealedOf(connection.id)).length).toBeGreaterThan(1);
    expect(JSON.stringify([connection, asset, probes])).not.toMatch(/EAA|access_token/);

    const gone = await api.call('DELETE /v1/connections/{id}', { path: { id: connection.id } });
    expect(gone).toMatchObject({ revokedAtMeta: true });
    expect(await sealedOf(connection.id)).toEqual([]);
  }, 180_000);

  it('sees which feature is off, and why, when one scope is declined', async () => {
    const connection = await connected({ decline: ['leads_retrieval'] });
    expect(connection).toMatchObject({ state: 'incomplete', declined: ['leads_retrieval'] });
    const [lack] = connection.missing.filter(({ what }) => what === 'feature:leads');
    expect(lack).toMatchObject({ why: expect.stringContaining('leads_retrieval') });
    await api.call('DELETE /v1/connections/{id}', { path: { id: connection.id } });
  }, 180_000);

  it('comes back without a connection when they deny', async () => {
    const before = await api.call('GET /v1/connections', {});
    const end = new URL((await consent(await newPerson(browser), (await begin()).url, { deny: true })).url());
    expect(end.searchParams.get('error')).toBe('denied');
    expect((await api.call('GET /v1/connections', {})).data).toHaveLength(before.data.length);
  }, 60_000);

  it('is stopped when another browser, or the same one again, brings the state', async () => {
    const owner = await newPerson(browser);
    const dialog = await owner.newPage();
    await dialog.goto((await begin()).url);
    // The simulator's word for "allow", so that the way back is in our hands.
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ url: dialog.url() });
    const allowed = await fetch(`${outputs.simulatorUrl}/_sim/consent`, { method: 'POST', headers, body });
    const { redirect: callback } = (await allowed.json()) as { redirect: string };
    const status = async (person: typeof owner) => {
      const tab = await person.newPage();
      const answer = await tab.goto(callback);
      return [answer?.status(), new URL(tab.url()).origin];
    };
    const ours = new URL(callback).origin;
    const [foreign, where] = await status(await newPerson(browser));
    expect(foreign).toBeGreaterThanOrEqual(400);
    expect(where).toBe(ours);
    expect((await status(owner))[1]).toBe(new URL(returnTo).origin);
    const [again] = await status(owner);
    expect(again).toBeGreaterThanOrEqual(400);
  }, 60_000);
});
