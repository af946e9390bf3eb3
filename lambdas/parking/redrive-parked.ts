import type * as z from 'zod/mini';
import type { Blobs, Requeue } from '../foundation/core/doors.ts';
import { asFailure } from '../foundation/core/failure.ts';
import type { Notes } from '../foundation/core/notes.ts';
import type { ParkedItem, ParkedItems } from '../foundation/store/parked-items.ts';
import type { WebhookEvents } from '../foundation/store/webhook-events.ts';
import { bodyOf } from './list-parked.ts';
import type { Redriven, routes } from './routes.ts';

/** What a redrive may touch. */
export interface RedriveDoors {
  readonly parkedItems: ParkedItems;
  readonly events: Pick<WebhookEvents, 'keyOf' | 'reopen'>;
  readonly requeue: Requeue;
  readonly blobs: Blobs;
}

type Asked = z.output<(typeof routes)['POST /v1/parked/redrive']['body']>;
type Outcome = z.input<typeof Redriven>;

/** How many items one call takes. */
const perCall = 100;

/** Sends parked items back, each answering for itself; nothing leaves the list before its queue has it. */
export async function redriveParked(workspace: string, asked: Asked, doors: RedriveDoors, notes: Notes) {
  const { ids, more } = await chosen(workspace, asked, doors);
  const data: Outcome[] = [];
  for (const id of ids) data.push(await redriveOne(workspace, id, asked.dryRun, doors));
  notes.fact('redriven', data.filter(({ outcome }) => outcome === 'sent').length);
  return { data, more };
}

async function chosen(workspace: string, asked: Asked, { parkedItems }: RedriveDoors) {
  if ('ids' in asked) return { ids: [...new Set(asked.ids)], more: false };
  const page = await parkedItems.list(workspace, asked.filter, perCall);
  return { ids: page.items.map(({ id }) => id), more: page.next !== null };
}

async function redriveOne(workspace: string, id: string, dryRun: boolean, doors: RedriveDoors): Promise<Outcome> {
  try {
    const item = await doors.parkedItems.get(workspace, id);
    if (item === undefined) return { id, outcome: 'not-found' };
    return { id, outcome: dryRun ? 'would-send' : await sendBack(item, doors) };
  } catch (thrown) {
    return { id, outcome: 'failed', reason: asFailure(thrown).message };
  }
}

/** The order is the promise (`house.md` §5): reopen the receipt, send the body, remove the row. */
async function sendBack(item: ParkedItem, doors: RedriveDoors): Promise<'sent' | 'already-done'> {
  const key = item.receipt && doors.events.keyOf(item.workspace, item.receipt.id);
  const receipt = key === undefined ? 'reopened' : await doors.events.reopen(key);
  if (receipt !== 'done') {
    await doors.requeue.send(item.queue, await bodyOf(item, doors.blobs), item.workspace);
  }
  const removed = await doors.parkedItems.remove(item);
  if (removed === 'removed' && item.blob !== undefined) await doors.blobs.remove(item.blob);
  return receipt === 'done' ? 'already-done' : 'sent';
}
