import { createHash, randomBytes } from 'node:crypto';

/** Where a message goes. */
export type Platform = 'messenger' | 'instagram' | 'whatsapp';

/** An id as each platform makes them: `m_…`, `aWdf…`, `wamid.…`. */
export function messageId(platform: Platform): string {
  if (platform === 'messenger') return `m_${randomBytes(48).toString('base64url')}`;
  if (platform === 'instagram')
    return Buffer.from(`ig_fake_item:1:${randomBytes(48).toString('hex')}`).toString('base64');
  return `wamid.${randomBytes(39).toString('base64')}`;
}

/** An id of an object that is made: 15 digits, so that it fits a JSON number, and begins as none of the demo world. */
export const objectId = (): string => `88${String(randomBytes(5).readUIntBE(0, 5)).padStart(13, '0')}`;

/** The person behind a `user_ref` or a comment: Meta knows, so one is invented that stays the same. */
export const personBehind = (reference: string): string =>
  `77${String(createHash('sha256').update(reference).digest().readUIntBE(0, 5)).padStart(13, '0')}`;
