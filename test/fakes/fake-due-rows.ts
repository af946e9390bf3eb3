import { dueShards } from '../../lambdas/foundation/store/due-members.ts';
import type { DueRow, DueRows } from '../../lambdas/foundation/store/due-rows.ts';
import { joinParts } from '../../lambdas/foundation/store/key-parts.ts';
import { shardOf } from '../../lambdas/foundation/store/shard.ts';

/** The due index in memory: passes the same suite as the adapter; `put` and `remove` are what the rows' owners do. */
export function fakeDueRows() {
  const rows = new Map<string, { readonly row: DueRow; readonly shard: number; readonly order: string }>();
  const placeOf = ({ entity, pk, sk }: Omit<DueRow, 'dueAt'>) => `${joinParts([entity, ...pk])}\n${joinParts(sk)}`;
  const put = (row: DueRow) => {
    const place = placeOf(row);
    rows.set(place, { row: { ...row }, shard: shardOf(place, dueShards), order: `${row.dueAt}\n${place}` });
  };
  const dueRows: DueRows = {
    shards: Array.from({ length: dueShards }, (_, shard) => shard),
    async due(shard, until, limit, after) {
      const found = [...rows.values()]
        .filter((one) => one.shard === shard && one.row.dueAt <= until)
        .filter(({ order }) => after === undefined || order > String(after))
        .sort((a, b) => (a.order < b.order ? -1 : 1));
      const page = found.slice(0, limit);
      const next = found.length > limit ? page.at(-1)?.order : undefined;
      return { rows: page.map(({ row }) => ({ ...row })), next };
    },
    async putOff(row, to) {
      if (rows.get(placeOf(row))?.row.dueAt !== row.dueAt) return false;
      put({ ...row, dueAt: to });
      return true;
    },
  };
  return {
    ...dueRows,
    put,
    remove: (row: DueRow) => void rows.delete(placeOf(row)),
    rows: () => [...rows.values()].map(({ row }) => row),
  };
}
