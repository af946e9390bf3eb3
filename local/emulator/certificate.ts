import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** Absolute paths of the emulator's certificate and key, both PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

const tenYearsMs = 3650 * 86_400_000;
const dns = 2;
const address = 7;

/** The leaf certificate for loopback names, made once in `dir`; the key file is readable by its owner only. */
export async function loopbackCertificate(dir: string): Promise<Certificate> {
  const paths = { certificate: join(dir, 'loopback.pem'), key: join(dir, 'loopback-key.pem') };
  if (existsSync(paths.key) && stillGood(paths.certificate)) return paths;
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + tenYearsMs),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: dns, value: 'localhost' },
          { type: dns, value: '*.execute-api.localhost' },
          { type: address, ip: '127.0.0.1' },
          { type: address, ip: '::1' },
        ],
      },
    ],
  });
  writeFileSync(paths.key, made.private, { mode: 0o600 });
  writeFileSync(paths.certificate, made.cert);
  return paths;
}

function stillGood(path: string): boolean {
  if (!existsSync(path)) return false;
  return new Date(new X509Certificate(readFileSync(path)).validTo).getTime() > Date.now() + 86_400_000;
}
