import { createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { freePorts } from '../../local/cloud/ports.ts';
import { startIssuer } from '../../local/issuer/issuer.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'metaport-issuer-'));
afterAll(() => rmSync(stateDir, { recursive: true, force: true }));

async function open() {
  const { issuer: port } = await freePorts();
  const issuerUrl = `http://127.0.0.1:${port}`;
  const settings = { issuerUrl, audience: 'metaport-local', workspaceClaim: 'workspace', scopePrefix: '' };
  return { issuerUrl, issuer: await startIssuer(settings, port, stateDir) };
}

const part = (token: string, at: number) => Buffer.from(token.split('.')[at] ?? '', 'base64url');
const Discovery = z.object({ jwks_uri: z.url() });
const KeySet = z.object({ keys: z.array(z.looseObject({ kid: z.string() })) });
const json = async (url: string) => (await fetch(url)).json();

async function isSignedByKeysOf(issuerUrl: string, token: string): Promise<boolean> {
  const { jwks_uri } = Discovery.parse(await json(`${issuerUrl}/.well-known/openid-configuration`));
  const { keys } = KeySet.parse(await json(jwks_uri));
  const { kid } = JSON.parse(part(token, 0).toString());
  const key = createPublicKey({ key: keys.find((one) => one.kid === kid) ?? {}, format: 'jwk' });
  return verify('RSA-SHA256', Buffer.from(token.split('.').slice(0, 2).join('.')), key, part(token, 2));
}

describe('the issuer', () => {
  it('gives tokens as the gateway wants them: issuer, audience, scopes, workspace, twelve hours', async () => {
    const { issuer, issuerUrl } = await open();
    const token = await issuer.tokenFor('demo');
    const { iss, aud, scope, workspace, exp, iat } = JSON.parse(part(token, 1).toString());
    expect({ iss, aud, scope, workspace, seconds: exp - iat }).toEqual({
      iss: issuerUrl,
      aud: 'metaport-local',
      scope: 'read write send admin',
      workspace: 'demo',
      seconds: 43_200,
    });
    expect(JSON.parse(part(token, 0).toString()).alg).toBe('RS256');
    expect(await isSignedByKeysOf(issuerUrl, token)).toBe(true);
    await issuer.close();
  });

  it('keeps its key over a restart, in a file of its own', async () => {
    const first = await open();
    const token = await first.issuer.tokenFor('other');
    await first.issuer.close();
    const second = await open();
    expect(await isSignedByKeysOf(second.issuerUrl, token)).toBe(true);
    expect(second.issuer.clientSecret).toBe(first.issuer.clientSecret);
    expect(statSync(join(stateDir, 'issuer.json')).mode & 0o777).toBe(0o600);
    await second.issuer.close();
  });

  it('gives nothing for a wrong secret, nor for what is no workspace', async () => {
    const { issuer, issuerUrl } = await open();
    const ask = (user: string, secret: string) =>
      fetch(`${issuerUrl}/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'read' }),
      });
    expect((await ask('demo', 'not-the-secret')).status).toBe(401);
    expect((await ask('No%20Such', issuer.clientSecret)).status).toBe(401);
    expect((await ask('demo', issuer.clientSecret)).status).toBe(200);
    await issuer.close();
  });
});
