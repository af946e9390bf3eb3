import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';

/** Where an emulator is and which certificate it shows. */
export interface EmulatorAddress {
  readonly endpoint: string;
  /** Path of the PEM file. */
  readonly certificate: string;
}

/** A secret key pair, and a session token where a role was assumed. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The credentials that may do anything in the emulator. */
export const root: Credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** The account and region that exist in the emulator. */
export const account = { id: '000000000000', region: 'us-east-1' } as const;

/** Constructor settings for any AWS SDK client that is to talk to the emulator, by default as root. */
export function clientFor({ endpoint, certificate }: EmulatorAddress, credentials: Credentials = root) {
  const httpsAgent = new Agent({ ca: readFileSync(certificate), keepAlive: true, maxSockets: 8 });
  return {
    endpoint,
    region: account.region,
    credentials,
    maxAttempts: 2,
    forcePathStyle: true,
    requestHandler: { httpsAgent },
  };
}
