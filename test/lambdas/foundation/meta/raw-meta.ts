import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server in Meta's place that handles the request's own stream. */
export async function openMetaSocket(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => new Promise((resolve) => server.close(resolve).closeAllConnections());
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
