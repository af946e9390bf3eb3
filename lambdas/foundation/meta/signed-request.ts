import { createHmac, timingSafeEqual } from 'node:crypto';
import { parseMetaJson } from './meta-json.ts';
import { isObject } from './webhook-envelope.ts';

/** What Meta signed: who (an app-scoped id) and when, in milliseconds since 1970. */
export interface SignedRequest {
  readonly userId: string;
  readonly issuedAt: number;
}

/** Why a signed request is refused; each under its own word. */
export type SignedRequestRefusal = 'malformed' | 'mismatch' | 'algorithm' | 'stale' | 'no-user';

/** How old one may be, and how far ahead of our clock, in milliseconds; the sheet names no window of Meta's. */
const oldestMs = 60 * 60_000;
const aheadMs = 5 * 60_000;

const algorithm = 'HMAC-SHA256';
const signatureBytes = 32;

/** Both base64 alphabets, padded or not: Meta sends base64url without, others' tests the standard one with padding. */
const encoded = /^[\w+/-]{1,8192}={0,2}$/;

const bytesOf = (text: string) => Buffer.from(text, 'base64url');

/** The payload of a signed request whose signature one of `secrets` made; else why not. */
export function readSignedPayload(
  text: string,
  secrets: readonly string[],
): Readonly<Record<string, unknown>> | SignedRequestRefusal {
  const [signature = '', payload = '', ...more] = text.split('.');
  if (more.length > 0 || !encoded.test(signature) || !encoded.test(payload)) return 'malformed';
  const claimed = bytesOf(signature);
  if (claimed.byteLength !== signatureBytes) return 'malformed';
  // Over the encoded text, not over what it decodes to (fact sheet §2).
  const ours = (secret: string) => createHmac('sha256', secret).update(payload).digest();
  if (!secrets.some((secret) => secret !== '' && timingSafeEqual(ours(secret), claimed))) return 'mismatch';
  const parsed = jsonOf(bytesOf(payload));
  if (!isObject(parsed)) return 'malformed';
  return String(parsed.algorithm).toUpperCase() === algorithm ? parsed : 'algorithm';
}

/**
 * Reads a callback's `signed_request`. It counts for an hour after `issued_at` and five minutes before it (clocks
 * differ), so that an old one that somebody kept is worth nothing. `now` in milliseconds since 1970.
 */
export function readSignedRequest(
  text: string,
  secrets: readonly string[],
  now: number,
): SignedRequest | SignedRequestRefusal {
  const payload = readSignedPayload(text, secrets);
  if (typeof payload === 'string') return payload;
  const { issued_at: issued, user_id: user } = payload;
  if (typeof issued !== 'number') return 'stale';
  const issuedAt = issued * 1000;
  if (!(issuedAt >= now - oldestMs && issuedAt <= now + aheadMs)) return 'stale';
  const userId = typeof user === 'number' ? String(user) : user;
  return typeof userId === 'string' && /^\w{1,128}$/.test(userId) ? { userId, issuedAt } : 'no-user';
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return parseMetaJson(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
