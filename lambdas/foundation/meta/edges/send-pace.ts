import type { UseCase } from '../../core/usage.ts';
import { isObject } from '../webhook-envelope.ts';
import type { MetaBody } from './json-body.ts';

/** Audio and video have a slower pace than everything else (fact sheet §4). */
const slow: ReadonlySet<unknown> = new Set(['audio', 'video']);

const inside = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);

/** Which of Meta's fixed paces a message of this shape draws on; a private reply names the comment that it answers. */
export function sendPace({ recipient, message }: MetaBody, platform: 'messenger' | 'instagram'): UseCase {
  if (inside(recipient, 'comment_id') !== undefined) return 'private_replies';
  const isSlow = slow.has(inside(inside(message, 'attachment'), 'type'));
  return isSlow ? `${platform}_media` : `${platform}_messages`;
}
