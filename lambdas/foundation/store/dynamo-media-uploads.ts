import { Failure } from '../core/failure.ts';
import { MediaUploadRow } from './entities/media-upload.ts';
import type { MediaUpload, MediaUploadKey, MediaUploads } from './media-uploads.ts';
import { expiryOf, type Kept, living, type MessagingDoors } from './merged-row.ts';
import { oneTable } from './one-table.ts';
import { tryAgain } from './try-again.ts';
import { putVersion } from './versioned-row.ts';

type MetaIds = MediaUpload['metaIds'];

/** The files that callers bring, on the `state` table; an adapter of the port `MediaUploads`. */
export function openMediaUploads(doors: MessagingDoors): MediaUploads {
  const { calls, tableName, clock } = doors;
  const table = oneTable(calls, tableName);

  async function read(key: MediaUploadKey): Promise<Kept<MediaUpload> | undefined> {
    const { Item } = await table('GetItem', { Key: MediaUploadRow.key(key), ConsistentRead: true });
    if (Item === undefined) return undefined;
    const { version, expiresAt, ...value } = MediaUploadRow.parse(Item);
    return { value, version, expiresAt };
  }

  const rename = async (key: MediaUploadKey, renamed: (metaIds: MetaIds) => MetaIds) => {
    await tryAgain(clock, 'upload', async () => {
      const kept = await read(key);
      const value = living(kept, clock);
      if (kept === undefined || value === undefined) return true;
      const metaIds = renamed(value.metaIds);
      if (metaIds === value.metaIds) return true;
      const next = { ...value, metaIds, expiresAt: kept.expiresAt, version: kept.version + 1 };
      return tookOver(() => putVersion(table, MediaUploadRow, next, kept.version));
    });
  };

  return {
    async create(upload) {
      try {
        await putVersion(table, MediaUploadRow, { ...upload, version: 1, expiresAt: expiryOf(doors) }, 0);
      } catch (thrown) {
        if (!(thrown instanceof Failure && thrown.kind === 'busy')) throw thrown;
        throw new Failure('conflict', 'this upload’s id is taken', { cause: thrown });
      }
    },
    get: async (key) => living(await read(key), clock),
    remember: (key, account, named) => rename(key, (metaIds) => ({ ...metaIds, [account]: named })),
    forget: (key, account, learnedBy) => rename(key, (metaIds) => withoutOld(metaIds, account, learnedBy)),
  };
}

function withoutOld(metaIds: MetaIds, account: string, learnedBy: string): MetaIds {
  const { [account]: known, ...others } = metaIds;
  return known !== undefined && known.at <= learnedBy ? others : metaIds;
}

/** Undefined when another worker was first. */
async function tookOver(write: () => Promise<void>): Promise<true | undefined> {
  try {
    await write();
    return true;
  } catch (thrown) {
    if (thrown instanceof Failure && (thrown.kind === 'busy' || thrown.kind === 'not-found')) return undefined;
    throw thrown;
  }
}
