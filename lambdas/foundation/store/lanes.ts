/** What names a lane: a thread's id, or one of the comment for a private reply. */
export interface LaneName {
  readonly workspace: string;
  readonly lane: string;
}

/** A lane as whoever holds it sees it. Times in milliseconds since 1970. */
export interface LaneClaim {
  /** Only with it the lane is released: a worker that was too slow has lost it to another. */
  readonly token: string;
  /** The last number that was given out when this was read. */
  readonly seq: number;
  readonly notBefore: number;
  readonly paceAt: number;
  /** When somebody last got a number without the lane: they may still be about to put their message. */
  readonly askedAt?: number | undefined;
}

/**
 * How long whoever got a number may take to put their message, milliseconds: an HTTP function lives 29 s at most. So
 * long a lane stays due that somebody asked, though nothing waits in it.
 */
export const mayComeMs = 60_000;

/** A message's number, and the lane's claim when nobody held it and nothing had to be waited for. */
export interface Entered {
  readonly seq: number;
  readonly claim: LaneClaim | undefined;
  /** Nothing is sent before, milliseconds since 1970; 0: nothing has to be waited for. */
  readonly notBefore: number;
  /** Whether earlier messages may wait in it, or may be about to: it stood in the due index. */
  readonly mayWait: boolean;
}

/** One place in a lane. */
export interface Place extends LaneName {
  readonly seq: number;
  readonly messageId: string;
}

/** How a lane is left. */
export interface LaneLeft {
  /** When it is looked at again even if no wake-up comes, ISO-8601; undefined: nothing waits, but see `mayComeMs`. */
  readonly dueAt: string | undefined;
  /** Nothing is sent before, milliseconds since 1970; 0: at once. */
  readonly notBefore: number;
  readonly paceAt: number;
}

/**
 * The lanes in which outgoing messages wait. One worker at a time holds one, so that a thread's messages go in order;
 * that a message goes once is its own row's business. Throws `Failure` `unavailable`.
 */
export interface Lanes {
  /**
   * Gives out the next number, whoever holds the lane, and puts it into the due index at `dueAt` (ISO-8601) unless it
   * is due earlier; claims it for `leaseMs` when it is free and `notBefore` is over.
   */
  enter(lane: LaneName, dueAt: string, leaseMs: number): Promise<Entered>;
  /**
   * Claims the lane for `leaseMs`. `held`: another has it, and is told (its number grows) that there may be more work,
   * so that it looks again before it lets go.
   */
  claim(lane: LaneName, leaseMs: number): Promise<LaneClaim | 'held'>;
  /** The first places, at most `limit`, in order; consistent. */
  waiting(lane: LaneName, limit: number): Promise<readonly Place[]>;
  /** Takes a place away; one that is gone is no failure. */
  leave(place: Place): Promise<void>;
  /**
   * Lets go. `again`: a number was given out since the claim was read: it is still held, look again with this claim,
   * which carries on what was `left`. `lost`: another has it by now, or the lane is gone.
   */
  release(
    lane: LaneName,
    claim: LaneClaim,
    left: LaneLeft,
  ): Promise<'released' | 'lost' | { readonly again: LaneClaim }>;
}
