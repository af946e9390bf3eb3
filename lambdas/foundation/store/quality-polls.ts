/** When a dataset's quality is to be read next, and how it went; times ISO-8601. */
export interface QualityPoll {
  readonly workspace: string;
  readonly pixel: string;
  /** As it was settled last; that the sweep has woken it does not move it. */
  readonly dueAt: string;
  /** Null: never yet. */
  readonly lastReadAt: string | null;
  /** Tries in a row that failed. */
  readonly failures: number;
  /** In words, why the last try failed; null when it did not. */
  readonly reason: string | null;
}

/** The polls of datasets' quality, which stand in the due index. Throws `Failure` `unavailable`. */
export interface QualityPolls {
  /** Makes the poll if there is none; true when it was made. */
  ensure(workspace: string, pixel: string, dueAt: string): Promise<boolean>;
  get(workspace: string, pixel: string): Promise<QualityPoll | undefined>;
  /** Writes how it went and when to read next; a poll that was taken away meanwhile stays away. */
  settle(poll: QualityPoll): Promise<void>;
  remove(workspace: string, pixel: string): Promise<void>;
}
