import type * as z from 'zod/mini';
import type { MessageRow } from './entities/message.ts';

/** A message with every fact about it. */
export type StoredMessage = Readonly<Omit<z.infer<(typeof MessageRow)['schema']>, 'expiresAt' | 'version'>>;

/** What names a message: the workspace and our id of it. */
export type MessageKey = Pick<StoredMessage, 'workspace' | 'id'>;

/** What a change did; `after` is what stands now, undefined when nothing does. */
export interface Changed<T> {
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/** Messages, kept for the days of the stage after their last change. Throws `Failure` `unavailable` when the table refuses. */
export interface Messages {
  get(key: MessageKey): Promise<StoredMessage | undefined>;
  /**
   * Merges something into what stands: reads, asks `merge`, writes unless another worker came first, and then does it
   * again. `merge` is pure; the same object back, or nothing, means that nothing changes. A message that has a thread and a time
   * stands in the thread's list before it stands itself. Throws `Failure` `busy` when others come first every time.
   */
  change(
    key: MessageKey,
    merge: (standing: StoredMessage | undefined) => StoredMessage | undefined,
  ): Promise<Changed<StoredMessage>>;
  /** A thread's messages, newest first, at most `limit` (1 to 100); `next` is the place to go on from, null at the end. */
  list(
    workspace: string,
    threadId: string,
    limit: number,
    after?: string,
  ): Promise<{ readonly messages: readonly StoredMessage[]; readonly next: string | null }>;
}
