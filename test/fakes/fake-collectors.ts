import { Failure } from '../../lambdas/foundation/core/failure.ts';
import type { Collector, Collectors } from '../../lambdas/foundation/store/collectors.ts';

/** The collectors in memory: pass the same suite as the adapter. */
export function fakeCollectors(): Collectors {
  const rows = new Map<string, Collector>();
  const own = (workspace: string, id: string) => {
    const row = rows.get(id);
    return row?.workspace === workspace ? structuredClone(row) : undefined;
  };
  return {
    async get(workspace, id) {
      return own(workspace, id);
    },
    async find(id) {
      return structuredClone(rows.get(id));
    },
    async put(collector) {
      if (rows.has(collector.id) && !own(collector.workspace, collector.id)) {
        throw new Failure('conflict', 'this collector id is taken');
      }
      rows.set(collector.id, structuredClone(collector));
    },
    async list(workspace, { limit, after }) {
      const found = [...rows.values()]
        .filter((row) => row.workspace === workspace && (after === undefined || row.id > after))
        .sort((a, b) => (a.id < b.id ? -1 : 1));
      const data = found.slice(0, limit).map((row) => structuredClone(row));
      return { data, after: found.length > limit ? (data.at(-1)?.id ?? null) : null };
    },
    async remove(workspace, id) {
      return own(workspace, id) !== undefined && rows.delete(id);
    },
  };
}
