import { SubscriptionWishRow } from './entities/subscription-wish.ts';
import { oneTable } from './one-table.ts';
import { type SubscriptionWish, type SubscriptionWishes, wishedByDefault } from './subscription-wishes.ts';
import type { TableCalls } from './table-calls.ts';
import { putVersion } from './versioned-row.ts';

const mutable = (lists: Readonly<Record<string, readonly string[]>>) =>
  Object.fromEntries(Object.entries(lists).map(([name, fields]) => [name, [...fields]]));

/** The declared webhook fields on the `state` table; an adapter of the port `SubscriptionWishes`. */
export function openSubscriptionWishes(doors: {
  readonly calls: TableCalls;
  readonly tableName: string;
}): SubscriptionWishes {
  const table = oneTable(doors.calls, doors.tableName);
  return {
    async get(workspace): Promise<SubscriptionWish> {
      const { Item } = await table('GetItem', { Key: SubscriptionWishRow.key({ workspace }), ConsistentRead: true });
      if (Item) return SubscriptionWishRow.parse(Item);
      return { workspace, objects: wishedByDefault, perAsset: {}, version: 0, updatedAt: null };
    },
    async put({ version, workspace, updatedAt, objects, perAsset }) {
      const lists = { objects: mutable(objects), perAsset: mutable(perAsset) };
      const next = { workspace, ...lists, version: version + 1, updatedAt };
      await putVersion(table, SubscriptionWishRow, next, version);
      return next;
    },
  };
}
