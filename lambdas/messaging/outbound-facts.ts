import type { Failure } from '../foundation/core/failure.ts';
import type { OutboundMessage } from '../foundation/store/outbound-messages.ts';
import { keptFailure } from './kept-failure.ts';

// Each is a merge of `OutboundMessages.change`: the same row back says that it may not be, and nothing is written.

/** What one change does to a standing row. */
export type Turn = (row: OutboundMessage | undefined) => OutboundMessage | undefined;

const turn =
  (from: readonly OutboundMessage['state'][], to: (row: OutboundMessage) => OutboundMessage): Turn =>
  (row) =>
    row && row.settledAt === null && from.includes(row.state) ? to(row) : row;

/** The one step that authorises a call: of two workers that take it one is first, and `sendingBy` tells them apart. */
export const toSending = (going: Going): Turn => turn(['accepted'], (row) => ({ ...row, ...sendingOf(going) }));

/** Who calls Meta, and when (ISO-8601). */
export interface Going {
  /** The token of the lane's claim. */
  readonly sendingBy: string;
  readonly sendingAt: string;
  readonly appId: string;
}

/** What a row says while its call is made. */
export const sendingOf = (going: Going) => ({ ...going, state: 'sending' }) as const;

/**
 * What one more wait counts: tries that came to nothing, how many of them Meta's pair limit refused in a row, and what is
 * known of its waits as the first of its lane.
 */
export type Waits = Pick<OutboundMessage, 'attempts' | 'pairRefusals' | 'tokenRefusals' | 'waiting'>;

/** Nothing left us: it waits again. Only for whoever took the step before. */
export const backToWaiting = (sendingBy: string, waits: Waits): Turn =>
  turn(['sending'], (row) =>
    row.sendingBy === sendingBy ? { ...row, ...waits, state: 'accepted', sendingBy: null, sendingAt: null } : row,
  );

/** It could not even be tried: the next wait is longer. */
export const stillWaiting = (waits: Waits): Turn => turn(['accepted'], (row) => ({ ...row, ...waits }));

/** What Meta said of a message that it took. Times ISO-8601. */
export interface Taken {
  /** Null for a reaction in Messenger and Instagram: an action, which has no id. */
  readonly metaId: string | null;
  /** Our id of the message under Meta's id. */
  readonly messageId: string | null;
  readonly at: string;
  /** Where a private reply turned out to belong. */
  readonly thread?: Pick<OutboundMessage, 'threadId' | 'personId'>;
  /** Whether it is Meta's answer to our call; an echo or a status yields to it. */
  readonly answered: boolean;
}

/** Meta has it: whatever was thought of it before, also that nobody knew. */
export const toSent =
  ({ metaId, messageId, at, thread, answered }: Taken): Turn =>
  (row) => {
    if (row === undefined || (row.metaId !== null && !answered)) return row;
    if (row.metaId === metaId && row.state === 'sent') return row;
    const place = row.threadId === null && thread ? thread : {};
    return {
      ...row,
      ...place,
      state: 'sent',
      metaId,
      messageId,
      settledAt: row.state === 'sent' ? row.settledAt : at,
      failure: null,
    };
  };

/** Meta, or we, refused it. */
export const toFailed = (failure: Failure, at: string): Turn =>
  turn(['accepted', 'sending'], (row) => ({ ...row, state: 'failed', settledAt: at, failure: keptFailure(failure) }));

/** Meta's answer was lost: nobody sends it again, and an echo or a status may still tell. */
export const toUnknown: Turn = turn(['sending'], (row) => ({ ...row, state: 'outcome-unknown' }));

/** Nobody told of it in time: it stays unknown, and the thread goes on. */
export const toSettledUnknown = (at: string): Turn =>
  turn(['sending', 'outcome-unknown'], (row) => ({ ...row, state: 'outcome-unknown', settledAt: at }));

/** Its caller took it back in time. */
export const toCancelled = (at: string): Turn =>
  turn(['accepted'], (row) => ({ ...row, state: 'cancelled', settledAt: at, content: null }));

/** It was deleted at Meta: nothing of what it said is kept. */
export const withoutContent: Turn = (row) => (row && row.content !== null ? { ...row, content: null } : row);
