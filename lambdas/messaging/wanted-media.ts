import * as z from 'zod/mini';
import type { Outbox } from '../foundation/core/doors.ts';
import type { FileFamily } from '../foundation/core/media-doors.ts';
import type { StoredMessage } from '../foundation/store/messages.ts';

/** What is read of an attachment, as the webhooks room typed it. */
const Attachment = z.lazy(() =>
  z.looseObject({
    type: z.optional(z.string()),
    url: z.optional(z.string()),
    mediaId: z.optional(z.string()),
    filename: z.optional(z.string()),
  }),
);
const Attachments = z.lazy(() => z.catch(z.array(Attachment), []));

/** A medium to be fetched: its place in the message, what it must be, and where it is (one of the two at least). */
export interface WantedMedium {
  readonly index: number;
  readonly family: FileFamily;
  readonly url: string | undefined;
  /** WhatsApp's: good for 7 days, and for new addresses (fact sheet §8). */
  readonly mediaId: string | undefined;
}

/** More than Meta sends in one message (an album of Messenger has 30 pictures). */
export const mostMedia = 30;

/**
 * What a person sent to be seen: these and no other types (fact sheet §7). Stories, posts and reels that somebody shared or
 * mentioned are other people's, and gone after a day or when they say so; `fallback`s are previews of links; what is
 * `ephemeral` was sent to be seen once.
 */
const families: ReadonlyMap<string | undefined, FileFamily> = new Map([
  ['image', 'image'],
  ['sticker', 'image'],
  ['audio', 'audio'],
  ['video', 'video'],
  ['file', 'document'],
  ['document', 'document'],
]);

/** The attachments of a message, as far as they are such. */
export const attachmentsIn = ({ content }: Pick<StoredMessage, 'content'>) => Attachments.parse(content?.attachments);

/** The media of a person's message that are to be fetched, there or not; none of one that is deleted. */
export function mediaOf(message: StoredMessage): readonly WantedMedium[] {
  if (message.direction !== 'in' || message.deletedAt !== null) return [];
  return attachmentsIn(message)
    .slice(0, mostMedia)
    .flatMap(({ type, url, mediaId }, index) => {
      const family = families.get(type);
      const isWanted = family !== undefined && (url ?? mediaId) !== undefined;
      return isWanted ? [{ index, family, url, mediaId }] : [];
    });
}

/** Those of them that are not there; one that was lost is tried again whenever its message comes again. */
export function wantedMedia(message: StoredMessage): readonly WantedMedium[] {
  const there = new Set(message.media.map(({ index }) => index));
  return mediaOf(message).filter(({ index }) => !there.has(index));
}

/** Has the media of a message fetched, if there are any. Throws `Failure` `unavailable`. */
export async function wantMedia(
  message: StoredMessage,
  { outbox }: { readonly outbox: Outbox<'mediaFetches'> },
): Promise<void> {
  const { workspace, id: messageId, asset } = message;
  if (wantedMedia(message).length === 0) return;
  await outbox.send('mediaFetches', [{ workspace, messageId }], { group: asset });
}
