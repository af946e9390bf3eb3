import type * as z from 'zod/mini';
import { type Clock, isoTime } from '../foundation/core/clock.ts';
import { Failure } from '../foundation/core/failure.ts';
import type { MediaBucket } from '../foundation/core/media-doors.ts';
import type { MediaUploads } from '../foundation/store/media-uploads.ts';
import { newUploadId, uploadKey } from './media-id.ts';
import type { MediaDeclaration } from './media-routes.ts';
import { capOf } from './media-types.ts';

/** What declaring a file may touch. */
export interface DeclareDoors {
  readonly uploads: Pick<MediaUploads, 'create'>;
  readonly bucket: Pick<MediaBucket, 'uploadUrl'>;
  readonly clock: Clock;
}

/** Seconds in which the bytes must begin to come. */
const uploadSeconds = 15 * 60;

/**
 * Remembers a file that is about to come, and signs the request that brings it. Throws `Failure` `invalid-request` for one
 * that no channel would take, `unavailable`.
 */
export async function declareMedia(
  workspace: string,
  { mimeType, size, filename: given }: z.infer<typeof MediaDeclaration>,
  { uploads, bucket, clock }: DeclareDoors,
) {
  const cap = capOf(mimeType) ?? 0;
  if (size > cap) {
    const errors = [{ path: 'body.size', reason: `no channel takes ${mimeType} of more than ${cap} bytes` }];
    throw new Failure('invalid-request', 'the file is larger than any channel takes', { errors });
  }
  const filename = given ?? null;
  const id = newUploadId();
  const key = uploadKey(workspace, id);
  const createdAt = isoTime(clock.now());
  await uploads.create({ workspace, id, mimeType, size, filename, key, createdAt, metaIds: {} });
  const upload = await bucket.uploadUrl(key, { mimeType, size }, uploadSeconds);
  return { id, mimeType, size, filename, upload };
}
