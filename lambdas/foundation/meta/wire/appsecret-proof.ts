import { createHmac } from 'node:crypto';
import { AccessToken } from '../../core/access-token.ts';
import type { GraphIdentity } from '../identity.ts';

/** `appsecret_proof`: lower-case hex HMAC-SHA256 of the token, keyed by the app secret (fact sheet §2). */
export const appsecretProof = (appSecret: string, token: string) =>
  createHmac('sha256', appSecret).update(token).digest('hex');

/** The last proof of each token, and by which secret: gone with the token, of which nothing is kept here. */
const proofs = new WeakMap<AccessToken, { readonly appSecret: string; readonly proof: string }>();

/** The proof of who speaks; made once for as long as the token lives in memory and the secret stays. */
export function proofOf({ app: { appSecret }, token }: Pick<GraphIdentity, 'app' | 'token'>): string {
  const known = proofs.get(token);
  if (known?.appSecret === appSecret) return known.proof;
  const proof = appsecretProof(appSecret, AccessToken.textOf(token));
  proofs.set(token, { appSecret, proof });
  return proof;
}
