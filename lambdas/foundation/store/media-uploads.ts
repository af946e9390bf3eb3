import type * as z from 'zod/mini';
import type { MediaUploadRow } from './entities/media-upload.ts';

/** A file that a caller brings, to be sent. */
export type MediaUpload = Readonly<Omit<z.infer<(typeof MediaUploadRow)['schema']>, 'expiresAt' | 'version'>>;

/** What names one. */
export type MediaUploadKey = Pick<MediaUpload, 'workspace' | 'id'>;

/**
 * Files that callers bring, kept for the days of the stage after they were declared, as their bytes are. Throws `Failure`
 * `unavailable` when the table refuses.
 */
export interface MediaUploads {
  /** Writes a new one; throws `Failure` `conflict` when its id stands already. */
  create(upload: MediaUpload): Promise<void>;
  get(key: MediaUploadKey): Promise<MediaUpload | undefined>;
  /**
   * Keeps what Meta calls it for an account, over what stood; of one that is gone nothing is kept. Throws `Failure` `busy`
   * when others come first every time.
   */
  remember(key: MediaUploadKey, account: string, named: MediaUpload['metaIds'][string]): Promise<void>;
  /**
   * Forgets what Meta calls it for an account, if that was learned by then (ISO-8601); what is newer, or gone, stays as it
   * is. Throws `Failure` `busy` as `remember` does.
   */
  forget(key: MediaUploadKey, account: string, learnedBy: string): Promise<void>;
}
