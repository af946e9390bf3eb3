/**
 * Secrets that are made one by one, under the stage's own prefix and the customer key. `name` stands behind the prefix.
 * All throw `Failure` `unavailable` when Secrets Manager (or KMS behind it) throttles or cannot be reached, else `bug`.
 */
export interface TokenSecrets {
  /** Makes the secret; one that stands with this very value is our own first try, whose answer was lost. */
  make(name: string, value: string): Promise<void>;
  /** The value, undefined when there is no such secret. */
  get(name: string): Promise<string | undefined>;
  /** Deletes it at once and for good; one that is not there is no failure. */
  remove(name: string): Promise<void>;
}
