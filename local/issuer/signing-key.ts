import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const Keys = z.object({
  clientSecret: z.string().min(1),
  jwk: z.looseObject({ kty: z.literal('RSA'), kid: z.string() }),
});

/** What the issuer must remember so that yesterday's tokens still verify: its RSA key and the clients' secret. */
export type IssuerKeys = z.infer<typeof Keys>;

/** Reads the issuer's keys from `stateDir`, or makes them there once (file mode 600). */
export function issuerKeys(stateDir: string): IssuerKeys {
  const path = join(stateDir, 'issuer.json');
  if (existsSync(path)) return Keys.parse(JSON.parse(readFileSync(path, 'utf8')));
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = {
    ...privateKey.export({ format: 'jwk' }),
    kid: randomBytes(8).toString('hex'),
    use: 'sig',
    alg: 'RS256',
  };
  const keys = Keys.parse({ clientSecret: randomBytes(24).toString('base64url'), jwk });
  writeFileSync(path, JSON.stringify(keys), { mode: 0o600 });
  return keys;
}
