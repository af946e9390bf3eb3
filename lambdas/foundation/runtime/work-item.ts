import { createHash } from 'node:crypto';
import type * as z from 'zod/mini';
import type { QueueLine, QueueName } from '../contract/resources.ts';
import { asFailure, Failure } from '../core/failure.ts';
import { nobody } from '../core/ids.ts';
import type { Limit } from '../core/limited.ts';
import { type QueueVerb, verdicts } from '../core/verdicts.ts';
import type { HeldReceipt, WorkContext } from '../core/work.ts';
import { checkOut } from './claim-checks.ts';
import type { Machine } from './machine.ts';
import type { QueueDoors } from './queue-doors.ts';
import type { ItemNotes, OpenLine } from './telemetry.ts';

/** What a batch's items share. */
export interface QueueUnit {
  readonly queue: QueueName;
  readonly patience: QueueLine;
  readonly schema: z.ZodMiniType;
  readonly machine: Machine;
  readonly line: OpenLine;
  readonly gate: Limit;
  readonly doors: QueueDoors;
  /** Milliseconds until Lambda ends the function. */
  readonly timeLeft: () => number;
}

/** What an item's record says of it. `place` names the item when it holds no receipt. */
export interface ItemPlace {
  readonly place: string;
  readonly firstSeenAt: string;
  readonly hops: number;
  readonly lastReceive: boolean;
}

/** What became of an item. `item` is what a deferred copy or the parked list keeps: as it came, blobs fetched. */
export interface Worked {
  readonly verb: QueueVerb;
  readonly item: unknown;
  readonly failure?: Failure;
}

/** Milliseconds that must be left to begin an item: AWS's calls end within 5 s a try. */
const leastTime = 5_000;

/** Whether there is no time left to begin anything: it is deferred then. */
export const isTooLate = ({ timeLeft }: Pick<QueueUnit, 'timeLeft'>) => timeLeft() < leastTime;

/** An item that was read and waits for its work. */
export interface BegunItem {
  readonly parsed: unknown;
  readonly trial: Trial;
  readonly place: ItemPlace;
}

/** Reads one item; what is unreadable, or has no time left, is settled at once. Never throws. */
export async function beginItem(raw: unknown, place: ItemPlace, unit: QueueUnit): Promise<BegunItem | Worked> {
  if (isTooLate(unit)) return { verb: 'defer', item: raw };
  const trial: Trial = { item: raw, notes: unit.line.item() };
  try {
    trial.item = await checkOut(raw, unit.doors.blobs);
  } catch (thrown) {
    return endItem({ parsed: undefined, trial, place }, asFailure(thrown), unit);
  }
  const parsed = unit.schema.safeParse(trial.item);
  if (!parsed.success) return parkUnreadable(trial, place, unit, parsed.error);
  return { parsed: parsed.data, trial, place };
}

/** Ends an item as its failure wants, or as done without one: performs park; the rest with its record. Never throws. */
export async function endItem(begun: BegunItem, failure: Failure | undefined, unit: QueueUnit): Promise<Worked> {
  const { trial, place } = begun;
  if (failure === undefined) return { verb: 'ack', item: trial.item };
  return settle(failure, verbFor(failure, place, unit), trial, place, unit);
}

/** Parks what no schema of ours reads: at once, since another try would read the same. */
export async function parkUnreadable(
  trial: Trial,
  place: ItemPlace,
  unit: QueueUnit,
  cause?: unknown,
): Promise<Worked> {
  return settle(new Failure('bug', 'unreadable for its queue', { cause }), 'park', trial, place, unit);
}

/** One item's try, as far as it went. */
export interface Trial {
  item: unknown;
  held?: HeldReceipt;
  readonly notes: ItemNotes;
}

/** What an item's work gets beside it. */
export const contextOf = (
  { trial, place: { firstSeenAt, hops } }: BegunItem,
  { machine: { clock }, timeLeft }: QueueUnit,
): WorkContext => ({
  notes: trial.notes,
  clock,
  firstSeenAt,
  hops,
  deadline: clock.now() + timeLeft(),
  claimed: (receipt) => {
    trial.held = receipt;
  },
});

/** A bug's last try ends in the list, lest the whole record, siblings and all, ends in the DLQ. */
function verbFor(
  { kind }: Failure,
  { firstSeenAt, lastReceive }: ItemPlace,
  { patience, machine }: QueueUnit,
): QueueVerb {
  const { queue: verb } = verdicts[kind];
  const tooOld = machine.clock.now() - Date.parse(firstSeenAt) > patience.maxAgeSeconds * 1000;
  return (verb === 'retry' && lastReceive) || (verb === 'defer' && tooOld) ? 'park' : verb;
}

async function settle(
  failure: Failure,
  verb: QueueVerb,
  trial: Trial,
  place: ItemPlace,
  unit: QueueUnit,
): Promise<Worked> {
  const { item, held, notes } = trial;
  if (verb === 'ack') return { verb, item };
  notes.fact('error', failure.kind);
  if (verb === 'retry') notes.write('ERROR', failure);
  if (verb !== 'park') {
    await giveBack(held, notes);
    return { verb, item, failure };
  }
  try {
    await park(failure, trial, place, unit);
    return { verb, item, failure };
  } catch (thrown) {
    // Not written, so not acknowledged: the record stays in the queue, and at last falls into its DLQ.
    notes.write('ERROR', asFailure(thrown));
    return { verb: 'retry', item, failure };
  }
}

async function giveBack(held: HeldReceipt | undefined, notes: ItemNotes): Promise<void> {
  try {
    await held?.release?.();
  } catch {
    // Its lease ends by itself; only the wait is longer.
    notes.fact('releaseFailed', true);
  }
}

async function park(failure: Failure, trial: Trial, place: ItemPlace, unit: QueueUnit): Promise<void> {
  const { item, held, notes } = trial;
  const { kind, message } = failure;
  await unit.doors.parking.park({
    id: parkedId(unit.queue, held?.key ?? place.place),
    workspace: held?.workspace ?? nobody,
    queue: unit.queue,
    kind,
    reason: message,
    receipt: held?.ref,
    traceId: traceId(unit.machine),
    firstSeenAt: place.firstSeenAt,
    items: [item],
  });
  await held?.park?.();
  const { blame } = verdicts[kind];
  notes.count('Parked', 1, { outcome: blame });
  notes.write(blame === 'us' ? 'ERROR' : 'WARN', failure);
}

/** A parked item's id: the hash of its queue and its receipt's key, or of its message's id when it holds none. */
export const parkedId = (queue: QueueName, key: string) =>
  createHash('sha256').update(`${queue}\n${key}`).digest('hex');

/** X-Ray's root id of this invocation, which Lambda sets anew for each. */
const traceId = ({ environment }: Machine) => /Root=([^;]+)/.exec(environment._X_AMZN_TRACE_ID ?? '')?.[1];
