import { Failure } from '../foundation/core/failure.ts';
import type { MediaBucket } from '../foundation/core/media-doors.ts';
import type { MediaUploads } from '../foundation/store/media-uploads.ts';
import type { Messages, StoredMessage } from '../foundation/store/messages.ts';
import { type InboundMedium, inboundMedium } from './media-id.ts';
import { attachmentsIn } from './wanted-media.ts';

/** What showing a file may touch. */
export interface ShowMediaDoors {
  readonly uploads: Pick<MediaUploads, 'get'>;
  readonly messages: Pick<Messages, 'get'>;
  readonly bucket: Pick<MediaBucket, 'head' | 'downloadUrl'>;
}

/** Seconds in which a download must begin. */
const downloadSeconds = 15 * 60;

const nothing = () => new Failure('not-found', 'no such media');

/** A file of the workspace, brought or sent by a person. Throws `Failure` `not-found`, `unavailable`. */
export async function showMedia(workspace: string, id: string, doors: ShowMediaDoors) {
  const inbound = inboundMedium(id);
  return inbound ? showInbound(workspace, id, inbound, doors) : showUpload(workspace, id, doors);
}

async function showUpload(workspace: string, id: string, { uploads, bucket }: ShowMediaDoors) {
  const upload = await uploads.get({ workspace, id });
  if (upload === undefined) throw nothing();
  const { mimeType, size, filename, key } = upload;
  const isThere = (await bucket.head(key)) !== undefined;
  const download = isThere ? await bucket.downloadUrl(key, downloadSeconds) : null;
  return { id, mimeType, size, filename, state: isThere ? ('ready' as const) : ('awaiting-upload' as const), download };
}

async function showInbound(
  workspace: string,
  id: string,
  { messageId, index }: InboundMedium,
  { messages, bucket }: ShowMediaDoors,
) {
  const message = await messages.get({ workspace, id: messageId });
  const medium = message?.deletedAt === null ? message.media.find((one) => one.index === index) : undefined;
  // Its bytes may be over before the message is, which lives longer with every change.
  if (message === undefined || medium === undefined || (await bucket.head(medium.key)) === undefined) throw nothing();
  const { mimeType, size, key } = medium;
  const download = await bucket.downloadUrl(key, downloadSeconds);
  return { id, mimeType, size, filename: filenameOf(message, index), state: 'ready' as const, download };
}

const filenameOf = (message: StoredMessage, index: number): string | null =>
  attachmentsIn(message)[index]?.filename ?? null;
