import type * as z from 'zod/mini';
import type { Changed } from './changed.ts';
import type { MessageRow } from './entities/message.ts';
import type { OutboundMessage } from './outbound-messages.ts';

/** A message with every fact about it. */
export type StoredMessage = Readonly<Omit<z.infer<(typeof MessageRow)['schema']>, 'expiresAt' | 'version'>>;

/** What names a message: the workspace and our id of it. */
export type MessageKey = Pick<StoredMessage, 'workspace' | 'id'>;

/**
 * One line of a thread: what came or was sent by others (`message`), or what we sent (`outbound`, and `message` too once
 * Meta has said its id). `at` ISO-8601: Meta's time, of ours when we took it.
 */
export type Listed =
  | { readonly at: string; readonly message: StoredMessage; readonly outbound?: undefined }
  | { readonly at: string; readonly message?: StoredMessage; readonly outbound: OutboundMessage };

/** Messages, kept for the days of the stage after their last change. Throws `Failure` `unavailable` when the table refuses. */
export interface Messages {
  get(key: MessageKey): Promise<StoredMessage | undefined>;
  /**
   * Merges something into what stands: reads, asks `merge`, writes unless another worker came first, and then does it
   * again. `merge` is pure; the same object back, or nothing, means that nothing changes. A message that has a thread and a time
   * stands in the thread's list before it stands itself. `seen` is what the caller has seen of it, as this door gave it
   * (null: nothing), and saves the reading: where another stands by now it is read. Throws `Failure` `busy` when others come first every time.
   */
  change(
    key: MessageKey,
    merge: (standing: StoredMessage | undefined) => StoredMessage | undefined,
    seen?: StoredMessage | null,
  ): Promise<Changed<StoredMessage>>;
  /** A thread's messages, newest first, at most `limit` (1 to 100); `next` is the place to go on from, null at the end. */
  list(
    workspace: string,
    threadId: string,
    limit: number,
    after?: string,
  ): Promise<{ readonly listed: readonly Listed[]; readonly next: string | null }>;
}
