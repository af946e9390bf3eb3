import { randomUUID } from 'node:crypto';
import { type Clock, isoTime } from '../../lambdas/foundation/core/clock.ts';
import type { Messages, StoredMessage } from '../../lambdas/foundation/store/messages.ts';
import type { People } from '../../lambdas/foundation/store/people.ts';
import type { Thread, Threads } from '../../lambdas/foundation/store/threads.ts';
import { fresh } from './store-under-test.ts';

/** The ports about conversations, as one worker process holds them. */
export interface MessagingProcess {
  readonly messages: Messages;
  readonly threads: Threads;
  readonly people: People;
}

/** Makes one store that lives by `clock` and keeps conversations for 90 days; each call of the answer is one more process. */
export type MessagingMaker = (clock: Clock) => () => MessagingProcess;

/** For how long. */
export const keptMs = 90 * 24 * 3600_000;

/** A message of a fresh workspace that a person wrote now. */
export const aMessage = (clock: Clock, over: Partial<StoredMessage> = {}): StoredMessage => ({
  workspace: fresh('w'),
  id: fresh('m'),
  metaId: `m_${randomUUID()}`,
  channel: 'messenger',
  asset: 'page:1234567890',
  threadId: fresh('t'),
  direction: 'in',
  at: isoTime(clock.now()),
  type: 'text',
  text: 'hello',
  content: { text: 'hello', attachments: [] },
  appId: null,
  standby: false,
  editedAt: null,
  edits: null,
  deletedAt: null,
  reactions: {},
  sentAt: null,
  deliveredAt: null,
  readAt: null,
  playedAt: null,
  failedAt: null,
  failure: null,
  pricing: null,
  eventIds: [],
  ...over,
});

/** A conversation of a fresh workspace, whose last message came now. */
export const aThread = (clock: Clock, over: Partial<Thread> = {}): Thread => ({
  workspace: fresh('w'),
  id: fresh('t'),
  channel: 'messenger',
  asset: 'page:1234567890',
  phoneNumberId: null,
  personId: null,
  groupId: null,
  lastAt: isoTime(clock.now()),
  lastDirection: 'in',
  openedBy: 'message',
  openedAt: isoTime(clock.now()),
  entryAt: null,
  entryAnsweredAt: null,
  deliveredUpTo: null,
  readUpTo: null,
  control: null,
  ...over,
});

/** All pages of a list, one after the other, each of `limit` at most. */
export async function everyPage<T>(
  limit: number,
  read: (after?: string) => Promise<{ readonly rows: readonly T[]; readonly next: string | null }>,
): Promise<readonly T[]> {
  const all: T[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < 200; pages += 1) {
    const { rows, next } = await read(after);
    if (rows.length > limit) throw new Error(`a page of ${rows.length} rows, though ${limit} are the most`);
    all.push(...rows);
    if (next === null) return all;
    after = next;
  }
  throw new Error('the pages of this list never end');
}
