import { createHmac } from 'node:crypto';

/** Ways to sign a delivery: `app` is what Meta does, the others are what a forger or a broken proxy does. */
export const SIGNINGS = ['app', 'wrong', 'none', 'sha1-only', 'upper-case', 'doubled', 'decoded-text'] as const;

/** One of `SIGNINGS`, or a secret of the caller's choice (rotation drills). */
export type SignWith = (typeof SIGNINGS)[number] | { readonly secret: string };

/** Header values; a list is sent as that many header lines. */
export type SignatureHeaders = Record<string, string | string[]>;

/** Lower-case hex HMAC of the bytes, keyed with the app secret. */
export const hmacHex = (algorithm: 'sha256' | 'sha1', secret: string, bytes: Buffer): string =>
  createHmac(algorithm, secret).update(bytes).digest('hex');

const both = (secret: string, bytes: Buffer): SignatureHeaders => ({
  'x-hub-signature': `sha1=${hmacHex('sha1', secret, bytes)}`,
  'x-hub-signature-256': `sha256=${hmacHex('sha256', secret, bytes)}`,
});

const unescaped = (bytes: Buffer): Buffer =>
  Buffer.from(
    bytes
      .toString('utf8')
      .replace(/\\u([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'utf8',
  );

/** True where Meta itself could have sent it, so that a refusal is tried again for 36 hours. */
export const isMetas = (signWith: SignWith): boolean => typeof signWith === 'object' || signWith === 'app';

/** The signature headers of one delivery over exactly these bytes (fact sheet §7, "Signature"). */
export function signatureHeaders(bytes: Buffer, appSecret: string, signWith: SignWith): SignatureHeaders {
  if (typeof signWith === 'object') return both(signWith.secret, bytes);
  const sha256 = hmacHex('sha256', appSecret, bytes);
  switch (signWith) {
    case 'app':
      return both(appSecret, bytes);
    case 'wrong':
      return both(`${appSecret}-but-not-quite`, bytes);
    case 'none':
      return {};
    case 'sha1-only':
      return { 'x-hub-signature': `sha1=${hmacHex('sha1', appSecret, bytes)}` };
    case 'upper-case':
      return { 'x-hub-signature-256': `sha256=${sha256.toUpperCase()}` };
    case 'doubled':
      return { 'x-hub-signature-256': [`sha256=${sha256}`, `sha256=${sha256}`] };
    case 'decoded-text':
      return both(appSecret, unescaped(bytes));
  }
}
