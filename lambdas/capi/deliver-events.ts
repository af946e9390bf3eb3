import type { Failure } from '../foundation/core/failure.ts';
import type { BatchItem, BatchUnit } from '../foundation/core/work.ts';
import { type ConversionMessage, keyOf } from './conversion-message.ts';
import type { EnsurePoll } from './ensure-poll.ts';
import { logParked } from './log-events.ts';
import { type RelayDoors, type RelayItem, relayEvents } from './relay-events.ts';

/** What delivering may touch. */
export interface DeliverDoors extends RelayDoors {
  readonly ensurePoll: EnsurePoll;
}

/** Delivers what the queue brought, and sees to it that a pixel that gets events has its daily look at quality. */
export async function deliverEvents(
  items: readonly BatchItem<ConversionMessage>[],
  { notes }: Pick<BatchUnit, 'notes'>,
  doors: DeliverDoors,
): Promise<void> {
  notes.fact('events', items.length);
  const receipts = await relayEvents(
    items.map((item) => relayItem(item, doors)),
    doors,
    notes,
  );
  notes.fact('calls', receipts.length);
  const workspaces = new Map(
    items.map(({ item: { pixel, workspace } }) => [`${workspace}\n${pixel}`, { workspace, pixel }]),
  );
  const reached = new Set(receipts.map(({ pixel }) => pixel));
  for (const { workspace, pixel } of workspaces.values()) {
    if (reached.has(pixel)) await doors.ensurePoll(workspace, pixel);
  }
}

/** An item of the queue as the relay sees it; parked, its row says why. */
function relayItem({ item: message, context, settle }: BatchItem<ConversionMessage>, doors: DeliverDoors): RelayItem {
  let last: Failure | undefined;
  context.claimed({
    key: keyOf(message),
    workspace: message.workspace,
    async park() {
      await logParked(message, last?.message ?? 'it could not be delivered', last?.meta?.fbtraceId ?? null, doors);
      context.notes.count('Conversions', 1, { outcome: 'parked' });
    },
  });
  return {
    message,
    settle(failure) {
      last ??= failure;
      settle(failure);
    },
  };
}
