import type { MetricName } from '../contract/metrics.ts';

/** Dimensions that a count may carry beside the service. */
export interface NoteTags {
  readonly channel?: string;
  readonly outcome?: string;
}

/** The port by which a use case adds to the one wide line of its unit of work; use cases never log themselves. */
export interface Notes {
  /** A field of the line. Never a token, a body or personal data. */
  fact(name: string, value: string | number | boolean): void;
  /**
   * Names the unit's own outcome, as its metrics have it; without one it is the entry's (a status class, a verb).
   * One outcome a unit keeps log line and metrics in one document.
   */
  outcome(word: string): void;
  /** Adds to a metric, in the unit that the contract names. */
  count(metric: MetricName, value: number, tags?: NoteTags): void;
}
