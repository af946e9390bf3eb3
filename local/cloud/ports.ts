import { createServer } from 'node:net';
import { Trouble } from './trouble.ts';

/** The three loopback ports of a local cloud. */
export interface Ports {
  readonly emulator: number;
  readonly issuer: number;
  readonly simulator: number;
}

const settings = {
  emulator: { variable: 'METAPORT_PORT', usual: 4566 },
  issuer: { variable: 'METAPORT_ISSUER_PORT', usual: 4600 },
  simulator: { variable: 'METAPORT_SIMULATOR_PORT', usual: 4700 },
} as const;

/** The usual ports, or those that the environment names; throws `Trouble` for what is not a port. */
export function portsFrom(source: Readonly<Record<string, string | undefined>>): Ports {
  const read = ({ variable, usual }: { variable: string; usual: number }) => {
    const port = Number(source[variable] ?? usual);
    if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
    throw new Trouble(`${variable} must be a port between 1 and 65535, not "${source[variable]}".`);
  };
  return { emulator: read(settings.emulator), issuer: read(settings.issuer), simulator: read(settings.simulator) };
}

/** Three ports that are free now, for a cloud of a test's own. */
export async function freePorts(): Promise<Ports> {
  const [emulator, issuer, simulator] = await Promise.all([listen(0), listen(0), listen(0)]);
  const [first, second, third] = [emulator, issuer, simulator].map((server) => server.port);
  await Promise.all([emulator, issuer, simulator].map((server) => server.close()));
  if (!first || !second || !third) throw new Trouble('This machine has no free loopback port.');
  return { emulator: first, issuer: second, simulator: third };
}

/** Throws `Trouble` that names the first busy port, what wanted it and how to choose another. */
export async function demandFree(ports: Ports): Promise<void> {
  for (const name of ['emulator', 'issuer', 'simulator'] as const) {
    const port = ports[name];
    try {
      await (await listen(port)).close();
    } catch {
      const { variable } = settings[name];
      throw new Trouble(
        `Port ${port} (${name}) is busy: stop what uses it, or choose another with ${variable}=<port>.`,
      );
    }
  }
}

function listen(port: number): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => {
      const address = server.address();
      const taken = typeof address === 'object' && address ? address.port : port;
      resolve({ port: taken, close: () => new Promise((done) => server.close(() => done())) });
    });
  });
}
