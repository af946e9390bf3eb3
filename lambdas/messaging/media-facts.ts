import type { MediaBucket } from '../foundation/core/media-doors.ts';
import type { Messages, StoredMessage } from '../foundation/store/messages.ts';

/** A medium that lies in the bucket. */
export type FetchedMedium = StoredMessage['media'][number];

/**
 * That a medium of a message was fetched. A message that is gone, or deleted, gets none; of two that say the same place the
 * first stands, for they are the same file.
 */
export function mergeMedium(standing: StoredMessage | undefined, medium: FetchedMedium): StoredMessage | undefined {
  if (standing === undefined || standing.deletedAt !== null) return standing;
  if (standing.media.some(({ index }) => index === medium.index)) return standing;
  const { [medium.index]: _, ...mediaLost } = standing.mediaLost;
  return { ...standing, mediaLost, media: [...standing.media, medium].sort((a, b) => a.index - b.index) };
}

/** Why a medium of a message is not there, by its place in the content. */
export interface LostMedium {
  readonly index: number;
  readonly loss: StoredMessage['mediaLost'][string];
}

/** That a medium was not to be had. What is kept stays; else the latest try counts, for it may be made again. */
export function mergeLostMedium(
  standing: StoredMessage | undefined,
  { index, loss }: LostMedium,
): StoredMessage | undefined {
  if (standing === undefined || standing.deletedAt !== null) return standing;
  const isKept = standing.media.some((one) => one.index === index);
  if (isKept || standing.mediaLost[index] === loss) return standing;
  return { ...standing, mediaLost: { ...standing.mediaLost, [index]: loss } };
}

/** What removing the media of a deleted message may touch. */
export interface RemoveMediaDoors {
  readonly messages: Pick<Messages, 'change'>;
  readonly media: Pick<MediaBucket, 'remove'>;
}

/**
 * Takes the files of a deleted message out of the bucket, and only then out of its row: a worker that dies in between finds
 * them there again. Throws `Failure` `busy`, `unavailable`.
 */
export async function removeMedia(message: StoredMessage, { messages, media }: RemoveMediaDoors): Promise<void> {
  if (message.media.length === 0) return;
  for (const { key } of message.media) await media.remove(key);
  await messages.change(message, (standing) =>
    standing !== undefined && standing.media.length > 0 ? { ...standing, media: [] } : standing,
  );
}
