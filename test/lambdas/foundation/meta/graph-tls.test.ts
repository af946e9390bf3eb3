import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { generate } from 'selfsigned';
import { app, openBench } from './loopback-meta.ts';

describe('a call over TLS', () => {
  it('says nothing to a server whose certificate nobody vouches for, so nothing was done', async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }]);
    let heard = 0;
    const server = createServer({ cert, key }, (_, response) => {
      heard += 1;
      response.end('{"access_token":"EAAx"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { graph, audits } = openBench(`https://127.0.0.1:${port}`);
    await expect(graph.exchangeCode(app, { code: 'c' })).rejects.toMatchObject({ kind: 'meta-unavailable' });
    expect([heard, audits.map(({ status }) => status)]).toEqual([0, [0]]);
    await new Promise((resolve) => server.close(resolve).closeAllConnections());
  });
});
