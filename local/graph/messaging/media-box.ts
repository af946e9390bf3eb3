import { createHash } from 'node:crypto';
import type { Clock } from '../world/clock.ts';
import { objectId } from './message-ids.ts';

const DAY_MS = 86_400_000;

/** A medium of a WhatsApp number: uploaded, or sent by a person. */
export type Medium = {
  id: string;
  phone: string;
  mimeType: string;
  /** Base64, as in webhooks, for what came by one; hex for uploads. */
  sha256: string;
  bytes: number;
  /** Null: it was too large to be kept, or nobody ever gave it to us. */
  content: Buffer | null;
  expiresAt: number;
};

/** Media by id. */
export type MediaBox = {
  /** Uploads live 30 days (fact sheet §8). */
  upload(phone: string, mimeType: string, content: Buffer): Medium;
  /** What came by a webhook lives 7 days. */
  found(medium: { id: string; phone: string; mimeType: string; sha256: string | null }): void;
  find(id: string): Medium | undefined;
  remove(id: string): void;
  clear(): void;
};

/** Media beyond this many are forgotten, oldest first. */
const KEPT = 20_000;

/** Bytes of one upload, and of all of them, that are kept to be read again. */
const CONTENT_CAP = 8 * 1024 * 1024;
const ALL_CONTENT_CAP = 64 * 1024 * 1024;

/** An empty box. */
export function createMediaBox(clock: Clock): MediaBox {
  const media = new Map<string, Medium>();
  let held = 0;
  const contentOf = (content: Buffer): Buffer | null => {
    if (content.length > CONTENT_CAP || held + content.length > ALL_CONTENT_CAP) return null;
    held += content.length;
    return content;
  };
  const remove = (id: string): void => {
    held -= media.get(id)?.content?.length ?? 0;
    media.delete(id);
  };
  const keep = (medium: Medium): Medium => {
    media.set(medium.id, medium);
    const oldest = media.size > KEPT ? media.keys().next().value : undefined;
    if (oldest !== undefined) remove(oldest);
    return medium;
  };
  return {
    upload: (phone, mimeType, content) => {
      const sha256 = createHash('sha256').update(content).digest('hex');
      const expiresAt = clock.now() + 30 * DAY_MS;
      const bytes = content.length;
      return keep({ id: objectId(), phone, mimeType, sha256, bytes, content: contentOf(content), expiresAt });
    },
    found: ({ id, phone, mimeType, sha256 }) => {
      const known = sha256 ?? createHash('sha256').update(id).digest('base64');
      keep({ id, phone, mimeType, sha256: known, bytes: 1024, content: null, expiresAt: clock.now() + 7 * DAY_MS });
    },
    find: (id) => {
      const medium = media.get(id);
      return medium && clock.now() < medium.expiresAt ? medium : undefined;
    },
    remove,
    clear: () => {
      media.clear();
      held = 0;
    },
  };
}
