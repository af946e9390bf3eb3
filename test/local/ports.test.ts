import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { demandFree, freePorts, portsFrom } from '../../local/cloud/ports.ts';

describe('the ports of a local cloud', () => {
  it('are the usual ones unless the environment says otherwise', () => {
    expect(portsFrom({})).toEqual({ emulator: 4566, issuer: 4600, simulator: 4700 });
    expect(portsFrom({ METAPORT_PORT: '5566', METAPORT_SIMULATOR_PORT: '5700' })).toEqual({
      emulator: 5566,
      issuer: 4600,
      simulator: 5700,
    });
  });

  it.each(['abc', '0', '65536', '1.5', ''])('refuse %j in one sentence', (port) => {
    expect(() => portsFrom({ METAPORT_PORT: port })).toThrow('METAPORT_PORT must be a port between 1 and 65535');
  });

  it('are told apart when free ones are asked for', async () => {
    const { emulator, issuer, simulator } = await freePorts();
    expect(new Set([emulator, issuer, simulator]).size).toBe(3);
    await expect(demandFree({ emulator, issuer, simulator })).resolves.toBeUndefined();
  });

  it('name the busy one, who wanted it and how to choose another', async () => {
    const ports = await freePorts();
    const squatter = createServer();
    await new Promise<void>((resolve) => {
      squatter.listen(ports.issuer, '127.0.0.1', resolve);
    });
    await expect(demandFree(ports)).rejects.toThrow(
      `Port ${ports.issuer} (issuer) is busy: stop what uses it, or choose another with METAPORT_ISSUER_PORT=<port>.`,
    );
    await new Promise((resolve) => {
      squatter.close(resolve);
    });
  });
});
