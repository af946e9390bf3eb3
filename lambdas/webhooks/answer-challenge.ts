import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secrets } from '../foundation/core/doors.ts';
import { Failure } from '../foundation/core/failure.ts';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Equal in constant time whatever the lengths, because equal-length digests are compared. */
const equal = (one: string, other: string) => timingSafeEqual(digest(one), digest(other));

/**
 * Meta's verification of the webhook URL (`meta-platform` §7): echoes `hub.challenge` when the token is ours.
 * Throws `Failure` `forbidden` on a wrong token, `invalid-request` when the challenge is not digits.
 */
export async function answerChallenge(query: Readonly<Record<string, string>>, secrets: Secrets): Promise<string> {
  const offered = query['hub.verify_token'] ?? '';
  const known =
    equal(offered, await secrets.verifyToken()) || equal(offered, await secrets.verifyToken({ fresh: true }));
  if (!known) throw new Failure('forbidden', 'the verify token is not ours', { outcome: 'wrong-verify-token' });
  const challenge = query['hub.challenge'] ?? '';
  if (query['hub.mode'] !== 'subscribe' || !/^[0-9]{1,64}$/.test(challenge))
    throw new Failure('invalid-request', 'hub.mode must be subscribe and hub.challenge digits');
  return challenge;
}
