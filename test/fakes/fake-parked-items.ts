import { Failure } from '../../lambdas/foundation/core/failure.ts';
import { packJson, rowBodyLimit } from '../../lambdas/foundation/store/event-body.ts';
import type { ParkedItem, ParkedItems } from '../../lambdas/foundation/store/parked-items.ts';

/** The parked list in memory: passes the same suite as the adapter, and shows all its rows. */
export function fakeParkedItems() {
  const rows = new Map<string, ParkedItem>();
  const nameOf = ({ workspace, id }: Pick<ParkedItem, 'workspace' | 'id'>) => JSON.stringify([workspace, id]);
  const items: ParkedItems = {
    async put(item) {
      if (item.items && packJson(item.items).byteLength > rowBodyLimit) {
        throw new Failure('too-large', 'parked items are too large for a row');
      }
      rows.set(nameOf(item), structuredClone(item));
    },
    async get(workspace, id) {
      return structuredClone(rows.get(nameOf({ workspace, id })));
    },
    async list(workspace, filter, limit, after) {
      const found = [...rows.values()]
        .filter((item) => item.workspace === workspace && (after === undefined || item.id > after))
        .filter((item) =>
          (['queue', 'kind', 'blame'] as const).every(
            (name) => filter[name] === undefined || filter[name] === item[name],
          ),
        )
        .sort((a, b) => (a.id < b.id ? -1 : 1));
      const page = found.slice(0, limit).map(({ items: _, ...item }) => structuredClone(item));
      return { items: page, next: found.length > limit ? (page.at(-1)?.id ?? null) : null };
    },
    async remove(item) {
      const standing = rows.get(nameOf(item));
      if (standing && standing.parkedAt !== item.parkedAt) return 'stays';
      rows.delete(nameOf(item));
      return 'removed';
    },
  };
  return { ...items, rows: () => [...rows.values()].map((item) => structuredClone(item)) };
}
