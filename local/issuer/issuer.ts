import { createServer } from 'node:http';
import { fetchToken } from './fetch-token.ts';
import { type IssuerSettings, openProvider } from './provider.ts';
import { issuerKeys } from './signing-key.ts';

/** A running issuer: gives tokens for any workspace until it is closed. */
export interface Issuer {
  readonly clientSecret: string;
  tokenFor(workspace: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts the OpenID provider on plain HTTP loopback; its keys live in `stateDir`, so tokens survive a restart. */
export async function startIssuer(settings: IssuerSettings, port: number, stateDir: string): Promise<Issuer> {
  const keys = issuerKeys(stateDir);
  const provider = await openProvider(settings, keys);
  const server = createServer(provider.callback());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    clientSecret: keys.clientSecret,
    tokenFor: (workspace) => fetchToken(settings.issuerUrl, workspace, keys.clientSecret),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
