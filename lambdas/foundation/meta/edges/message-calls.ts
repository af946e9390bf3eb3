import type { GraphIdentity } from '../identity.ts';
import type { MetaBody } from './json-body.ts';

/** Who talks. */
export interface MessagingAccount {
  /** The Page; with Instagram Login the professional account. */
  readonly account: string;
  /** Whose conversations a Page's token means: only the allowance depends on it. Default `messenger`. */
  readonly platform?: 'messenger' | 'instagram';
}

/** What Meta says of a message that it took; `recipientId` is null for a `user_ref` and the like, `messageId` for an action. */
export interface SentMessage {
  readonly recipientId: string | null;
  readonly messageId: string | null;
}

/** What the other side sees without a message (fact sheet §8). */
export type SenderAction = 'typing_on' | 'typing_off' | 'mark_seen';

/** A file that lies at an address which Meta can read. */
export interface AttachmentWish {
  readonly page: string;
  /** Sent for Instagram only: its attachments are not Messenger's. Default `messenger`. */
  readonly platform?: 'messenger' | 'instagram';
  readonly type: 'image' | 'audio' | 'video' | 'file';
  readonly url: string;
  /** Whether one upload serves many messages. */
  readonly reusable: boolean;
}

/** Messages of Messenger and Instagram. Each throws the `Failure` kinds of `classify-error.ts`. */
export interface MessageCalls {
  /** Meta knows no key by which it would see a second sending: a lost answer is `outcome-unknown`. */
  sendMessage(identity: GraphIdentity, message: MessagingAccount & { readonly body: MetaBody }): Promise<SentMessage>;
  /** Shows that somebody types, or that the person's messages were seen. */
  sendSenderAction(
    identity: GraphIdentity,
    wish: MessagingAccount & { readonly recipientId: string; readonly action: SenderAction },
  ): Promise<void>;
  /** Has Meta fetch a file, for messages that name it by `attachment_id`; a second one lies beside the first. */
  createAttachment(identity: GraphIdentity, wish: AttachmentWish): Promise<{ readonly attachmentId: string }>;
}
