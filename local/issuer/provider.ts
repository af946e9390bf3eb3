import type { Provider } from 'oidc-provider';
import type { IssuerKeys } from './signing-key.ts';

/** All scopes of the API; every demo token carries them. */
export const allScopes = 'read write send admin';

/** How long an access token lives, in seconds: a working day. */
export const tokenLifeSeconds = 12 * 3600;

const workspaceName = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** What a token must say for the gateway to take it: issuer, audience and the claim that names the workspace. */
export interface IssuerSettings {
  readonly issuerUrl: string;
  readonly audience: string;
  readonly workspaceClaim: string;
  readonly scopePrefix: string;
}

/**
 * An OpenID provider in which every workspace is a client of its own name: the client credentials grant gives a
 * JWT access token (RS256) whose claim names that workspace. Nothing else is offered, nothing is stored.
 */
export async function openProvider(settings: IssuerSettings, keys: IssuerKeys): Promise<Provider> {
  const { Provider } = await quietImport();
  return new Provider(settings.issuerUrl, configuration(settings, keys));
}

function configuration(settings: IssuerSettings, keys: IssuerKeys) {
  const scope = allScopes
    .split(' ')
    .map((word) => settings.scopePrefix + word)
    .join(' ');
  const resource = { scope, audience: settings.audience, accessTokenTTL: tokenLifeSeconds, accessTokenFormat: 'jwt' };
  return {
    jwks: { keys: [keys.jwk] },
    adapter: workspacesAsClients(keys.clientSecret, scope),
    scopes: scope.split(' '),
    ttl: { ClientCredentials: () => tokenLifeSeconds },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'urn:metaport:api',
        getResourceServerInfo: () => ({ ...resource, jwt: { sign: { alg: 'RS256' } } }),
      },
    },
    extraTokenClaims: (_context: unknown, token: { clientId: string }) => ({
      [settings.workspaceClaim]: token.clientId,
    }),
  };
}

function workspacesAsClients(clientSecret: string, scope: string) {
  const find = (model: string, id: string) =>
    model === 'Client' && workspaceName.test(id)
      ? {
          client_id: id,
          client_secret: clientSecret,
          grant_types: ['client_credentials'],
          redirect_uris: [],
          response_types: [],
          scope,
        }
      : undefined;
  const nothing = async () => undefined;
  return (model: string) => ({
    find: async (id: string) => find(model, id),
    findByUid: nothing,
    findByUserCode: nothing,
    upsert: nothing,
    consume: nothing,
    destroy: nothing,
    revokeByGrantId: nothing,
  });
}

/** The package warns on every start under Node 20, though all that is used here works; the warning helps nobody. */
async function quietImport() {
  const { warn } = console;
  console.warn = (...words: unknown[]) =>
    String(words[0]).includes('Unsupported runtime') ? undefined : warn(...words);
  try {
    return await import('oidc-provider');
  } finally {
    console.warn = warn;
  }
}
