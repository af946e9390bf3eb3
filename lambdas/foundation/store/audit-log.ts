/** Who did what to what. Never a token, a secret or a person's name: ids only. */
export interface AuditLine {
  readonly workspace: string;
  /** ISO-8601. */
  readonly at: string;
  /** Subject of the caller's token, or the name of the function that acted by itself. */
  readonly actor: string;
  /** For example `connection.created`. */
  readonly action: string;
  readonly target: string;
  /** Meta's ids of the exchange, when there was one. */
  readonly fbtraceId?: string;
  readonly fbRev?: string;
}

/** What was done in a workspace, for 400 days. Throws `Failure` `unavailable` when the table refuses. */
export interface AuditLog {
  append(line: AuditLine): Promise<void>;
  /** Newest first; `after` is the `next` of the page before. */
  list(
    workspace: string,
    limit: number,
    after?: string,
  ): Promise<{ readonly lines: readonly AuditLine[]; readonly next: string | null }>;
}
