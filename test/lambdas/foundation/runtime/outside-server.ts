import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { OutsideAsk } from '../../../../lambdas/foundation/core/media-doors.ts';
import { makeOutside, type OutsideDoors } from '../../../../lambdas/foundation/runtime/outside.ts';

/** What the server does with a request. */
export type Play = (request: IncomingMessage, response: ServerResponse) => void;

/** One request as the server saw it, and the address that it was meant to go to. */
export interface Heard {
  readonly host: string | undefined;
  readonly url: string | undefined;
  readonly authorization: string | undefined;
  readonly address: string;
}

/** A JPEG of so many bytes. */
export const jpeg = (bytes: number) => {
  const file = Buffer.alloc(bytes, '.');
  file.write('\xff\xd8\xff\xe0', 'latin1');
  return file;
};

/** What is asked for where a test says nothing else. */
export const ask: OutsideAsk = {
  hosts: ['lookaside.fbsbx.com', '.fbcdn.net'],
  family: 'image',
  capBytes: 1_000_000,
  wholeMs: 5_000,
};

/** Every host of the world on one loopback port: all names resolve to `addresses`, and TLS is left out. */
export async function outsideWorld(plays: Readonly<Record<string, Play>>, over: Partial<OutsideDoors> = {}) {
  const heard: Heard[] = [];
  const resolved: string[] = [];
  let address = '';
  const server = createServer((request, response) => {
    const { host, authorization } = request.headers;
    heard.push({ host, url: request.url, authorization, address });
    const play = plays[new URL(request.url ?? '/', 'http://x').pathname];
    if (play) return play(request, response);
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  // The options of the real call, but for where the socket goes.
  const secure = ((options: Record<string, unknown>, done: () => void) => {
    const look = options.lookup as (host: string, how: object, done: (error: null, found: unknown) => void) => void;
    look('', { all: true }, (_error, found) => {
      [{ address }] = found as [{ address: string }];
    });
    return httpRequest({ ...options, hostname: '127.0.0.1', port, lookup: undefined }, done);
  }) as unknown as typeof httpsRequest;
  const resolve = async (host: string) => {
    resolved.push(host);
    return host.startsWith('inside') ? ['10.1.2.3'] : ['157.240.1.1'];
  };
  const outside = makeOutside({ resolve, secure, idleMs: 300, ...over });
  const close = () => new Promise((done) => server.close(done).closeAllConnections());
  return { outside, heard, resolved, port, close };
}
