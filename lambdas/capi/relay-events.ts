import { queues } from '../foundation/contract/resources.ts';
import type { Clock } from '../foundation/core/clock.ts';
import { asFailure, Failure } from '../foundation/core/failure.ts';
import { limited } from '../foundation/core/limited.ts';
import type { Notes } from '../foundation/core/notes.ts';
import type { Graph } from '../foundation/meta/graph.ts';
import type { Speaker } from '../foundation/store/asset-speaker.ts';
import type { Conversions } from '../foundation/store/conversions.ts';
import type { ConversionMessage } from './conversion-message.ts';
import { oldestSeconds } from './event-rules.ts';
import { joinEvents } from './join-events.ts';
import { type LogDoors, logDelivered } from './log-events.ts';
import { foldTwins, type MergedBatch, mergeBatches } from './merge-batches.ts';
import type { PixelSpeakers } from './pixel-speakers.ts';
import { isOfAll, splitRefused } from './split-refused.ts';

/** One event of a relay; `settle` says once what became of it. */
export interface RelayItem {
  readonly message: ConversionMessage;
  settle(failure?: Failure): void;
}

/** What a relay may touch. */
export interface RelayDoors extends LogDoors {
  readonly graph: Pick<Graph, 'sendConversions'>;
  readonly conversions: Pick<Conversions, 'find' | 'put' | 'claim' | 'release'>;
  readonly speakers: PixelSpeakers;
  readonly clock: Clock;
}

/** What Meta said of one call. */
export interface RelayReceipt {
  readonly pixel: string;
  readonly eventsSent: number;
  readonly eventsReceived: number;
  readonly messages: readonly string[];
  readonly fbtraceId: string | null;
}

/** Calls on their way at once, of different pixels. */
const atOnce = 8;

/** One event and those that are the same. */
interface Lot {
  readonly message: ConversionMessage;
  readonly twins: readonly RelayItem[];
}

/** A run over some events. `token` is this run's alone: under it rows are claimed. */
interface Run {
  readonly doors: RelayDoors;
  readonly notes: Notes;
  readonly token: string;
  readonly receipts: RelayReceipt[];
}

/** One call of a run, and who speaks for its pixel. */
interface Relay extends Run {
  readonly batch: MergedBatch<Lot>;
  readonly speaker: Speaker;
}

/**
 * Sends events to their pixels: merged, the oldest first, each pixel's calls one after the other. Settles every item:
 * without a failure when Meta took it; `rate-limited`, `meta-unavailable`, `unavailable` when it has to wait; anything
 * else when it will not go. Answers what Meta said, call by call.
 */
export async function relayEvents(
  items: readonly RelayItem[],
  doors: RelayDoors,
  notes: Notes,
): Promise<readonly RelayReceipt[]> {
  const now = doors.clock.now() / 1000;
  const lots = foldTwins(items).map((twins): Lot => ({ message: twins[0].message, twins }));
  const [late, timely] = parted(lots, ({ message }) => now - message.eventTime > oldestSeconds(message.actionSource));
  const oldest = lots.reduce((time, { message: { eventTime } }) => Math.min(time, eventTime), now);
  notes.count('ConversionAge', Math.round(now - oldest));
  settle(late, new Failure('outside-window', 'the days in which Meta takes this event are over'));
  const lanes = new Map<string, [MergedBatch<Lot>, ...MergedBatch<Lot>[]]>();
  for (const batch of mergeBatches(timely)) {
    const name = `${batch.workspace}\n${batch.pixel}`;
    const lane = lanes.get(name);
    if (lane) lane.push(batch);
    else lanes.set(name, [batch]);
  }
  const run: Run = { doors, notes, token: `${doors.clock.now()}-${doors.clock.chance()}`, receipts: [] };
  const gate = limited(atOnce);
  await Promise.all([...lanes.values()].map((batches) => gate(() => relayLane(batches, run))));
  return run.receipts;
}

/** Two lists: what fits, and what does not. */
function parted<T>(all: readonly T[], fits: (one: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(fits), all.filter((one) => !fits(one))];
}

const settle = (lots: readonly Lot[], failure?: Failure) => {
  for (const { twins } of lots) for (const twin of twins) twin.settle(failure);
};

/** A pixel's calls; what one of them has to wait for, or lacks, the others do too. */
async function relayLane(batches: readonly [MergedBatch<Lot>, ...MergedBatch<Lot>[]], run: Run): Promise<void> {
  let ended: Failure | undefined;
  try {
    const [{ workspace, pixel }] = batches;
    const speaker = await run.doors.speakers.speakerOf(workspace, pixel);
    for (const batch of batches) {
      ended = await relayBatch({ ...run, batch, speaker });
      if (ended) break;
    }
  } catch (thrown) {
    ended = asFailure(thrown);
  }
  // What was settled already stays as it is: the first word counts.
  if (ended) for (const { items } of batches) settle(items, ended);
}

/** One call, cut up where Meta refuses it; answers the failure that also holds for the pixel's other calls. */
async function relayBatch(relay: Relay): Promise<Failure | undefined> {
  const { batch, doors, speaker } = relay;
  const { pixel, testEventCode, partnerAgent, deduped } = batch;
  let ended: Failure | undefined;
  const lots = deduped ? batch.items : await claimed(relay);
  const events = eventsOf(lots);
  await splitRefused(lots, {
    send: async (part) => {
      const call = { pixel, events: events(part), testEventCode, partnerAgent, deduped };
      return doors.graph.sendConversions(speaker.identity, call);
    },
    taken: (part, receipt) => taken(part, { pixel, eventsSent: part.length, ...receipt }, relay),
    refused: async (part, failure) => {
      if (isOfAll(failure)) ended = failure;
      if (failure.kind === 'connection-revoked') await doors.speakers.suspect(speaker);
      await givenBack(part, failure, relay);
      settle(part, failure);
    },
  });
  return ended;
}

/** The bytes of any run of neighbours among some lots. */
function eventsOf(lots: readonly Lot[]): (part: readonly Lot[]) => Buffer {
  const joined = joinEvents(lots.map(({ message }) => message.event));
  const places = new Map(lots.map((lot, at) => [lot, at]));
  return (part) => {
    const [first] = part;
    const from = first === undefined ? 0 : (places.get(first) ?? 0);
    return joined.part(from, from + part.length);
  };
}

async function taken(part: readonly Lot[], receipt: RelayReceipt, { doors, notes, receipts }: Relay): Promise<void> {
  receipts.push(receipt);
  await logDelivered(
    part.map(({ message }) => message),
    receipt,
    doors,
    notes,
  );
  settle(part);
}

/**
 * Takes each event that Meta does not dedupe; what an earlier try left without a word from Meta is `outcome-unknown`,
 * what was delivered is done.
 */
async function claimed({ batch, doors, token }: Relay): Promise<readonly Lot[]> {
  const mine: Lot[] = [];
  for (const lot of batch.items) {
    const claim = await doors.conversions.claim(lot.message, token);
    if (claim === 'mine') mine.push(lot);
    else settle([lot], claim === 'delivered' ? undefined : await unclaimed(lot.message, doors));
  }
  return mine;
}

/** How long another worker may be at it, in milliseconds: the lease of the queue. */
const leaseMs = queues.capiEvents.leaseSeconds * 1000;

/** Why an event cannot be taken: somebody is at it, or was and never said how it ended. */
async function unclaimed(message: ConversionMessage, { conversions, clock }: RelayDoors): Promise<Failure> {
  const [row] = await conversions.find([message]);
  if (!row) return new Failure('not-found', 'its row in the log is over: it may have been sent');
  const retryAt = Date.parse(row.updatedAt) + leaseMs;
  if (retryAt > clock.now()) return new Failure('busy', 'another worker is sending it', { retryAt });
  return new Failure('outcome-unknown', 'nobody knows whether Meta has it: an earlier try had no answer');
}

/** Gives back what was surely not sent, so that a later try may send it. */
async function givenBack(part: readonly Lot[], failure: Failure, { batch, doors, token }: Relay): Promise<void> {
  if (batch.deduped || failure.kind === 'outcome-unknown') return;
  for (const { message } of part) await doors.conversions.release(message, token);
}
