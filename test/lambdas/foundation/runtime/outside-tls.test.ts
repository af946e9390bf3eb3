import { createServer, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { describe, expect, it } from '@jest/globals';
import { generate } from 'selfsigned';
import { makeOutside } from '../../../../lambdas/foundation/runtime/outside.ts';
import { wholeOf } from '../../../fakes/byte-stream.ts';
import { ask, jpeg } from './outside-server.ts';

/** A server with a certificate for one name. */
async function openServer(name: string) {
  const extensions = [{ name: 'subjectAltName' as const, altNames: [{ type: 2 as const, value: name }] }];
  const { cert, private: key } = await generate([{ name: 'commonName', value: name }], { extensions });
  const heard: unknown[] = [];
  const server = createServer({ cert, key }, ({ socket, headers }, response) => {
    heard.push([(socket as TLSSocket & { servername?: string }).servername, headers.host]);
    response.writeHead(200, { 'content-type': 'image/jpeg' }).end(jpeg(200));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const secure = ((options: object, done: () => void) =>
    // The pinned address is a public one: only the way to it is bent to this machine.
    httpsRequest(
      {
        ...options,
        port,
        ca: cert,
        lookup: (_host, _how, found) => found(null, [{ address: '127.0.0.1', family: 4 }]),
      },
      done,
    )) as typeof httpsRequest;
  const outside = makeOutside({ resolve: async () => ['157.240.1.1'], secure, idleMs: 2_000 });
  return { outside, heard, close: () => new Promise((done) => server.close(done).closeAllConnections()) };
}

describe('a file over TLS', () => {
  it('is asked for by its host’s own name, though the address is pinned', async () => {
    const { outside, heard, close } = await openServer('lookaside.fbsbx.com');
    expect(await wholeOf(await outside('https://lookaside.fbsbx.com/a', ask))).toHaveLength(200);
    expect(heard).toEqual([['lookaside.fbsbx.com', 'lookaside.fbsbx.com']]);
    await close();
  });

  it('is not taken from whoever shows another name', async () => {
    const { outside, heard, close } = await openServer('example.com');
    const taken = outside('https://lookaside.fbsbx.com/a', ask);
    await expect(taken).rejects.toMatchObject({ kind: 'meta-unavailable' });
    expect(heard).toEqual([]);
    await close();
  });
});
