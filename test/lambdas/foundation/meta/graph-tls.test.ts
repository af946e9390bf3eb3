import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, describe, expect, it } from '@jest/globals';
import { generate } from 'selfsigned';
import { runNode } from '../../../children.ts';
import { app, openBench } from './loopback-meta.ts';

const folder = mkdtempSync(join(tmpdir(), 'metaport-tls-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A server in Meta's place with a certificate that it made itself; it answers every request alike. */
async function openServer(answer: string) {
  const names = [{ type: 2 as const, value: 'localhost' }];
  const extensions = [{ name: 'subjectAltName' as const, altNames: names }];
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], { extensions });
  const heard = { requests: 0, sockets: 0, resumed: 0 };
  const server = createServer({ cert, key }, (_, response) => {
    heard.requests += 1;
    response.end(answer);
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    heard.sockets += 1;
    if (socket.isSessionReused()) heard.resumed += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise((resolve) => server.close(resolve).closeAllConnections());
  return { port, cert, heard, close };
}

describe('a call over TLS', () => {
  it('says nothing to a server whose certificate nobody vouches for, so nothing was done', async () => {
    const { port, heard, close } = await openServer('{"access_token":"EAAx"}');
    const { graph, audits } = openBench(`https://127.0.0.1:${port}`);
    await expect(graph.exchangeCode(app, { code: 'c' })).rejects.toMatchObject({ kind: 'meta-unavailable' });
    expect([heard.requests, audits.map(({ status }) => status)]).toEqual([0, [0]]);
    await close();
  });

  it('has a kept socket or a new one, which need not shake hands from nothing each time', async () => {
    const { port, cert, heard, close } = await openServer('{"events_received":1}');
    const certificate = join(folder, 'certificate.pem');
    writeFileSync(certificate, cert);
    const script = 'test/lambdas/foundation/meta/tls-calls.ts';
    const trusting = { NODE_EXTRA_CA_CERTS: certificate, NODE_OPTIONS: '' };
    const { held, output } = await runNode(['--import', 'tsx', script, `https://localhost:${port}`], trusting);
    await close();
    expect([held, output]).toEqual([true, '']);
    expect(heard).toEqual({ requests: 5, sockets: 4, resumed: 3 });
  }, 60_000);
});
