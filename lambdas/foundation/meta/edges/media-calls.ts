import type { ByteStream, FileFamily } from '../../core/media-doors.ts';
import type { GraphIdentity } from '../identity.ts';

/** A file of WhatsApp's that somebody wants. */
export interface MediaWanted {
  /** As a webhook or `readMedia` told it. */
  readonly url: string;
  readonly family: FileFamily;
  readonly capBytes: number;
}

/** What is fetched with a token and is not the Graph's: it draws on no allowance that the fact sheet knows. */
export interface MediaCalls {
  /**
   * Opens a file of WhatsApp's. Throws `Failure` as `Outside` says: `not-found` also for an address whose five minutes are
   * over, `forbidden` for one that is not on a host of WhatsApp's media.
   */
  downloadMedia(identity: GraphIdentity, wanted: MediaWanted): Promise<ByteStream>;
}
