import type * as z from 'zod/mini';
import type { Blobs, Cursors } from '../foundation/core/doors.ts';
import { Failure } from '../foundation/core/failure.ts';
import type { ParkedFilter, ParkedItem, ParkedItems } from '../foundation/store/parked-items.ts';
import type { Parked } from './routes.ts';

/** What reading the list may touch. */
export interface ListDoors {
  readonly parkedItems: ParkedItems;
  readonly cursors: Cursors;
  readonly blobs: Blobs;
}

/** A parked item as the API lists it. */
export function parkedView({
  id,
  queue,
  kind,
  blame,
  reason,
  firstSeenAt,
  parkedAt,
  receipt,
}: ParkedItem): z.input<typeof Parked> {
  return { id, queue, kind, blame, reason, firstSeenAt, parkedAt, receiptId: receipt?.id };
}

/** One page. Throws `Failure` `invalid-request` on a bad cursor. */
export async function listParked(
  workspace: string,
  query: ParkedFilter & { readonly limit: number; readonly cursor?: string | undefined },
  { parkedItems, cursors }: Pick<ListDoors, 'parkedItems' | 'cursors'>,
) {
  const after = query.cursor === undefined ? undefined : await cursors.open(workspace, query.cursor);
  const page = await parkedItems.list(workspace, query, query.limit, after);
  const nextCursor = page.next === null ? null : await cursors.seal(workspace, page.next);
  return { data: page.items.map(parkedView), nextCursor };
}

/** The queue items of a parked row, wherever they lie. */
export async function bodyOf(item: ParkedItem, blobs: Pick<Blobs, 'get'>): Promise<readonly unknown[]> {
  if (item.blob === undefined) return item.items ?? [];
  const items: unknown = JSON.parse(Buffer.from(await blobs.get(item.blob)).toString('utf8'));
  if (!Array.isArray(items)) throw new Error('a parked blob holds no items');
  return items;
}

/** One parked item with its body; `Failure` `not-found` also for another workspace's. */
export async function showParked(
  workspace: string,
  id: string,
  { parkedItems, blobs }: Pick<ListDoors, 'parkedItems' | 'blobs'>,
) {
  const item = await parkedItems.get(workspace, id);
  if (item === undefined) throw new Failure('not-found', 'no such parked item');
  return { ...parkedView(item), items: [...(await bodyOf(item, blobs))] };
}

/** Drops a parked item and its blob for good. */
export async function dropParked(
  workspace: string,
  id: string,
  { parkedItems, blobs }: Pick<ListDoors, 'parkedItems' | 'blobs'>,
) {
  const item = await parkedItems.get(workspace, id);
  if (item === undefined) throw new Failure('not-found', 'no such parked item');
  const removed = await parkedItems.remove(item);
  if (removed === 'removed' && item.blob !== undefined) await blobs.remove(item.blob);
}
