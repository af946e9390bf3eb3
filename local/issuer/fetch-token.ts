import * as z from 'zod';

const TokenReply = z.object({ access_token: z.string() });

/**
 * Asks the running issuer for a fresh access token of `workspace` (all scopes, 12 h); throws an `Error` in one
 * sentence when the issuer is not there or refuses.
 */
export async function fetchToken(issuerUrl: string, workspace: string, clientSecret: string): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope: await scopesOf(issuerUrl) });
  const basic = Buffer.from(`${workspace}:${clientSecret}`).toString('base64');
  const reply = await fetch(`${issuerUrl}/token`, {
    method: 'POST',
    body,
    headers: { authorization: `Basic ${basic}` },
  });
  if (!reply.ok)
    throw new Error(`The issuer at ${issuerUrl} refused a token for workspace ${workspace}: ${await reply.text()}`);
  return TokenReply.parse(await reply.json()).access_token;
}

const Discovery = z.object({ scopes_supported: z.array(z.string()) });

async function scopesOf(issuerUrl: string): Promise<string> {
  const reply = await fetch(`${issuerUrl}/.well-known/openid-configuration`);
  return Discovery.parse(await reply.json())
    .scopes_supported.filter((scope) => !standard.has(scope))
    .join(' ');
}

const standard = new Set(['openid', 'offline_access']);
