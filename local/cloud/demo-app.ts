import { randomBytes } from 'node:crypto';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { clientFor, type EmulatorAddress } from '../emulator/clients.ts';
import { Trouble } from './trouble.ts';

const Apps = z.object({ apps: z.array(z.looseObject({ appId: z.string(), kind: z.string(), appSecret: z.string() })) });

/** The pretended Meta app of the local cloud, as the deployed stack's secrets have it. */
export interface DemoApp {
  readonly appSecret: string;
  readonly verifyToken: string;
}

const demoAppId = '1234567890';

/**
 * Reads the demo app from the stage's secrets; a freshly deployed stack accepts no app yet, so it is given one there,
 * with a random secret. Throws `Trouble` when the stack has no such secrets.
 */
export async function demoApp(address: EmulatorAddress, stage: string): Promise<DemoApp> {
  const client = new SecretsManagerClient(clientFor(address));
  const [verifyToken, text] = await Promise.all([
    read(client, `metaport/${stage}/verify-token`),
    read(client, `metaport/${stage}/meta-apps`),
  ]);
  const { apps } = Apps.parse(JSON.parse(text));
  const known = apps.find(({ appId }) => appId === demoAppId);
  if (known) return { appSecret: known.appSecret, verifyToken };
  const appSecret = `fake-app-secret-${randomBytes(12).toString('hex')}`;
  const all = [...apps, { appId: demoAppId, kind: 'facebook', appSecret }];
  const SecretString = JSON.stringify({ apps: all });
  await client.send(new PutSecretValueCommand({ SecretId: `metaport/${stage}/meta-apps`, SecretString }));
  return { appSecret, verifyToken };
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
