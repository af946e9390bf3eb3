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
  /** Adds to a metric, in the unit that the contract names. */
  count(metric: MetricName, value: number, tags?: NoteTags): void;
}
