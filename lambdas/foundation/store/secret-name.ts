import { createHash } from 'node:crypto';
import { joinParts } from './key-parts.ts';
import type { TokenRef } from './token-vault.ts';

/** A name may have 512 characters (Secrets Manager), the stage's prefix among them. */
const longest = 400;

/** Letters, digits, `_`, `.` and `-` stay; every other UTF-16 unit becomes `+` and its four hex digits. */
const plain = (text: string) =>
  text.replace(/[^A-Za-z0-9_.-]/g, (unit) => `+${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * A new secret's name behind the stage's prefix: readable where it fits, else a hash (`=` stands in no readable one),
 * so that no two refs share one; then the sealing's own id, because a deleted secret's name cannot be used again at
 * once (Secrets Manager).
 */
export function secretName({ workspace, connectionId, kind, subject }: TokenRef, sealId: string): string {
  const parts = [workspace, connectionId, kind, subject];
  const readable = parts.map(plain).join('/');
  const hash = () => createHash('sha256').update(joinParts(parts)).digest('hex');
  return `${readable.length <= longest ? readable : `=${hash()}`}/${sealId}`;
}
