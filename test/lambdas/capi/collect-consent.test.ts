import { beforeEach, describe, expect, it } from '@jest/globals';
import { collector, collectWorld, event, page } from './collect-world.ts';

let w: Awaited<ReturnType<typeof collectWorld>>;
beforeEach(async () => {
  w = await collectWorld();
});

describe('consent', () => {
  const table = [
    ['assumed', undefined, true],
    ['assumed', true, true],
    ['assumed', false, false],
    ['required', undefined, false],
    ['required', true, true],
    ['required', false, false],
  ] as const;

  it.each(table)('%s, and the page says %s: taken %s', async (rule, consent, taken) => {
    await w.collectors.put(collector({ consent: rule }));
    const said: Record<string, string> = consent === undefined ? {} : { consent: String(consent) };
    for (const reply of [await w.post(event({ consent })), await w.picture({ ev: 'PageView', ...said })]) {
      expect([200, 204]).toContain(reply.status);
      expect(reply.cookies?.length).toBe(taken ? 1 : undefined);
    }
    expect(w.sent()).toHaveLength(taken ? 2 : 0);
    expect(w.outcomes()).toEqual(taken ? ['accepted', 'accepted'] : ['no-consent', 'no-consent']);
    expect(JSON.stringify(w.sent())).not.toContain('consent');
  });

  it('of the browser is stronger than the page’s', async () => {
    const headers = { 'sec-gpc': '1' };
    const cookies = ['_fbp=fb.1.1.1'];
    for (const reply of [
      await w.post(event({ consent: true }), { headers, cookies }),
      await w.picture({ ev: 'PageView', consent: 'true' }, { headers, cookies }),
    ]) {
      expect([200, 204]).toContain(reply.status);
      expect(reply.cookies).toBeUndefined();
    }
    expect(w.sent()).toEqual([]);
    expect(w.outcomes()).toEqual(['no-consent', 'no-consent']);
  });

  it('is an event’s own: the others of its body are taken, and no cookie is set', async () => {
    const reply = await w.post({ data: [event({ consent: false, event_id: 'no' }), event({ event_id: 'yes' })] });
    expect(reply).toMatchObject({ status: 204 });
    expect(reply.cookies).toBeUndefined();
    expect(w.sent().map(({ event_id }) => event_id)).toEqual(['yes']);
  });
});

describe('the cookies', () => {
  const line = (pair: string, domain = '') => `${pair}; Path=/; Max-Age=7776000; Secure; SameSite=Lax${domain}`;

  it('name the browser and its click, for the whole site where the collector says so', async () => {
    await w.collectors.put(collector({ cookieDomain: 'shop.example' }));
    const { cookies } = await w.post(event({ event_source_url: `${page}/?fbclid=AbC` }));
    const at = w.clock.now();
    const domain = '; Domain=shop.example';
    expect(cookies).toEqual([line(`_fbp=fb.1.${at}.5500000000`, domain), line(`_fbc=fb.1.${at}.AbC`, domain)]);
    expect(w.sent()).toMatchObject([{ user_data: { fbp: `fb.1.${at}.5500000000`, fbc: `fb.1.${at}.AbC` } }]);
  });

  it('are kept as they stand, and live on', async () => {
    const cookies = ['_fbp=fb.1.1.1', '_fbc=fb.2.2.AbC.BA'];
    const reply = await w.post(event({ fbclid: 'AbC' }), { cookies });
    expect(reply.cookies).toEqual(cookies.map((pair) => line(pair)));
    expect(w.sent()).toMatchObject([{ user_data: { fbp: 'fb.1.1.1', fbc: 'fb.2.2.AbC.BA' } }]);
  });

  it('change with a new click, which the page may name itself', async () => {
    const cookies = ['_fbc=fb.1.2.abc'];
    await w.post(event({ fbclid: 'own', event_source_url: `${page}/?fbclid=url` }), { cookies });
    expect(w.sent()).toMatchObject([{ user_data: { fbc: `fb.1.${w.clock.now()}.own` } }]);
  });

  it('of a wrong form are made anew', async () => {
    const { cookies } = await w.post(event(), { cookies: ['_fbp=../../etc', '_fbc=<script>', 'other=1'] });
    expect(cookies).toEqual([line(`_fbp=fb.1.${w.clock.now()}.5500000000`)]);
    expect(JSON.stringify(w.sent())).not.toMatch(/script|etc/);
  });

  it('of one name count once: the first, whose path is the longest', async () => {
    await w.post(event(), { cookies: ['_fbp=fb.1.1.1', '_fbp=fb.1.2.2'] });
    expect(w.sent()).toMatchObject([{ user_data: { fbp: 'fb.1.1.1' } }]);
  });
});
