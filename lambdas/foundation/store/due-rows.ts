/** A row that asks to be woken: its entity, the plain parts of its key, and since when (ISO-8601). */
export interface DueRow {
  readonly entity: string;
  readonly pk: readonly string[];
  readonly sk: readonly string[];
  readonly dueAt: string;
}

/** Rows of one shard, the longest due first; `next` is opaque, undefined at the end. */
export interface DuePage {
  readonly rows: readonly DueRow[];
  readonly next: unknown;
}

/** The `due` index of `state`, which may lag a second behind its rows. Throws `Failure` `unavailable`. */
export interface DueRows {
  readonly shards: readonly number[];
  /** What of one shard is due at `until` (ISO-8601) or before. */
  due(shard: number, until: string, limit: number, after?: unknown): Promise<DuePage>;
  /** Puts a row off to a later time; false when it is gone or was already moved, so that it is not this one's to move. */
  putOff(row: DueRow, to: string): Promise<boolean>;
}
