import type { Blobs } from '../core/doors.ts';
import { WebhookEvent, type WebhookEventRow } from './entities/webhook-event.ts';
import { type BodyPlace, bodyText, emptyBody, parseBody, placeBody } from './event-body.ts';
import type { eventHours } from './event-hours.ts';
import type { OneTable } from './one-table.ts';
import type { Claim, ClaimAnswer, EventKey, NewEvent, TypedPart } from './webhook-events.ts';

/** What claiming needs; `read` answers the row that stands, `lifeMs` is how long one lives. */
export interface ClaimDoors {
  readonly table: OneTable;
  readonly blobs: Blobs | undefined;
  readonly lifeMs: number;
  readonly hours: Pick<ReturnType<typeof eventHours>, 'note'>;
  read(key: EventKey): Promise<WebhookEventRow | undefined>;
}

/** First put of an event, or take-over of a lapsed one; `event` carries a kept key. */
export async function claimEvent(doors: ClaimDoors, event: NewEvent, claim: Claim): Promise<ClaimAnswer> {
  await doors.hours.note(event.workspace, event.asset, event.time, claim.now);
  const row = await rowOf(doors, event, claim);
  const { conditionFailed, Item } = await doors.table('PutItem', {
    Item: WebhookEvent.write(row),
    ConditionExpression: 'attribute_not_exists(#pk) OR #expiresAt <= :now',
    ExpressionAttributeValues: { ':now': Math.floor(claim.now / 1000) },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  if (!conditionFailed) return 'mine';
  const standing = Item ? WebhookEvent.parse(Item) : await doors.read(event);
  if (standing === undefined) return 'busy';
  await keepBlank(doors, row, standing);
  const answer = claimable(standing, claim);
  return answer === 'lapsed' ? takeOver(doors, row, standing) : answer;
}

/** Member by member, because every event passes here: spreads take several times as long. */
async function rowOf({ lifeMs, blobs }: ClaimDoors, event: NewEvent, claim: Claim): Promise<WebhookEventRow> {
  const place = await placeBody({ raw: event.raw, event: event.event }, () => WebhookEvent.key(event), blobs);
  return {
    workspace: event.workspace,
    asset: event.asset,
    time: event.time,
    field: event.field,
    dedupeKey: event.dedupeKey,
    channel: event.channel,
    topic: event.topic,
    kind: event.kind,
    state: 'processing',
    leaseUntil: claim.now + claim.leaseMs,
    claimToken: claim.token,
    occurredAt: event.occurredAt,
    receivedAt: event.receivedAt,
    source: event.source,
    body: place.body,
    blob: place.blob,
    expiresAt: Math.ceil((Date.parse(event.receivedAt) + lifeMs) / 1000),
  };
}

/** A giant body lies in the bucket before its row is tried: where that was blanked, it must not stay there. */
async function keepBlank({ blobs }: ClaimDoors, { blob }: BodyPlace, standing: WebhookEventRow | undefined) {
  if (standing?.blanked) await emptied(blobs, blob);
}

/** The body that a row no longer names: whoever blanks the row could not find it. */
async function forgetOld({ blobs }: ClaimDoors, { blob }: BodyPlace, old: BodyPlace) {
  if (old.blob !== blob) await emptied(blobs, old.blob);
}

/** Writes over a body: a worker that keeps events may write to the bucket, and need not be allowed to delete. */
async function emptied(blobs: Blobs | undefined, blob: string | undefined) {
  if (blob !== undefined) await blobs?.put(blob, emptyBody());
}

/** What a blanked row answers to everybody: there is nothing left to do, or to bring back. */
const blankAnswer = ({ state }: WebhookEventRow): ClaimAnswer => (state === 'parked' ? 'parked' : 'done');

/** Its own token means that the first try of this very put went through and only its answer was lost. */
function claimable(row: WebhookEventRow, { token, now }: Claim): ClaimAnswer | 'lapsed' {
  if (row.blanked) return blankAnswer(row);
  if (row.state !== 'processing') return row.state;
  if (row.claimToken === token) return 'mine';
  return row.leaseUntil > now ? 'busy' : 'lapsed';
}

/** Puts the row anew under this claim, if nobody came first; it was received when it was first received. */
async function takeOver(doors: ClaimDoors, row: WebhookEventRow, old: WebhookEventRow): Promise<ClaimAnswer> {
  const { receivedAt } = old;
  const { conditionFailed } = await doors.table('PutItem', {
    Item: WebhookEvent.write({ ...row, receivedAt, expiresAt: Math.max(old.expiresAt, row.expiresAt) }),
    ...unchanged(old),
  });
  await (conditionFailed ? keepBlank(doors, row, await doors.read(row)) : forgetOld(doors, row, old));
  return conditionFailed ? 'busy' : 'mine';
}

/** The condition that nobody has claimed, settled, parked, reopened or blanked a row since it was read. */
const unchanged = ({ state, claimToken, leaseUntil }: WebhookEventRow) => ({
  ConditionExpression:
    '#state = :oldState AND #claimToken = :oldToken AND #leaseUntil = :oldLease AND attribute_not_exists(#blanked)',
  ExpressionAttributeValues: { ':oldState': state, ':oldToken': claimToken, ':oldLease': leaseUntil },
});

/** A claim for a replay; see the port. */
type ReplayClaim = Claim & { readonly replayId: string; readonly force: boolean };

function replayable(row: WebhookEventRow, claim: ReplayClaim): ClaimAnswer | 'open' {
  if (row.blanked) return blankAnswer(row);
  if (row.state === 'processing') {
    const answer = claimable(row, claim);
    return answer === 'lapsed' ? 'open' : answer;
  }
  if (row.replayId === claim.replayId) return row.state;
  return row.state === 'done' && !claim.force && row.kind !== 'unclassified' ? 'done' : 'open';
}

/** Opens a kept row again with a typed part of today; its raw body, its times and its expiry stay. */
export async function claimForReplay(
  doors: ClaimDoors,
  key: EventKey,
  typed: TypedPart,
  claim: ReplayClaim,
): Promise<ClaimAnswer> {
  const old = await doors.read(key);
  if (old === undefined) return 'absent';
  const answer = replayable(old, claim);
  if (answer !== 'open') return answer;
  const { raw } = parseBody(await bodyText(old, doors.blobs));
  const { event, ...words } = typed;
  const { body, blob, ...kept } = old;
  const row: WebhookEventRow = {
    ...kept,
    ...words,
    ...(await placeBody({ raw, event }, () => WebhookEvent.key(key), doors.blobs)),
    state: 'processing',
    claimToken: claim.token,
    leaseUntil: claim.now + claim.leaseMs,
    replayId: claim.replayId,
  };
  const { conditionFailed } = await doors.table('PutItem', { Item: WebhookEvent.write(row), ...unchanged(old) });
  await (conditionFailed ? keepBlank(doors, row, await doors.read(key)) : forgetOld(doors, row, old));
  return conditionFailed ? 'busy' : 'mine';
}
