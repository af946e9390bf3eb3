import { randomInt } from 'node:crypto';
import type { Post } from './post-once.ts';

/** What became of the subscription challenge. */
export type Challenge = { echoed: boolean; status: number | null; contentType: string; said: string };

/**
 * Asks the webhook to prove itself as Meta does when an app subscribes: GET with `hub.mode`, `hub.challenge` and
 * `hub.verify_token`, answered with 200 and the bare challenge (fact sheet §7, "Verification").
 */
export async function subscribe(
  post: Post,
  webhookUrl: string,
  verifyToken: string,
  timeoutMs: number,
): Promise<Challenge> {
  const challenge = String(randomInt(100_000_000, 2_000_000_000));
  const url = new URL(webhookUrl);
  url.searchParams.set('hub.mode', 'subscribe');
  url.searchParams.set('hub.challenge', challenge);
  url.searchParams.set('hub.verify_token', verifyToken);
  const answer = await post({ method: 'GET', url: url.href, headers: {}, timeoutMs });
  if ('error' in answer) return { echoed: false, status: null, contentType: '', said: `No answer: ${answer.error}.` };
  const echoed = answer.status === 200 && answer.text === challenge;
  const said = echoed ? 'The challenge came back.' : `Answered ${answer.status} without the bare challenge.`;
  return { echoed, status: answer.status, contentType: answer.contentType, said };
}
