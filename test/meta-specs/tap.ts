import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A loopback server that hands every call on to `target` and keeps what came back, in order. */
export async function openTap(target: string) {
  const answers: string[] = [];
  const server = createServer((incoming, outgoing) => void passOn(target, incoming, outgoing, answers));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers: answers as readonly string[],
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

async function passOn(target: string, incoming: IncomingMessage, outgoing: ServerResponse, answers: string[]) {
  const { method, headers, url } = incoming;
  const body = await bytesOf(incoming);
  const sent = request(`${target}${url}`, { method, headers, agent: false }, async (answer) => {
    const bytes = await bytesOf(answer);
    answers.push(bytes.toString('utf8'));
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(bytes);
  });
  sent.on('error', () => outgoing.destroy());
  sent.end(body);
}

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
