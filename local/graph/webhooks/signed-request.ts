import { createHmac } from 'node:crypto';

/** How to make one; everything but the user can be wrong on purpose. */
export type SignedRequest = {
  userId: string;
  /** Seconds since 1970. */
  issuedAt: number;
  algorithm: string;
  secret: string;
  padded: boolean;
};

/** `base64url(signature).base64url(payload)`; the signature is over the encoded payload (fact sheet §2). */
export function signedRequest({ userId, issuedAt, algorithm, secret, padded }: SignedRequest): string {
  const encode = (bytes: Buffer) => {
    const text = bytes.toString('base64url');
    return padded ? text.padEnd(Math.ceil(text.length / 4) * 4, '=') : text;
  };
  const payload = encode(Buffer.from(JSON.stringify({ algorithm, issued_at: issuedAt, user_id: userId })));
  return `${encode(createHmac('sha256', secret).update(payload).digest())}.${payload}`;
}
