import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { harness } from './graph-harness.ts';
import { DEMO, type Json, type MetaSimulator, metaSimulator, SECRET } from './graph-meta.ts';

let sim: MetaSimulator;
let token: string;
beforeAll(async () => {
  sim = await metaSimulator();
  token = await sim.connect();
});
afterAll(() => sim.close());

const codes = ({ body }: { body: Json }) => body.error?.code;
const appToken = `${DEMO.app}|${SECRET}`;

describe('subscribed_apps', () => {
  it('of a Page wants its own token, and field names of a Page', async () => {
    const path = `/${DEMO.page}/subscribed_apps`;
    const page = (await sim.graph('GET', `/${DEMO.page}`, token, { fields: 'access_token' })).body.access_token;
    expect(codes(await sim.graph('POST', path, token, { subscribed_fields: 'feed' }))).toBe(210);
    expect(codes(await sim.graph('POST', path, page))).toBe(100);
    expect(codes(await sim.graph('POST', path, page, { subscribed_fields: 'feed,messaging_seen' }))).toBe(100);
    expect((await sim.graph('POST', path, page, { subscribed_fields: '["feed","messages"]' })).body).toEqual({
      success: true,
    });
    expect((await sim.graph('GET', path, page)).body.data).toMatchObject([
      { id: DEMO.app, subscribed_fields: ['feed', 'messages'] },
    ]);
    await sim.graph('DELETE', path, page);
    expect((await sim.graph('GET', path, page)).body).toEqual({ data: [] });
  });

  it('of an Instagram account lies on Instagram’s host, with field names of its own', async () => {
    const order = {
      kind: 'instagram',
      app: DEMO.instagramApp,
      person: DEMO.instagram,
      scopes: ['instagram_business_basic'],
    };
    const instagram = (await sim.control('POST', 'tokens', order)).body.token;
    const at = `/graph.instagram.com/v26.0/${DEMO.instagram}/subscribed_apps`;
    const set = (subscribed_fields: string) =>
      sim.graph('POST', at, instagram, { subscribed_fields, appsecret_proof: '' });
    expect(codes(await set('message_deliveries'))).toBe(100);
    expect((await set('messages,messaging_seen')).body).toEqual({ success: true });
    const { body } = await sim.graph('GET', at, instagram, { appsecret_proof: '' });
    expect(body.data[0].subscribed_fields).toEqual(['messages', 'messaging_seen']);
    expect(codes(await sim.graph('GET', `/${DEMO.instagram}/subscribed_apps`, token))).toBe(100);
  });

  it('of a WhatsApp account and of an ad account takes no fields', async () => {
    for (const path of [`/${DEMO.waba}/subscribed_apps`, `/act_${DEMO.adAccount}/subscribed_apps`]) {
      expect((await sim.graph('POST', path, token)).body).toEqual({ success: true });
    }
    const { body } = await sim.graph('GET', `/${DEMO.waba}/subscribed_apps`, token);
    expect(body.data[0].whatsapp_business_api_data).toMatchObject({ id: DEMO.app, name: 'Demo app' });
    const all = (await sim.control('GET', 'subscriptions')).body;
    expect(Object.keys(all.assets).sort()).toEqual([DEMO.instagram, DEMO.waba, DEMO.adAccount].sort());
  });
});

describe('an app’s own subscriptions', () => {
  it('are taken only when the callback echoes the challenge', async () => {
    const hook = await harness(({ url }) => {
      const asked = new URL(url, 'http://x.invalid').searchParams;
      const right = asked.get('hub.verify_token') === 'open';
      return { status: right ? 200 : 403, text: asked.get('hub.challenge') ?? '' };
    });
    const settings = (await hook.call('GET', '/_sim/settings')).json();
    const callback_url = String(Object(settings).webhookUrl);
    const wish = { object: 'page', callback_url, fields: 'feed,messages', include_values: 'true' };
    const set = (more: Record<string, string>, by = appToken) =>
      sim.graph('POST', `/${DEMO.app}/subscriptions`, by, { ...wish, verify_token: 'open', ...more });
    expect(codes(await set({ verify_token: 'guess' }))).toBe(100);
    expect(codes(await set({ object: 'shoe' }))).toBe(100);
    expect(codes(await set({}, token))).toBe(200);
    expect((await set({})).body).toEqual({ success: true });
    expect(hook.seen).toHaveLength(2);
    const list = async () => (await sim.graph('GET', `/${DEMO.app}/subscriptions`, appToken)).body.data;
    expect(await list()).toEqual([
      {
        object: 'page',
        callback_url,
        active: true,
        fields: [
          { name: 'feed', version: 'v26.0' },
          { name: 'messages', version: 'v26.0' },
        ],
      },
    ]);
    await sim.graph('DELETE', `/${DEMO.app}/subscriptions`, appToken, { object: 'page' });
    expect(await list()).toEqual([]);
    await hook.close();
  });
});
