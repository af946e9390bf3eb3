import type * as z from 'zod/mini';
import type { Changed } from './changed.ts';
import type { ThreadRow } from './entities/thread.ts';

/** A conversation. */
export type Thread = Readonly<Omit<z.infer<(typeof ThreadRow)['schema']>, 'expiresAt' | 'version'>>;

/** What names a thread. */
export type ThreadKey = Pick<Thread, 'workspace' | 'id'>;

/** Which threads. */
export interface ThreadFilter {
  readonly channel?: Thread['channel'];
  /** `<kind>:<id>`. */
  readonly asset?: string;
}

/** Conversations, kept for the days of the stage after their last change. Throws `Failure` `unavailable`. */
export interface Threads {
  get(key: ThreadKey): Promise<Thread | undefined>;
  /** Merges as `Messages.change` does; a thread stands in the list under its latest message, and only there. */
  change(
    key: ThreadKey,
    merge: (standing: Thread | undefined) => Thread | undefined,
    seen?: Thread | null,
  ): Promise<Changed<Thread>>;
  /** A workspace's threads, those with the latest message first; a page may be short and still have a next one. */
  list(
    workspace: string,
    filter: ThreadFilter,
    limit: number,
    after?: string,
  ): Promise<{ readonly threads: readonly Thread[]; readonly next: string | null }>;
}
