import { type Clock, isoTime } from '../foundation/core/clock.ts';
import type { Bus, GroupOutbox, Owners } from '../foundation/core/doors.ts';
import { Failure } from '../foundation/core/failure.ts';
import { assetName, nobody } from '../foundation/core/ids.ts';
import type { Message, PlacedItem } from '../foundation/core/messages.ts';
import type { Notes } from '../foundation/core/notes.ts';
import type { WorkContext } from '../foundation/core/work.ts';
import type { AssetRegistry } from '../foundation/store/asset-registry.ts';
import type { UnknownAssets } from '../foundation/store/unknown-assets.ts';
import type { Claim, EventKey, NewEvent, WebhookEvents } from '../foundation/store/webhook-events.ts';
import { announcement } from './announcement.ts';
import { type Classified, classifyItem } from './classify-item.ts';
import { itemsOf } from './delivery-items.ts';
import { owners } from './owners.ts';
import { placedFrom, rawEnvelope } from './raw-envelope.ts';

/** What the processing of one item may touch. */
export interface ProcessDoors {
  readonly registry: Pick<AssetRegistry, 'ownerOf'>;
  readonly unknownAssets: Pick<UnknownAssets, 'count'>;
  readonly events: WebhookEvents;
  readonly bus: Bus;
  readonly owners: Owners;
  readonly outbox: GroupOutbox<'webhookEvents'>;
  readonly clock: Clock;
  readonly leaseMs: number;
}

type Item = Message<'webhookEvents'>;
type TypedEvent = NewEvent & Pick<Classified, 'kind'>;

/**
 * Keeps, announces, settles: one item of `webhookEvents`, at most once in effect whatever is redelivered.
 * Throws `Failure` `malformed` (parked), `busy` (another worker holds it), `unavailable` (deferred).
 */
export async function processItem(item: Item, doors: ProcessDoors, context: WorkContext): Promise<void> {
  if ('malformed' in item) return splitAgain(item, doors, context);
  if ('replay' in item) return runAgain(item, doors, context);
  return keep(item, doors, context);
}

/** An unreadable body gets one more chance with the code of today; so a redrive after a fix does its work. */
async function splitAgain(item: Extract<Item, { malformed: unknown }>, doors: ProcessDoors, context: WorkContext) {
  const { malformed } = item;
  const body = 'text' in malformed ? Buffer.from(malformed.text) : Buffer.from(malformed.base64, 'base64');
  const groups = itemsOf(body, item.receivedAt);
  if (typeof groups !== 'string' && item.reason !== 'nested too deeply') {
    return doors.outbox.sendGroups('webhookEvents', groups, { firstSeenAt: context.firstSeenAt });
  }
  context.claimed({ key: item.sha256, workspace: nobody });
  tally(context.notes, '-', 'malformed');
  throw new Failure('malformed', `signed, but ${item.reason}`);
}

async function keep(placed: PlacedItem, doors: ProcessDoors, context: WorkContext): Promise<void> {
  context.notes.count('WebhookItems', 1);
  const classified = classifyItem(placed);
  const { asset, channel } = classified;
  const workspace = asset && (await doors.registry.ownerOf(asset));
  if (asset === undefined || workspace === undefined) {
    if (asset !== undefined) await doors.unknownAssets.count(asset, doors.clock.now());
    return tally(context.notes, channel, 'unknown-asset');
  }
  const event: TypedEvent = {
    workspace,
    asset,
    time: classified.itemTime,
    field: classified.field,
    dedupeKey: classified.dedupeKey,
    ...typedPart(classified),
    occurredAt: classified.occurredAt,
    receivedAt: placed.receivedAt,
    source: 'webhook',
    raw: rawEnvelope(placed),
  };
  const claim = claimOf(doors);
  const answer = await doors.events.claim(event, claim);
  if (answer === 'busy') throw new Failure('busy', 'another worker holds this event');
  if (answer !== 'mine') return tally(context.notes, channel, 'duplicate');
  await finish(event, claim, doors, context);
  const unknown = classified.unknownFields.length;
  if (unknown > 0) context.notes.count('WebhookUnknownFields', unknown);
  if (event.occurredAt !== null)
    context.notes.count('WebhookEventAge', Math.max(0, doors.clock.now() - Date.parse(event.occurredAt)));
  tally(context.notes, channel, classified.kind === 'unclassified' ? 'unclassified' : 'stored');
}

/** A replayed row goes through today's classifier under its own key; its id never changes. */
async function runAgain(item: Extract<Item, { replay: unknown }>, doors: ProcessDoors, context: WorkContext) {
  const { jobId: replayId, force } = item.replay;
  const key = doors.events.keyOf(item.workspace, item.eventId);
  if (key === undefined) throw new Failure('invalid-request', 'the replayed id is no event id');
  const row = await doors.events.get(key);
  if (row === undefined || row.blanked) return tally(context.notes, row?.channel ?? '-', 'expired');
  const classified = classifyItem(placedFrom(row.raw, row.receivedAt));
  const typed = typedPart(classified);
  const claim = claimOf(doors);
  const answer = await doors.events.claimForReplay(key, typed, { ...claim, replayId, force });
  if (answer === 'busy') throw new Failure('busy', 'another worker holds this event');
  if (answer !== 'mine') return tally(context.notes, row.channel, 'duplicate');
  await finish({ ...row, ...typed }, claim, doors, context, replayId);
  tally(context.notes, row.channel, 'replayed');
}

/** Facts stand; now announce, pass on to the owning room, then settle: a crash in between announces again, with the same id. */
async function finish(event: TypedEvent, claim: Claim, doors: ProcessDoors, context: WorkContext, replayId?: string) {
  const key: EventKey = event;
  const id = doors.events.idOf(key);
  context.claimed({
    key: `${event.workspace}/${id}`,
    workspace: event.workspace,
    ref: { entity: 'webhookEvent', id },
    park: () => doors.events.park(key, claim),
    release: () => doors.events.release(key, claim),
  });
  await doors.bus.announce(announcement(id, event, isoTime(doors.clock.now()), replayId));
  const owner = owners[event.kind];
  if (owner !== null) await doors.owners.passOn(owner, passedOn(id, event, replayId));
  const settled = await doors.events.settle(key, claim);
  if (!settled) context.notes.fact('claimLost', true);
}

function passedOn(eventId: string, event: TypedEvent, replayId: string | undefined) {
  const { workspace, channel, topic, kind, occurredAt, receivedAt } = event;
  const receiptKey = replayId === undefined ? eventId : `${eventId}/${replayId}`;
  const about = { workspace, receiptKey, eventId, asset: assetName(event.asset) };
  return { ...about, channel, topic, kind, occurredAt, receivedAt, event: event.event };
}

const typedPart = ({ channel, topic, kind, event }: Classified) => ({ channel, topic, kind, event });

/** Two tries of one item share a token only if they begin in one millisecond and draw alike out of 2^30. */
const claimOf = ({ clock, leaseMs }: ProcessDoors): Claim => {
  const now = clock.now();
  return { token: `${now}-${Math.floor(clock.chance() * 2 ** 30)}`, now, leaseMs };
};

const tally = (notes: Notes, channel: string, outcome: string) => notes.count('WebhookEvents', 1, { channel, outcome });
