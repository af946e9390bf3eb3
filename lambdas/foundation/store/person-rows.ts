/** What one step of an erasure did. */
export interface ErasedPage {
  /** Rows that were looked at. */
  readonly examined: number;
  /** Rows taken away; each took its body in the blobs bucket with it. */
  readonly erased: number;
  /** Where to go on, opaque; null at the end. */
  readonly next: string | null;
}

/**
 * Rows of one kind that may name a person in their bodies, walked through a workspace without a scan: the webhook
 * events by their directory, the parked items by their list. A row names a person when one of the ids stands anywhere
 * in its key or in what Meta sent, as a word of its own or as a part of a compound id (`<page>_<person>`).
 *
 * Only ids that are given can be found: Meta's callback names the app-scoped id, while messages carry a Page-scoped one
 * (another number for the same person), which Meta does not tell us. What a conversation holds of them goes with the
 * events' retention. What lies in a queue at that moment, or comes again from Meta, is written after the erasure.
 */
export interface PersonRows {
  /**
   * Erases in one stretch of the walk, at most about 100 rows examined; call again with `next` until it is null. May be
   * repeated. Throws `Failure` `unavailable` when table or bucket refuse.
   */
  erase(workspace: string, ids: readonly string[], after?: string): Promise<ErasedPage>;
}
