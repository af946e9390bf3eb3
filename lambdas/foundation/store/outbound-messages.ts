import type * as z from 'zod/mini';
import type { Changed } from './changed.ts';
import type { OutboundMessageRow } from './entities/outbound-message.ts';

/** A message that a caller asked us to send: our side of it. */
export type OutboundMessage = Readonly<Omit<z.infer<(typeof OutboundMessageRow)['schema']>, 'expiresAt' | 'version'>>;

/** What names one. */
export type OutboundKey = Pick<OutboundMessage, 'workspace' | 'id'>;

/** Messages on their way out, kept for the days of the stage after their last change. Throws `Failure` `unavailable`. */
export interface OutboundMessages {
  /** Reads consistently. */
  get(key: OutboundKey): Promise<OutboundMessage | undefined>;
  /**
   * Takes a message in one transaction: its row, its place in the lane and, where its thread is known, its place in the
   * thread's list (under `acceptedAt`). Undefined: done, also by a first try whose answer was lost; else the row that
   * stands under its id already, and nothing is written. Throws `Failure` `busy` when others write the same rows.
   */
  accept(message: OutboundMessage): Promise<OutboundMessage | undefined>;
  /**
   * Merges as `Messages.change` does, and gives a message that has found its thread a place in that thread's list. Two
   * workers who write the very same at once are both told that they did: a step that may be taken once names its worker.
   * Throws `Failure` `busy` when others come first every time.
   */
  change(
    key: OutboundKey,
    merge: (standing: OutboundMessage | undefined) => OutboundMessage | undefined,
    seen?: OutboundMessage | null,
  ): Promise<Changed<OutboundMessage>>;
}
