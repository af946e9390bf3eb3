import { randomUUID } from 'node:crypto';
import { type Clock, isoTime } from '../../lambdas/foundation/core/clock.ts';
import type { DueRow, DueRows } from '../../lambdas/foundation/store/due-rows.ts';
import { openDueRows } from '../../lambdas/foundation/store/dynamo-due-rows.ts';
import { openLanes } from '../../lambdas/foundation/store/dynamo-lanes.ts';
import { openMessages } from '../../lambdas/foundation/store/dynamo-messages.ts';
import { openOutboundMessages } from '../../lambdas/foundation/store/dynamo-outbound-messages.ts';
import { openPeople } from '../../lambdas/foundation/store/dynamo-people.ts';
import { openThreads } from '../../lambdas/foundation/store/dynamo-threads.ts';
import type { LaneName, Lanes } from '../../lambdas/foundation/store/lanes.ts';
import type { MessagingDoors } from '../../lambdas/foundation/store/merged-row.ts';
import type { Listed, Messages, StoredMessage } from '../../lambdas/foundation/store/messages.ts';
import type { OutboundMessage, OutboundMessages } from '../../lambdas/foundation/store/outbound-messages.ts';
import type { People } from '../../lambdas/foundation/store/people.ts';
import type { Thread, Threads } from '../../lambdas/foundation/store/threads.ts';
import { fresh } from './store-under-test.ts';

/** The ports about conversations, as one worker process holds them. */
export interface MessagingProcess {
  readonly messages: Messages;
  readonly outbound: OutboundMessages;
  readonly lanes: Lanes;
  readonly due: DueRows;
  readonly threads: Threads;
  readonly people: People;
}

/** The adapters over one table, as they are deployed. */
export function openProcess(doors: Omit<MessagingDoors, 'messageDays'>): MessagingProcess {
  const kept = { ...doors, messageDays: 90 };
  return {
    messages: openMessages(kept),
    outbound: openOutboundMessages(kept),
    lanes: openLanes(kept),
    due: openDueRows(kept),
    threads: openThreads(kept),
    people: openPeople(kept),
  };
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
  sendId: null,
  media: [],
  mediaLost: {},
  eventIds: [],
  ...over,
});

/** A text of a fresh workspace that a caller asked us to send now. */
export const anOutboundMessage = (clock: Pick<Clock, 'now'>, over: Partial<OutboundMessage> = {}): OutboundMessage => ({
  workspace: fresh('w'),
  id: fresh('s_'),
  bodyHash: '0a1b',
  lane: fresh('t'),
  seq: 1,
  threadId: fresh('t'),
  personId: null,
  channel: 'messenger',
  asset: 'page:1234567890',
  phoneNumberId: null,
  sender: 'automation',
  recipient: { id: '9876543210' },
  type: 'text',
  how: {},
  content: { text: 'hello' },
  state: 'accepted',
  acceptedAt: isoTime(clock.now()),
  sendingAt: null,
  sendingBy: null,
  settledAt: null,
  appId: null,
  metaId: null,
  messageId: null,
  failure: null,
  attempts: 0,
  pairRefusals: 0,
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
  windowDueAt: null,
  entryAt: null,
  entryAnsweredAt: null,
  deliveredUpTo: null,
  readUpTo: null,
  control: null,
  ...over,
});

/** The messages of lines that are no sending of ours, each at its own time. */
export const saidIn = (lines: readonly Listed[]): readonly StoredMessage[] =>
  lines.map(({ at, message, outbound }) => {
    if (message === undefined || outbound !== undefined) throw new Error('a line that is no mere message');
    if (message.at !== at) throw new Error(`a line at ${at} of a message at ${message.at}`);
    return message;
  });

/** A lane's row in the due index, if it is due until then (ISO-8601). */
export async function laneDue(
  { due }: Pick<MessagingProcess, 'due'>,
  { workspace, lane }: LaneName,
  until: string,
): Promise<DueRow | undefined> {
  for (const shard of due.shards) {
    let after: unknown;
    do {
      const page = await due.due(shard, until, 100, after);
      const mine = page.rows.find(({ entity, pk }) => entity === 'lane' && pk[0] === workspace && pk[1] === lane);
      if (mine) return mine;
      after = page.next;
    } while (after !== undefined);
  }
  return undefined;
}

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
