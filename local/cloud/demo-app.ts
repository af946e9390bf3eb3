import { randomBytes } from 'node:crypto';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { clientFor, type EmulatorAddress } from '../emulator/clients.ts';
import { Trouble } from './trouble.ts';

const Apps = z.object({ apps: z.array(z.looseObject({ appId: z.string(), kind: z.string(), appSecret: z.string() })) });

/** The pretended Meta apps of the local cloud, as the deployed stack's secrets have them. */
export interface DemoApp {
  readonly appSecret: string;
  readonly instagramAppSecret: string;
  readonly verifyToken: string;
}

/** The simulator's two apps: a Facebook app and the Instagram app linked to it, each with a secret of its own. */
const demoApps = [
  { appId: '1234567890', kind: 'facebook' },
  { appId: '1234567891', kind: 'instagram' },
] as const;

/**
 * Reads the demo apps from the stage's secrets; a freshly deployed stack accepts no app yet, so it is given them there,
 * with random secrets. Throws `Trouble` when the stack has no such secrets.
 */
export async function demoApp(address: EmulatorAddress, stage: string): Promise<DemoApp> {
  const client = new SecretsManagerClient(clientFor(address));
  const [verifyToken, text] = await Promise.all([
    read(client, `metaport/${stage}/verify-token`),
    read(client, `metaport/${stage}/meta-apps`),
  ]);
  const { apps } = Apps.parse(JSON.parse(text));
  const missing = demoApps
    .filter(({ appId }) => apps.every((app) => app.appId !== appId))
    .map((app) => ({ ...app, appSecret: `fake-app-secret-${randomBytes(12).toString('hex')}` }));
  const all = [...apps, ...missing];
  if (missing.length > 0) {
    const SecretString = JSON.stringify({ apps: all });
    await client.send(new PutSecretValueCommand({ SecretId: `metaport/${stage}/meta-apps`, SecretString }));
  }
  const [appSecret = '', instagramAppSecret = ''] = demoApps.map(
    ({ appId }) => all.find((app) => app.appId === appId)?.appSecret,
  );
  return { appSecret, instagramAppSecret, verifyToken };
}

async function read(client: SecretsManagerClient, SecretId: string): Promise<string> {
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }));
    if (SecretString) return SecretString;
  } catch (thrown) {
    throw new Trouble(
      `The deployed stack has no secret ${SecretId}: ${thrown instanceof Error ? thrown.message : thrown}`,
    );
  }
  throw new Trouble(`The secret ${SecretId} of the deployed stack is empty.`);
}
