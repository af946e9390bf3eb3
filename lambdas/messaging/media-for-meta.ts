import { type Clock, isoTime } from '../foundation/core/clock.ts';
import { Failure } from '../foundation/core/failure.ts';
import type { MediaBucket } from '../foundation/core/media-doors.ts';
import type { WhatsappCalls } from '../foundation/meta/edges/whatsapp-calls.ts';
import type { MediaUpload, MediaUploads } from '../foundation/store/media-uploads.ts';
import { capOf, goesAs } from './media-types.ts';
import type { MetaMedia } from './meta-media.ts';
import type { CallDoors, CarriedUpload, MediaTarget } from './send-doors.ts';

/** What bringing our uploads before Meta may touch. */
export interface MediaForMetaDoors {
  readonly uploads: Pick<MediaUploads, 'get' | 'remember'>;
  readonly bucket: Pick<MediaBucket, 'head' | 'read' | 'downloadUrl'>;
  readonly graph: Pick<WhatsappCalls, 'uploadMedia'>;
  readonly clock: Clock;
}

/** Meta keeps an upload for 30 days (fact sheet §8): a day before that it is brought again. */
const reuseMs = 29 * 24 * 3600_000;

/** Seconds in which Meta fetches a file from us. */
const linkSeconds = 3600;

/**
 * What our upload is called where it is to be sent: on WhatsApp Meta's id of it, brought there now unless Meta has it still;
 * else an address from which Meta may fetch it for an hour. Throws `Failure` `not-found` for an id of nobody's or somebody
 * else's, `invalid-request` when its bytes never came, when the channel does not take them, or not as this type of
 * message, and what the Graph throws.
 */
export async function mediaForMeta(
  { workspace, mediaId, type }: CarriedUpload,
  target: MediaTarget,
  doors: MediaForMetaDoors,
): Promise<MetaMedia> {
  const upload = await doors.uploads.get({ workspace, id: mediaId });
  if (upload === undefined) throw new Failure('not-found', 'no such media');
  demandTaken(upload, type, target);
  const known = target.channel === 'whatsapp' ? stillThere(upload, target, doors.clock) : undefined;
  if (known !== undefined) return { id: known };
  if ((await doors.bucket.head(upload.key)) === undefined) {
    throw refused('the bytes of this media never came: PUT them to the address of POST /v1/media');
  }
  if (target.channel === 'whatsapp') return { id: await brought(upload, target, doors) };
  const { url: link } = await doors.bucket.downloadUrl(upload.key, linkSeconds);
  return { link };
}

/** The same over its doors. */
export const mediaOver =
  (doors: MediaForMetaDoors): CallDoors['mediaForMeta'] =>
  (upload, target) =>
    mediaForMeta(upload, target, doors);

function demandTaken({ mimeType, size }: MediaUpload, type: CarriedUpload['type'], { channel }: MediaTarget): void {
  const cap = capOf(mimeType, channel);
  if (cap === undefined) throw refused(`${channel} takes no media of type ${mimeType}`);
  if (size > cap) throw refused(`${channel} takes ${mimeType} of at most ${cap} bytes`);
  if (!goesAs(mimeType, type, channel)) throw refused(`${channel} takes no ${mimeType} as ${type}`);
}

const refused = (reason: string) =>
  new Failure('invalid-request', reason, { errors: [{ path: 'body.media.mediaId', reason }] });

function stillThere({ metaIds }: MediaUpload, { account }: MediaTarget, clock: Clock): string | undefined {
  const named = Object.hasOwn(metaIds, account) ? metaIds[account] : undefined;
  return named !== undefined && clock.now() - Date.parse(named.at) < reuseMs ? named.id : undefined;
}

async function brought(upload: MediaUpload, { account, identity, mostBytes }: MediaTarget, doors: MediaForMetaDoors) {
  if (upload.size > mostBytes)
    throw new Failure('unavailable', 'the file is too big to be brought while its sender waits');
  const { uploads, bucket, graph, clock } = doors;
  const { mimeType, size, key, filename } = upload;
  // Counted from before: Meta's own count begins later.
  const at = isoTime(clock.now());
  const named = { phoneNumberId: account, mimeType, size, filename: filename ?? 'file' };
  const id = await graph.uploadMedia(identity, { ...named, open: () => bucket.read(key) });
  await uploads.remember(upload, account, { id, at });
  return id;
}
