/** A key of 32 bytes, in clear for the moment and wrapped for the table. */
export interface DataKey {
  readonly plain: Uint8Array;
  readonly wrapped: Uint8Array;
}

/**
 * Keys that are made and unwrapped by KMS under the customer key, each bound to its shard. Both throw `Failure`
 * `unavailable` when KMS throttles, cannot be reached or may not use the key just now, else `bug`.
 */
export interface DataKeys {
  make(shard: number): Promise<DataKey>;
  unwrap(shard: number, wrapped: Uint8Array): Promise<Uint8Array>;
}
