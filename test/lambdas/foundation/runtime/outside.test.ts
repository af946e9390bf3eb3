import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { OutsideAsk } from '../../../../lambdas/foundation/core/media-doors.ts';
import { makeOutside } from '../../../../lambdas/foundation/runtime/outside.ts';
import { wholeOf } from '../../../fakes/byte-stream.ts';
import { ask, jpeg, outsideWorld, type Play } from './outside-server.ts';

const photo = jpeg(300_000);
const type = 'image/jpeg';
const shows =
  (body: Buffer, headers: Record<string, string | number> = {}, status = 200): Play =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': type, 'content-length': body.length, ...headers }).end(body);
  };
const goesTo =
  (location: string): Play =>
  (_request, response) => {
    response.writeHead(302, { location }).end('moved');
  };
const says =
  (status: number): Play =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': type }).end(photo);
  };
/** Without a length, so in chunks. */
const unmeasured =
  (body: Buffer): Play =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': type });
    response.write(body.subarray(0, 100), () => response.end(body.subarray(100)));
  };
const forEver =
  (everyMs: number): Play =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': type });
    const drip = setInterval(() => response.write(jpeg(100)), everyMs);
    response.on('close', () => clearInterval(drip));
  };

const host = 'https://lookaside.fbsbx.com';
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function world(plays: Readonly<Record<string, Play>>, idleMs = 300) {
  const on = await outsideWorld(plays, { idleMs });
  open.push(on.close);
  const whole = async (address: string, over: Partial<OutsideAsk> = {}) =>
    wholeOf(await on.outside(address, { ...ask, ...over }));
  return { ...on, whole };
}

const kind = (word: string) => ({ name: 'Failure', kind: word });

describe('a file outside', () => {
  it('comes byte by byte from the address that was looked at, under its own host', async () => {
    const { outside, heard, resolved } = await world({ '/a': shows(photo) });
    const file = await outside(`${host}/a?mid=1`, ask);
    expect([file.size, file.mimeType]).toEqual([300_000, type]);
    expect((await wholeOf(file)).equals(photo)).toBe(true);
    const asked = { host: 'lookaside.fbsbx.com', url: '/a?mid=1', authorization: undefined, address: '157.240.1.1' };
    expect([heard, resolved]).toEqual([[asked], ['lookaside.fbsbx.com']]);
  });

  it('may come without saying how long it is', async () => {
    const { outside } = await world({ '/a': unmeasured(photo) });
    const file = await outside(`${host}/a`, ask);
    expect(file.size).toBeNull();
    expect((await wholeOf(file)).equals(photo)).toBe(true);
  });

  it('may be smaller than what tells a type', async () => {
    const { whole } = await world({ '/a': shows(jpeg(5)) });
    expect(await whole(`${host}/a`)).toHaveLength(5);
  });

  it('is let go when nobody reads it on', async () => {
    let ended: (() => void) | undefined;
    const gone = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const { outside } = await world({
      '/a': (_request, response: ServerResponse) => {
        response.on('close', () => ended?.());
        forEver(5)(_request, response);
      },
    });
    const file = await outside(`${host}/a`, ask);
    file.close();
    await gone;
  });
});

describe('a redirect', () => {
  it('is followed to a host of the list, which is looked at anew and shown no token', async () => {
    const plays = { '/a': goesTo('/b'), '/b': goesTo('https://scontent.xx.fbcdn.net/c'), '/c': shows(photo) };
    const { whole, heard, resolved } = await world(plays);
    const secretHeaders = { authorization: 'Bearer EAAfake' };
    expect(await whole(`${host}/a`, { secretHeaders })).toHaveLength(300_000);
    expect(heard.map((one) => [one.host, one.url, one.authorization])).toEqual([
      ['lookaside.fbsbx.com', '/a', 'Bearer EAAfake'],
      ['lookaside.fbsbx.com', '/b', 'Bearer EAAfake'],
      ['scontent.xx.fbcdn.net', '/c', undefined],
    ]);
    expect(resolved).toEqual(['lookaside.fbsbx.com', 'lookaside.fbsbx.com', 'scontent.xx.fbcdn.net']);
  });

  it.each([
    ['to a private address', 'http://10.0.0.1/'],
    ['to metadata', 'http://169.254.169.254/latest/meta-data/'],
    ['to loopback over TLS', 'https://127.0.0.1/'],
    ['to a host that is inside', 'https://inside.fbcdn.net/'],
    ['to another host', 'https://example.com/'],
    ['to plain HTTP', 'http://lookaside.fbsbx.com/b'],
    ['to nothing', 'https://'],
  ])('%s is not followed', async (_what, location) => {
    const { outside, heard } = await world({ '/a': goesTo(location), '/b': shows(photo), '/': shows(photo) });
    await expect(outside(`${host}/a`, ask)).rejects.toMatchObject(kind('forbidden'));
    expect(heard).toHaveLength(1);
  });

  it('is followed three times at most', async () => {
    const { outside, heard } = await world({ '/a': goesTo('/a') });
    await expect(outside(`${host}/a`, ask)).rejects.toMatchObject(kind('forbidden'));
    expect(heard).toHaveLength(4);
  });
});

describe('a file that is trouble', () => {
  it.each<[string, string, Play]>([
    ['a page with the type of a photo', 'malformed', shows(Buffer.from('<!DOCTYPE html><p>Log in</p>'))],
    ['a page', 'malformed', shows(photo, { 'content-type': 'text/html' })],
    ['a video', 'malformed', shows(Buffer.from('\x00\x00\x00\x18ftypisom', 'latin1'))],
    ['something packed', 'malformed', shows(photo, { 'content-encoding': 'gzip' })],
    ['nothing', 'malformed', shows(Buffer.alloc(0))],
    ['larger than it may be, as it says', 'too-large', shows(jpeg(1_000_001))],
    ['gone', 'not-found', says(404)],
    ['gone for good', 'not-found', says(410)],
    ['over, as WhatsApp’s are after five minutes', 'not-found', says(401)],
    ['not for us', 'not-found', says(403)],
    ['refused', 'meta-rejected', says(400)],
    ['a part', 'meta-rejected', says(206)],
    ['a redirect to nowhere', 'meta-rejected', says(304)],
    ['throttled', 'meta-unavailable', says(429)],
    ['behind an outage', 'meta-unavailable', says(503)],
    ['behind a socket that closes', 'meta-unavailable', (request) => void request.socket.destroy()],
    ['behind silence', 'meta-unavailable', () => undefined],
  ])('because it is %s is %s before its bytes are read', async (_what, word, play) => {
    const { outside } = await world({ '/a': play });
    await expect(outside(`${host}/a`, ask)).rejects.toMatchObject(kind(word));
  });

  it('because it is larger than it may be, and does not say so, breaks off', async () => {
    const { whole } = await world({ '/a': unmeasured(jpeg(1_000_001)) });
    await expect(whole(`${host}/a`)).rejects.toMatchObject(kind('too-large'));
    expect(await whole(`${host}/a`, { capBytes: 1_000_001 })).toHaveLength(1_000_001);
  });

  it('because it never ends is too large at last, and late before that', async () => {
    const { whole } = await world({ '/fast': forEver(1), '/slow': forEver(50) });
    await expect(whole(`${host}/fast`, { capBytes: 5_000 })).rejects.toMatchObject(kind('too-large'));
    const begun = performance.now();
    await expect(whole(`${host}/slow`, { wholeMs: 400 })).rejects.toMatchObject(kind('meta-unavailable'));
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  it('because it falls silent in the midst of it is late', async () => {
    const stops: Play = (_request, response) => {
      response.writeHead(200, { 'content-type': type, 'content-length': 1000 }).write(jpeg(500));
    };
    const { whole } = await world({ '/a': stops }, 100);
    const begun = performance.now();
    await expect(whole(`${host}/a`)).rejects.toMatchObject(kind('meta-unavailable'));
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it('because it is shorter than it says broke off', async () => {
    const cut: Play = (_request, response) => {
      response.writeHead(200, { 'content-type': type, 'content-length': 1000 });
      response.write(jpeg(500), () => response.socket?.destroy());
    };
    const { whole } = await world({ '/a': cut });
    await expect(whole(`${host}/a`)).rejects.toMatchObject(kind('meta-unavailable'));
  });

  it('because it is longer than it says is no longer than that', async () => {
    const more: Play = ({ socket }) => {
      socket.end(
        Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: 100\r\n\r\n`), photo]),
      );
    };
    const { whole } = await world({ '/a': more });
    expect(await whole(`${host}/a`)).toHaveLength(100);
  });
});

describe('a name', () => {
  it.each([
    ['that nobody knows', async () => Promise.reject(new Error('ENOTFOUND'))],
    ['that takes too long', () => new Promise<never>(() => undefined)],
  ])('%s is trouble that may pass', async (_what, resolve) => {
    const outside = makeOutside({
      resolve,
      secure: () => {
        throw new Error('nobody is called');
      },
      idleMs: 50,
    });
    await expect(outside(`${host}/a`, ask)).rejects.toMatchObject(kind('meta-unavailable'));
  });
});
