import type { ByteStream } from '../../core/media-doors.ts';
import type { GraphIdentity } from '../identity.ts';
import type { MetaBody } from './json-body.ts';

/** What WhatsApp says of a message that it took: that is not yet its delivery (fact sheet §8). */
export interface AcceptedMessage {
  /** `wamid.…`, by which the statuses name it. */
  readonly messageId: string;
  /** The person's phone number; null when the message went to a business-scoped user id. */
  readonly waId: string | null;
  /** The business-scoped user id, where Meta tells it. */
  readonly userId: string | null;
  /** `message_status`, for example `accepted`; mostly not told. */
  readonly status: string | null;
}

/** Where a file lies; what Meta does not tell is null. */
export interface MediaSource {
  /** For five minutes, with the token. */
  readonly url: string;
  readonly mimeType: string | null;
  /** As Meta words it. */
  readonly sha256: string | null;
  /** Bytes. */
  readonly fileSize: number | null;
}

/** A file for a number to send. */
export interface MediaToUpload {
  readonly phoneNumberId: string;
  readonly mimeType: string;
  readonly filename: string;
  /** Bytes; at most 100 MB (fact sheet §8). */
  readonly size: number;
  /** Opens the file anew; its `Failure`s are thrown as they are. */
  readonly open: () => Promise<ByteStream>;
}

/** Messages of WhatsApp's Cloud API. Each throws the `Failure` kinds of `classify-error.ts`. */
export interface WhatsappCalls {
  /** `messaging_product` is added. Meta sees no second sending: a lost answer is `outcome-unknown`. */
  sendWhatsappMessage(
    identity: GraphIdentity,
    message: { readonly phoneNumberId: string; readonly body: MetaBody },
  ): Promise<AcceptedMessage>;
  /** Marks a person's message as read and, with `typing`, shows that an answer is being written. */
  markWhatsappRead(
    identity: GraphIdentity,
    message: { readonly phoneNumberId: string; readonly messageId: string; readonly typing: boolean },
  ): Promise<void>;
  /** Where to fetch a file; with `phoneNumberId` only if it is that number's, whose allowance the call then draws on. */
  readMedia(identity: GraphIdentity, mediaId: string, phoneNumberId?: string): Promise<MediaSource>;
  /** Sends a file while it is read, and answers its id: for 30 days, and for messages of this number alone. */
  uploadMedia(identity: GraphIdentity, file: MediaToUpload): Promise<string>;
}
