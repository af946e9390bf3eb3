import { type Clock, unixSeconds } from '../../lambdas/foundation/core/clock.ts';
import { Failure } from '../../lambdas/foundation/core/failure.ts';
import type { MediaUpload, MediaUploadKey, MediaUploads } from '../../lambdas/foundation/store/media-uploads.ts';

/** Files that callers bring, in memory: passes the same suite as the adapter. */
export function fakeMediaUploads(clock: Clock, messageDays = 90) {
  const rows = new Map<string, { readonly value: MediaUpload; readonly expiresAt: number }>();
  const nameOf = ({ workspace, id }: MediaUploadKey) => JSON.stringify([workspace, id]);
  const living = (key: MediaUploadKey) => {
    const row = rows.get(nameOf(key));
    return row && row.expiresAt > unixSeconds(clock.now()) ? row : undefined;
  };
  const uploads: MediaUploads = {
    async create(upload) {
      if (rows.has(nameOf(upload))) throw new Failure('conflict', 'this upload’s id is taken');
      const expiresAt = unixSeconds(clock.now()) + messageDays * 24 * 3600;
      rows.set(nameOf(upload), { value: structuredClone(upload), expiresAt });
    },
    async get(key) {
      return structuredClone(living(key)?.value);
    },
    async remember(key, account, named) {
      const row = living(key);
      if (row === undefined) return;
      const { value, expiresAt } = row;
      rows.set(nameOf(key), { value: { ...value, metaIds: { ...value.metaIds, [account]: { ...named } } }, expiresAt });
    },
    async forget(key, account, learnedBy) {
      const row = living(key);
      const known = row?.value.metaIds[account];
      if (row === undefined || known === undefined || known.at > learnedBy) return;
      const { [account]: _forgotten, ...metaIds } = row.value.metaIds;
      rows.set(nameOf(key), { ...row, value: { ...row.value, metaIds } });
    },
  };
  return { ...uploads, rows: () => [...rows.values()].map(({ value }) => structuredClone(value)) };
}
