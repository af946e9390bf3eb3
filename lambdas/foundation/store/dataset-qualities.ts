import type { DatasetQualityKey } from './entities/dataset-quality.ts';

/** What Meta said of a dataset's quality on a day. */
export interface DatasetQuality extends DatasetQualityKey {
  /** ISO-8601. */
  readonly readAt: string;
  /** Meta's list of that name, one entry an event, as it came. */
  readonly web: readonly unknown[];
}

/** The quality of datasets day by day, kept for 400 days. Throws `Failure` `unavailable` when the table refuses. */
export interface DatasetQualities {
  /** Keeps a reading; one a day, and the newest of a day wins. */
  put(quality: DatasetQuality): Promise<void>;
  /** Days from `since` on, oldest first. */
  list(workspace: string, pixel: string, since: string): Promise<readonly DatasetQuality[]>;
}
