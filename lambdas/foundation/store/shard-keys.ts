import { type Clock, isoTime } from '../core/clock.ts';
import type { DataKey, DataKeys } from './data-keys.ts';
import { ShardKey } from './entities/shard-key.ts';
import type { OneTable } from './one-table.ts';

/** How long a key stays in a process in clear (`decisions.md` §2), and how many may: each of 256 shards, old and new. */
const keptMs = 5 * 60_000;
const mostKept = 512;

/** After that a shard's new tokens get a new key; what is sealed keeps its own. */
const lifeMs = 90 * 24 * 3600_000;

/** The keys of the shards. */
export interface ShardKeys {
  /** The key under which a shard seals now. Throws what `DataKeys` and the table throw. */
  current(shard: number): Promise<DataKey>;
  /** The clear form of a wrapped key. Throws what `DataKeys` throws. */
  opened(shard: number, wrapped: Uint8Array): Promise<Uint8Array>;
}

/** The shards' keys on the `vault` table, in clear for 5 minutes at most; callers at the same time share one call. */
export function shardKeys(table: OneTable, dataKeys: DataKeys, clock: Clock): ShardKeys {
  const currents = briefly<DataKey>(clock);
  const plains = briefly<Uint8Array>(clock);
  const opened = (shard: number, wrapped: Uint8Array) =>
    plains(`${shard} ${Buffer.from(wrapped).toString('base64')}`, () => dataKeys.unwrap(shard, wrapped));

  async function current(shard: number): Promise<DataKey> {
    const { Item } = await table('GetItem', { Key: ShardKey.key({ shard }), ConsistentRead: true });
    const standing = Item && ShardKey.parse(Item);
    const fresh = standing !== undefined && Date.parse(standing.madeAt) + lifeMs > clock.now();
    const wrapped = fresh ? standing.key : await renewed(shard, standing?.madeAt);
    return { plain: await opened(shard, wrapped), wrapped };
  }

  /** Puts a new key in the place of the old one; of two that do, the first one's stands. */
  async function renewed(shard: number, madeBefore: string | undefined): Promise<Uint8Array> {
    const { wrapped } = await dataKeys.make(shard);
    const { conditionFailed, Item } = await table('PutItem', {
      Item: ShardKey.write({ shard, key: new Uint8Array(wrapped), madeAt: isoTime(clock.now()) }),
      ConditionExpression: madeBefore === undefined ? 'attribute_not_exists(#pk)' : '#madeAt = :before',
      ...(madeBefore !== undefined && { ExpressionAttributeValues: { ':before': madeBefore } }),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    return conditionFailed && Item ? ShardKey.parse(Item).key : wrapped;
  }

  return { current: (shard) => currents(String(shard), () => current(shard)), opened };
}

/** Remembers what was read for 5 minutes; a failure is forgotten at once. */
function briefly<T>(clock: Clock) {
  const known = new Map<string, { readonly until: number; readonly value: Promise<T> }>();
  return (name: string, read: () => Promise<T>): Promise<T> => {
    const entry = known.get(name);
    if (entry && entry.until > clock.now()) return entry.value;
    const value = read();
    known.delete(name);
    known.set(name, { until: clock.now() + keptMs, value });
    value.catch(() => known.get(name)?.value === value && known.delete(name));
    const [oldest] = known.keys();
    if (known.size > mostKept && oldest !== undefined) known.delete(oldest);
    return value;
  };
}
