import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server does in S3's stead. */
export type S3Play = (request: IncomingMessage, response: ServerResponse) => void;

interface Stored {
  readonly type: string;
  readonly bytes: Buffer;
}

/**
 * An S3 on loopback that keeps whole objects, as S3 does, and answers who may not list a bucket 403 for what is not there.
 * `play` answers in its stead; `seen` are the requests.
 */
export async function loopbackS3() {
  const objects = new Map<string, Stored>();
  const seen: { readonly method?: string; readonly url?: string; readonly headers: IncomingMessage['headers'] }[] = [];
  const state: { play?: S3Play; largestHeld: number } = { largestHeld: 0 };
  const server = createServer(async (request, response) => {
    const { method, url = '', headers } = request;
    seen.push({ method, url, headers });
    if (state.play) return state.play(request, response);
    const { pathname } = new URL(url, 'http://x');
    if (method === 'PUT') return put(request, response, pathname, objects);
    if (method === 'DELETE') {
      objects.delete(pathname);
      return response.writeHead(204).end();
    }
    const stored = objects.get(pathname);
    if (!stored)
      return response.writeHead(403).end(method === 'HEAD' ? '' : '<Error><Code>AccessDenied</Code></Error>');
    response.writeHead(200, { 'content-type': stored.type, 'content-length': stored.bytes.length });
    return response.end(method === 'HEAD' ? '' : stored.bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise((done) => server.close(done).closeAllConnections());
  return { endpoint: `http://127.0.0.1:${port}`, objects, seen, state, close };
}

async function put(request: IncomingMessage, response: ServerResponse, name: string, objects: Map<string, Stored>) {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
  } catch {
    return;
  }
  const bytes = Buffer.concat(chunks);
  const { 'content-length': length, 'content-type': type = '' } = request.headers;
  if (bytes.length !== Number(length)) return response.writeHead(400).end();
  objects.set(name, { type, bytes });
  return response.writeHead(200).end();
}
