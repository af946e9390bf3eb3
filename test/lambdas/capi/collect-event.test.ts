import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { address, collector, collectWorld, event, page, userAgent } from './collect-world.ts';

let w: Awaited<ReturnType<typeof collectWorld>>;
beforeEach(async () => {
  w = await collectWorld();
});

describe('a page’s event', () => {
  it('goes to the collector’s pixel with what only the server sees', async () => {
    const reply = await w.post(
      event({ event_id: 'e-1', custom_data: { content_name: 'a' }, referrer_url: `${page}/b` }),
    );
    expect(reply).toMatchObject({ status: 204, body: '' });
    expect(w.items()).toMatchObject([{ workspace: 'shop', pixel: '11', eventId: 'e-1', ownId: true }]);
    expect(w.sent()).toEqual([
      {
        ...{ event_id: 'e-1', event_name: 'PageView', event_time: w.clock.now() / 1000, action_source: 'website' },
        ...{ event_source_url: `${page}/a`, referrer_url: `${page}/b`, custom_data: { content_name: 'a' } },
        user_data: {
          em: expect.stringMatching(/^[0-9a-f]{64}$/),
          client_ip_address: address,
          client_user_agent: userAgent,
          fbp: `fb.1.${w.clock.now()}.5500000000`,
        },
      },
    ]);
    expect(w.outcomes()).toEqual(['accepted']);
  });

  it('may be read by its page, and by no other', async () => {
    expect((await w.post(event())).headers).toMatchObject({
      'access-control-allow-origin': page,
      'access-control-allow-credentials': 'true',
      vary: 'origin',
    });
  });

  it('is JSON whatever its content type', async () => {
    for (const type of ['text/plain;charset=UTF-8', 'application/x-www-form-urlencoded', undefined]) {
      expect((await w.post(event({ event_id: type }), { headers: { 'content-type': type } })).status).toBe(204);
    }
    expect(w.sent()).toHaveLength(3);
  });

  it('may come with nine others', async () => {
    const data = Array.from({ length: 10 }, (_, at) => event({ event_id: `e-${at}` }));
    expect((await w.post({ data })).status).toBe(204);
    expect(w.sent().map(({ event_id }) => event_id)).toEqual(data.map((one) => Reflect.get(one, 'event_id')));
    expect(new Set(w.sent().map(({ user_data }) => user_data.fbp)).size).toBe(1);
    expect((await w.post({ data: [...data, event()] })).status).toBe(400);
    expect((await w.post({ data: [] })).status).toBe(400);
  });

  it('overrules what the server sees', async () => {
    const fbp = 'fb.2.7.8.AQ';
    const user_data = { client_ip_address: '198.51.100.1', client_user_agent: 'Own/1', fbp, fbc: 'fb.1.7.x' };
    await w.post(event({ user_data, event_time: w.clock.now() / 1000 - 9 }), { cookies: ['_fbp=fb.1.1.1'] });
    expect(w.sent()).toMatchObject([{ user_data, event_time: w.clock.now() / 1000 - 9 }]);
  });

  it('has the server’s word where its own says nothing', async () => {
    const user_data = { em: 'somebody@example.com', client_ip_address: null, fbp: 'wrong', fbc: '' };
    const none = { event_source_url: '', referrer_url: '', event_time: null, event_id: null, fbclid: null };
    const cookies = ['_fbp=fb.1.1.1', '_fbc=fb.1.2.a'];
    await w.post(event({ user_data, ...none }), { headers: { referer: `${page}/` }, cookies });
    expect(w.sent()).toMatchObject([
      {
        ...{ event_source_url: `${page}/`, event_time: w.clock.now() / 1000 },
        user_data: { client_ip_address: address, fbp: 'fb.1.1.1', fbc: 'fb.1.2.a' },
      },
    ]);
    expect(w.sent()[0]).not.toHaveProperty('referrer_url');
  });

  it('is taken without those beside it that are wrong', async () => {
    expect((await w.post({ data: [event({ event_name: '' }), event()] })).status).toBe(204);
    expect(w.sent()).toHaveLength(1);
  });

  it('waits for nobody twice: a full queue is told, so that the page may try again', async () => {
    w.outbox.refuse();
    expect((await w.post(event())).status).toBe(503);
    expect(w.outcomes()).toEqual(['unavailable']);
  });
});

describe('what is refused', () => {
  const wrong = (more: object) => JSON.stringify(event(more));
  it.each([
    ['truncated', JSON.stringify(event()).slice(0, -5)],
    ['empty', ''],
    ['not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['a list', '[]'],
    ['a word', '"PageView"'],
    ['null', 'null'],
    ['deep', '['.repeat(60_000)],
    ['without a name', wrong({ event_name: undefined })],
    ['with a consent that is neither yes nor no', wrong({ consent: 'true' })],
    ['with a member of its own', wrong({ action_source: 'physical_store' })],
    ['of somebody who is a text', wrong({ user_data: 'somebody@example.com' })],
    ['eight days old', wrong({ event_time: 1_700_000_000 })],
    ['beside a member of its own', `{"data":[${wrong({})}],"consent":true}`],
    ['not UTF-8 in the middle', Buffer.from(wrong({ event_name: '\u00ff' }), 'latin1')],
  ])('is a body that is %s: its reasons are told, its values are not', async (_, body) => {
    const reply = await w.ask('POST', { headers: { origin: page }, body });
    expect(reply).toMatchObject({
      status: 400,
      headers: { 'content-type': 'application/problem+json', 'access-control-allow-origin': page },
    });
    expect(JSON.parse(reply.body)).toMatchObject({ kind: 'invalid-request', errors: expect.any(Array) });
    expect(reply.body).not.toContain('somebody');
    expect(reply.cookies).toBeUndefined();
    expect(w.sent()).toEqual([]);
    expect(w.outcomes()).toEqual(['refused']);
  });

  it('is somebody who is a text, for that reason alone', async () => {
    const { body } = await w.post(event({ user_data: 'somebody@example.com' }));
    expect(JSON.parse(body).errors).toEqual([{ path: 'body.data.0.user_data', reason: expect.any(String) }]);
  });

  it.each([66_000, 1_000_000])('is a body of %d bytes', async (length) => {
    const body = JSON.stringify(event({ custom_data: { content_name: 'a'.repeat(length) } }));
    expect((await w.ask('POST', { headers: { origin: page }, body })).status).toBe(413);
    expect(w.outcomes()).toEqual(['too-large']);
  });

  it('is a key that would reach into every object', async () => {
    const bodies = [
      '{"__proto__":{"polluted":1},"event_name":"PageView"}',
      '{"data":[],"__proto__":{"data":[{"event_name":"PageView"}]}}',
      '{"event_name":"PageView","constructor":{"prototype":{"polluted":1}}}',
      `{"event_name":"PageView","event_source_url":"${page}/","user_data":{"__proto__":{"polluted":1}}}`,
    ];
    for (const body of bodies) {
      expect((await w.ask('POST', { headers: { origin: page }, body })).status).toBe(400);
    }
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(w.sent()).toEqual([]);
  });

  it('is at most what is wrong with somebody who is nested thousands deep', async () => {
    const deep = '['.repeat(30_000) + ']'.repeat(30_000);
    for (const member of ['"user_data":{"external_id":#}', '"custom_data":{"own":#}', '"event_id":#', '"data":#']) {
      const body = `{"event_name":"Own","event_source_url":"${page}/",${member.replace('#', deep)}}`;
      expect([204, 400]).toContain((await w.ask('POST', { headers: { origin: page }, body })).status);
    }
  });

  it('leaves no address, browser or body in the log', async () => {
    await w.post(event({ user_data: { em: 'somebody@example.com', email: 'somebody@example.com' } }));
    await w.post(event());
    await w.post('somebody@example.com');
    for (const secret of ['somebody', address, 'FakeBrowser']) expect(w.machine.written.join()).not.toContain(secret);
    expect(w.outcomes()).toEqual(['refused', 'accepted', 'refused']);
  });

  it('is answered, whatever the bytes', async () => {
    const json = fc.json({ noUnicodeString: false });
    const member = fc.constantFrom('event_name', 'user_data', 'custom_data', 'consent', 'fbclid', 'data', '__proto__');
    const almost = fc.dictionary(member, fc.jsonValue()).map((more) => JSON.stringify({ ...event(), ...more }));
    const torn = fc
      .tuple(fc.oneof(json, almost), fc.nat())
      .map(([text, cut]) => text.slice(0, cut % (text.length + 1)));
    const bytes = fc.oneof(
      fc.uint8Array(),
      fc.oneof(json, almost, torn).map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom(page, 'null', undefined), async (body, origin) => {
        const { status } = await w.ask('POST', { headers: { origin }, body });
        expect([204, 400, 403, 404, 413]).toContain(status);
        if (origin !== page) expect(status).toBe(403);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a page of another origin', () => {
  it.each([
    'https://shop.example.evil.com',
    'https://evil.com',
    'http://shop.example',
    'https://shop.example:8443',
    'https://shop.example/',
    'https://SHOP.example',
    `${page}, ${page}`,
    `${page},https://evil.com`,
    'null',
    '',
    undefined,
  ])('such as %j may not send', async (origin) => {
    const reply = await w.post(event(), { headers: { origin } });
    expect(reply).toMatchObject({ status: 403, body: '' });
    expect(Object.keys(reply.headers).join()).not.toContain('access-control');
    expect(reply.cookies).toBeUndefined();
    expect((await w.ask('OPTIONS', { headers: { origin } })).status).toBe(403);
    expect(w.sent()).toEqual([]);
    expect(w.outcomes()).toEqual(['bad-origin', 'bad-origin']);
  });

  it.each([
    ['another page', { headers: { referer: 'https://shop.example.evil.com/' } }],
    ['a page in disguise', { headers: { referer: 'https://shop.example@evil.com/' } }],
    ['nowhere', { headers: { referer: undefined } }],
    ['no address', { headers: { referer: 'shop.example' } }],
    ['a script', { headers: { referer: 'javascript:alert(1)' } }],
  ])('gets its picture from %s, and nothing is taken', async (_, asked) => {
    expect(await w.picture({ ev: 'PageView' }, asked)).toMatchObject({ status: 200 });
    expect(w.sent()).toEqual([]);
    expect(w.outcomes()).toEqual(['bad-origin']);
  });

  it('cannot name a listed address in the query when the browser names another', async () => {
    await w.picture({ ev: 'PageView', dl: `${page}/a` }, { headers: { referer: 'https://evil.com/' } });
    expect(w.outcomes()).toEqual(['bad-origin']);
  });
});

describe('the browser’s question beforehand', () => {
  it('is answered for pages that may send', async () => {
    const reply = await w.ask('OPTIONS', { headers: { origin: 'https://www.shop.example' } });
    expect(reply).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': 'https://www.shop.example',
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'content-type',
        'access-control-max-age': '86400',
        vary: 'origin',
      },
    });
    expect(w.outcomes()).toEqual([]);
  });
});

describe('an unknown collector', () => {
  it.each(['other-site', 'SHOP-SITE', 'a', '__proto__', 'shop-site.gif', '../shop-site', 'a'.repeat(500)])(
    '%j is 404',
    async (id) => {
      // Even if the table had such a row: it is asked for ids only.
      if (id !== 'other-site') await w.collectors.put(collector({ id }));
      expect(await w.post(event(), { id })).toMatchObject({ status: 404, body: '' });
      expect((await w.ask('OPTIONS', { id, headers: { origin: page } })).status).toBe(404);
      expect(w.outcomes()).toEqual(['unknown', 'unknown']);
    },
  );

  it.each(['other-site.gif', 'shop-site', 'shop-site.gif.gif', 'shop-site.gif\n', '.gif'])(
    '%j has no picture',
    async (id) => {
      expect((await w.picture({ ev: 'PageView' }, { id })).status).toBe(404);
      expect(w.outcomes()).toEqual(['unknown']);
    },
  );
});

describe('the picture', () => {
  it('is a GIF of one pixel, and its event is taken', async () => {
    const query = {
      ev: 'Purchase',
      dl: `${page}/thanks?fbclid=AbC`,
      rl: '',
      id: 'e-1',
      value: '12.90',
      currency: 'EUR',
    };
    const reply = await w.picture(query);
    expect(reply).toMatchObject({ status: 200, headers: { 'content-type': 'image/gif' }, isBase64Encoded: true });
    expect(reply.headers['cache-control']).toBe('no-store');
    const bytes = Buffer.from(reply.body, 'base64');
    expect([bytes.subarray(0, 6).toString(), bytes.readUInt16LE(6), bytes.readUInt16LE(8)]).toEqual(['GIF89a', 1, 1]);
    expect(bytes.at(-1)).toBe(0x3b);
    expect(w.sent()).toMatchObject([
      {
        ...{ event_id: 'e-1', event_name: 'Purchase', action_source: 'website', event_source_url: query.dl },
        custom_data: { value: 12.9, currency: 'EUR' },
        user_data: { client_ip_address: address, client_user_agent: userAgent, fbc: `fb.1.${w.clock.now()}.AbC` },
      },
    ]);
    expect(w.outcomes()).toEqual(['accepted']);
  });

  it('goes by the address of the page where the browser keeps its Referer to itself', async () => {
    await w.picture({ ev: 'PageView', dl: `${page}/a` }, { headers: { referer: undefined } });
    await w.picture({ ev: 'PageView' });
    expect(w.sent()).toMatchObject([{ event_source_url: `${page}/a` }, { event_source_url: `${page}/a` }]);
  });

  it('is there although the event is refused or the queue is full', async () => {
    expect(await w.picture({ ev: 'Purchase' })).toMatchObject({ status: 200, isBase64Encoded: true });
    w.outbox.refuse();
    expect(await w.picture({ ev: 'PageView' })).toMatchObject({ status: 200, isBase64Encoded: true });
    expect(w.outcomes()).toEqual(['refused', 'unavailable']);
    expect(w.machine.lines()[1]).toMatchObject({ error: 'unavailable' });
  });

  it.each(['false', '1', 'TRUE', 'no'])('of a page that says consent=%s takes nothing', async (consent) => {
    const reply = await w.picture({ ev: 'PageView', consent });
    expect(reply).toMatchObject({ status: 200 });
    expect(reply.cookies).toBeUndefined();
    expect(w.outcomes()).toEqual(['no-consent']);
  });
});
