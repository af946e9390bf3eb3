import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a look at the signature says; everything but `ok` is refused, each under its own word. */
export type SignatureAnswer = 'ok' | 'absent' | 'sha1-only' | 'doubled' | 'malformed' | 'mismatch';

/** Headers with lower-cased names; a list where the front end does not join doubled ones. */
export type SignatureHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

const scheme = 'sha256=';
const hexLength = 64;
const notHex = /[^0-9a-f]/;

const digest = (bytes: Uint8Array, secret: string) => createHmac('sha256', secret).update(bytes).digest();

/** The value of `X-Hub-Signature-256`: HMAC-SHA256 of the bytes as sent, lower-case hex (fact sheet §7). */
export const sign = (bytes: Uint8Array, secret: string) => `${scheme}${digest(bytes, secret).toString('hex')}`;

/**
 * Whether one of `secrets` signed exactly these bytes. Never hand it re-serialised JSON: Meta signs its own escapes.
 * Exactly one `X-Hub-Signature-256` counts: API Gateway joins doubled headers by commas, and which of two proxies
 * spoke the truth cannot be told. The SHA-1 header alone is refused.
 */
export function verify(bytes: Uint8Array, headers: SignatureHeaders, secrets: readonly string[]): SignatureAnswer {
  const sent = headers['x-hub-signature-256'];
  const value = typeof sent === 'object' ? sent.join(',') : sent;
  if (value === undefined) return headers['x-hub-signature'] === undefined ? 'absent' : 'sha1-only';
  const hex = value.slice(scheme.length);
  if (!value.startsWith(scheme) || hex.length !== hexLength || notHex.test(hex))
    return value.includes(',') ? 'doubled' : 'malformed';
  const claimed = Buffer.from(hex, 'hex');
  return secrets.some((secret) => timingSafeEqual(digest(bytes, secret), claimed)) ? 'ok' : 'mismatch';
}
