import type { MediaUploads } from '../foundation/store/media-uploads.ts';
import type { OutboundMessage } from '../foundation/store/outbound-messages.ts';
import { isKeptContent } from './outbound-content.ts';

/**
 * WhatsApp's codes of a medium that it could not take: "try a fresh link once" (fact sheet §3). An id that it does not have
 * any more may be just a wrong parameter to it (100, 131009): should another be wrong, a file is brought once too often.
 */
const mediaCodes: ReadonlySet<number> = new Set([131052, 131053, 100, 131009]);

/** Whether Meta's code says that a message failed, or may have failed, for its medium; `channel` is the message's. */
export const isMediaRefusal = (channel: OutboundMessage['channel'], code: number | undefined): boolean =>
  channel === 'whatsapp' && code !== undefined && mediaCodes.has(code);

/**
 * Forgets what Meta called the upload that a failed message carried: that id may be dead, and the next message brings
 * the file anew. What was brought after this message went stays. Throws `Failure` `unavailable`, `busy`.
 */
export async function forgetMedia(
  { workspace, content, phoneNumberId, sendingAt }: OutboundMessage,
  uploads: Pick<MediaUploads, 'forget'>,
): Promise<void> {
  if (!isKeptContent(content) || !('media' in content) || !('mediaId' in content.media)) return;
  if (phoneNumberId === null || sendingAt === null) return;
  await uploads.forget({ workspace, id: content.media.mediaId }, phoneNumberId, sendingAt);
}
