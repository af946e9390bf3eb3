import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ConversionEvent } from '../../client/metaport-client.ts';
import { eventually } from './harness/cloud.ts';
import { control } from './harness/consents.ts';
import { demandOutputs, openJourney } from './harness/journey.ts';
import { purchase, shopPixel } from './harness/shop-pixel.ts';

const outputs = demandOutputs();
const journey = openJourney(outputs);
const { api } = journey;

let shop: Awaited<ReturnType<typeof shopPixel>>;
beforeAll(async () => {
  shop = await shopPixel(outputs, journey);
}, 120_000);

const own = () => `order-${shop.pixel}`;
/** What an app without types might send. */
const broken = (event: object) => event as ConversionEvent;
const send = (data: readonly ConversionEvent[]) =>
  api.call('POST /v1/conversions', { body: { data, pixels: [shop.pixel] } });

/** A request as an app makes it, status and all. */
async function raw(method: string, path: string, body?: string, headers: Readonly<Record<string, string>> = {}) {
  const answer = await fetch(`${outputs.apiUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${outputs.token}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text };
}

/** Waits until an event of the shop has this state. */
const settled = (eventId: string, state: string) =>
  eventually(
    60_000,
    () => `${eventId} is not ${state}`,
    async () => {
      const { data } = await api.call('GET /v1/conversions/{eventId}', { path: { eventId } });
      return data.find((row) => row.state === state);
    },
  );

describe('a shop’s conversions on the deployed stack', () => {
  it('are accepted, delivered and told: hashed, once, with Meta’s trace', async () => {
    const { data } = await send([purchase(`${own()}-a`), broken({ event_name: 'Purchase' }), purchase(`${own()}-b`)]);
    expect(data.map(({ accepted }) => accepted)).toEqual([true, false, true]);
    const row = await settled(`${own()}-a`, 'delivered');
    expect(row).toMatchObject({ pixel: shop.pixel, eventName: 'Purchase', actionSource: 'website', reason: null });
    expect(row.fbtraceId).toMatch(/.+/);
    await settled(`${own()}-b`, 'delivered');
    const committed = await shop.committed();
    expect(committed.map(({ commits }) => commits)).toEqual([1, 1]);
    expect(JSON.stringify(committed)).not.toContain('@example.com');
  }, 120_000);

  it('go at once when the caller waits, and once only when the caller repeats', async () => {
    const body = JSON.stringify({ data: [purchase(`${own()}-wait`)], pixels: [shop.pixel] });
    const headers = { prefer: 'wait', 'idempotency-key': `k-${shop.pixel}` };
    const first = await raw('POST', '/v1/conversions', body, headers);
    expect(first.status).toBe(200);
    expect(JSON.parse(first.text).relayed).toMatchObject([{ pixel: shop.pixel, events_received: 1 }]);
    const again = await raw('POST', '/v1/conversions', body, headers);
    expect([again.status, JSON.parse(again.text)]).toEqual([200, JSON.parse(first.text)]);
    const other = await raw('POST', '/v1/conversions', body.replace('12.9', '13'), headers);
    expect(other.status).toBe(409);
    expect((await shop.committed()).find(({ eventId }) => eventId === `${own()}-wait`)?.commits).toBe(1);
  }, 120_000);

  it('park one poison with Meta’s reason and let the others go', async () => {
    const poison = { eventId: `^${own()}-poison$`, code: 100, subcode: 2804009, userTitle: 'No value' };
    await control(outputs, 'POST', 'faults', { conversions: [poison] });
    await send([purchase(`${own()}-good`), purchase(`${own()}-poison`), purchase(`${own()}-fine`)]);
    await Promise.all([settled(`${own()}-good`, 'delivered'), settled(`${own()}-fine`, 'delivered')]);
    const row = await settled(`${own()}-poison`, 'parked');
    expect(row.reason).toContain('100/2804009');
    const { data } = await api.call('GET /v1/parked', { query: { limit: 100 } });
    const parked = data.find(({ queue, reason }) => queue === 'capiEvents' && reason.includes('No value'));
    expect(parked).toMatchObject({ kind: 'meta-rejected', blame: 'caller' });
    // Mended at Meta's side, it goes by a redrive.
    await control(outputs, 'POST', 'faults', { conversions: [] });
    await api.call('POST /v1/parked/redrive', { body: { ids: [parked?.id ?? ''], dryRun: false } });
    await settled(`${own()}-poison`, 'delivered');
  }, 180_000);

  it('are explained without being kept', async () => {
    const { data } = await api.call('POST /v1/conversions/validate', {
      body: { data: [purchase(`${own()}-never`), broken({ user_data: { em: ' Ada@Example.com ' } })] },
    });
    expect(data.map(({ ok }) => ok)).toEqual([true, false]);
    expect(data[1]?.userData.em).toMatch(/^[0-9a-f]{64}$/);
    const unknown = await raw('GET', `/v1/conversions/${own()}-never`);
    expect(unknown.status).toBe(404);
  });

  it('come from a page too, from listed origins only', async () => {
    const id = `shop-${shop.pixel}`;
    const origin = 'https://shop.example';
    const collector = await api.call('PUT /v1/collectors/{id}', {
      path: { id },
      body: { pixels: [shop.pixel], origins: [origin], consent: 'required', cookieDomain: null },
    });
    expect(new URL(collector.url).pathname).toMatch(new RegExp(`/collect/${id}$`));
    const page = (body: object, from = origin) =>
      raw('POST', `/collect/${id}`, JSON.stringify(body), {
        origin: from,
        'user-agent': 'FakeBrowser/1.0',
        'content-type': 'text/plain',
      });
    const event = {
      event_name: 'ViewContent',
      event_id: `${own()}-page`,
      event_source_url: 'https://shop.example/p/1?fbclid=AbC',
      consent: true,
    };
    const taken = await page(event);
    expect(taken.status).toBe(204);
    expect(taken.headers.get('access-control-allow-origin')).toBe(origin);
    expect((await page(event, 'https://shop.example.evil.invalid')).status).toBe(403);
    expect((await page({ ...event, event_id: `${own()}-no`, consent: false })).status).toBe(204);
    await settled(`${own()}-page`, 'delivered');
    const found = (await shop.committed()).find(({ eventId }) => eventId === `${own()}-page`);
    expect(found?.event).toMatchObject({
      action_source: 'website',
      user_data: { fbc: expect.stringMatching(/^fb\.1\.\d+\.AbC$/) },
    });
    expect((await raw('GET', `/v1/conversions/${own()}-no`)).status).toBe(404);
  }, 120_000);

  it('belong to their workspace, and pixels too', async () => {
    const stranger = openJourney(outputs, outputs.other);
    const refused = stranger.api.call('POST /v1/conversions', {
      body: { data: [purchase('x')], pixels: [shop.pixel] },
    });
    await expect(refused).rejects.toMatchObject({ status: 404 });
    await expect(
      stranger.api.call('GET /v1/conversions/{eventId}', { path: { eventId: `${own()}-a` } }),
    ).rejects.toMatchObject({ status: 404 });
    await expect(stranger.api.call('GET /v1/pixels/{id}/quality', { path: { id: shop.pixel } })).rejects.toMatchObject({
      status: 404,
    });
  });

  it('may have 4.5 MB a request, and no more', async () => {
    const big = purchase(`${own()}-big`, {
      custom_data: { value: 1, currency: 'EUR', content_name: 'x'.repeat(4_500_000) },
    });
    expect((await raw('POST', '/v1/conversions', JSON.stringify({ data: [big] }))).status).toBe(413);
  }, 60_000);

  it('show how well they match, beside what Meta says', async () => {
    const view = await api.call('GET /v1/pixels/{id}/quality', { path: { id: shop.pixel } });
    const event = view.events.find(({ eventName }) => eventName === 'Purchase');
    expect(event?.ours.delivered).toBeGreaterThanOrEqual(3);
    expect(event?.ours.keys.em).toBeGreaterThan(0);
  });
});
