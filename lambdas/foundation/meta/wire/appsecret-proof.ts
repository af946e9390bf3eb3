import { createHmac } from 'node:crypto';

/** `appsecret_proof`: lower-case hex HMAC-SHA256 of the token, keyed by the app secret (fact sheet §2). */
export const appsecretProof = (appSecret: string, token: string) =>
  createHmac('sha256', appSecret).update(token).digest('hex');
