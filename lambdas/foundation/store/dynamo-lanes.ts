import { randomUUID } from 'node:crypto';
import { dueMembers } from './due-members.ts';
import { LaneRow } from './entities/lane.ts';
import { LanePlace } from './entities/lane-place.ts';
import { laneSeq } from './lane-seq.ts';
import { type LaneClaim, type LaneLeft, type LaneName, type Lanes, mayComeMs, type Place } from './lanes.ts';
import { expiryOf, type MessagingDoors } from './merged-row.ts';
import { type OneTable, oneTable } from './one-table.ts';
import type { Row, TableAnswer } from './table-calls.ts';
import { tryAgain } from './try-again.ts';

/** The lanes on the `state` table; an adapter of the port `Lanes`. */
export function openLanes(doors: MessagingDoors): Lanes {
  const { calls, tableName, clock } = doors;
  const table = oneTable(calls, tableName);
  return {
    async enter(lane, dueAt, leaseMs) {
      const token = randomUUID();
      const { before, isClaimed } = await nextNumber(table, doors, { lane, dueAt, leaseMs, token });
      const { dueAt: dueBefore, notBefore } = before;
      if (dueBefore !== undefined && dueBefore > dueAt) await dueEarlier(table, lane, dueAt);
      const seq = before.seq + 1;
      const claim = claimOf({ ...before, seq, ...(isClaimed && { claimToken: token }) }, token);
      return { seq, claim, notBefore: notBefore > clock.now() ? notBefore : 0, mayWait: dueBefore !== undefined };
    },
    async claim(lane, leaseMs) {
      const token = randomUUID();
      return tryAgain(clock, 'lane', async () => {
        const taken = await take(table, doors, { lane, leaseMs, token });
        if (!taken.conditionFailed) return claimOf(laneOf(taken), token);
        const nudged = await nudge(table, lane, clock.now());
        // With our own token it is our own first try that holds it, whose answer was lost.
        return nudged.conditionFailed ? undefined : (claimOf(laneOf(nudged), token) ?? 'held');
      });
    },
    async waiting({ workspace, lane }, limit) {
      const { pk } = LanePlace.key({ workspace, lane, seq: '', messageId: '' });
      const { Items = [] } = await table('Query', {
        KeyConditionExpression: '#pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ConsistentRead: true,
        Limit: limit,
      });
      return Items.map(placeOf);
    },
    async leave({ seq, ...place }) {
      await table('DeleteItem', { Key: LanePlace.key({ ...place, seq: laneSeq(seq) }) });
    },
    release: (lane, claim, how) => letGo(table, clock.now(), lane, claim, how),
  };
}

type Lane = ReturnType<(typeof LaneRow)['parse']>;

/** What can be told of a lane that nobody has written yet. */
const unwritten = { seq: 0, claimToken: null, notBefore: 0, paceAt: 0 };

/** A lane that an update has just written. */
const laneOf = ({ Attributes = {} }: TableAnswer): Lane => LaneRow.parse(Attributes);

type LaneState = Pick<Lane, 'seq' | 'claimToken' | 'notBefore' | 'paceAt' | 'askedAt' | 'dueAt'>;

/** What the holder of `token` holds; undefined when another does. */
const claimOf = ({ claimToken, seq, notBefore, paceAt, askedAt }: LaneState, token: string): LaneClaim | undefined =>
  claimToken === token ? { token, seq, notBefore, paceAt, askedAt } : undefined;

function placeOf(row: Row): Place {
  const { expiresAt: _, seq, ...place } = LanePlace.parse(row);
  return { ...place, seq: Number(seq) };
}

// A lane that nobody has written yet is free, and has all of its numbers after its first write.
const isFree = '(attribute_not_exists(#leaseUntil) OR #leaseUntil <= :now)';
const isOpen = '(attribute_not_exists(#notBefore) OR #notBefore <= :now)';
const claimed = '#claimToken = :token, #leaseUntil = :until';
const asClaimed = '#claimToken = if_not_exists(#claimToken, :none), #leaseUntil = if_not_exists(#leaseUntil, :zero)';
const others =
  '#notBefore = if_not_exists(#notBefore, :zero), #paceAt = if_not_exists(#paceAt, :zero), #expiresAt = :expiresAt';
const due = '#dueShard = :dueShard, #dueAt = if_not_exists(#dueAt, :dueAt)';

interface Taking {
  readonly lane: LaneName;
  readonly leaseMs: number;
  readonly token: string;
}

/** The lane before its next number was taken, and whether it is claimed with it. */
interface Numbered {
  readonly before: LaneState;
  readonly isClaimed: boolean;
}

/** Claims it with its next number if it can; else takes the number alone, so that none is ever lost. */
async function nextNumber(
  table: OneTable,
  doors: MessagingDoors,
  { lane, dueAt, leaseMs, token }: Taking & { readonly dueAt: string },
): Promise<Numbered> {
  const Key = LaneRow.key(lane);
  const now = doors.clock.now();
  const { dueShard } = dueMembers(Key, dueAt);
  const values = { ':zero': 0, ':one': 1, ':expiresAt': expiryOf(doors), ':dueShard': dueShard, ':dueAt': dueAt };
  const both = await table('UpdateItem', {
    Key,
    UpdateExpression: `SET ${claimed}, ${others}, ${due} ADD #seq :one`,
    ConditionExpression: `${isFree} AND ${isOpen}`,
    ExpressionAttributeValues: { ...values, ':now': now, ':token': token, ':until': now + leaseMs },
    ReturnValues: 'ALL_OLD',
  });
  if (!both.conditionFailed) return { before: laneBefore(both), isClaimed: true };
  const alone = await table('UpdateItem', {
    Key,
    UpdateExpression: `SET ${asClaimed}, ${others}, ${due}, #askedAt = :now ADD #seq :one`,
    ExpressionAttributeValues: { ...values, ':none': null, ':now': now },
    ReturnValues: 'ALL_OLD',
  });
  return { before: laneBefore(alone), isClaimed: false };
}

const laneBefore = ({ Attributes }: TableAnswer): LaneState => (Attributes ? LaneRow.parse(Attributes) : unwritten);

/** Of two times the earlier stands; one that is gone meanwhile is not brought back. */
const dueEarlier = (table: OneTable, lane: LaneName, dueAt: string): Promise<TableAnswer> =>
  table('UpdateItem', {
    Key: LaneRow.key(lane),
    UpdateExpression: 'SET #dueAt = :dueAt',
    ConditionExpression: '#dueAt > :dueAt',
    ExpressionAttributeValues: { ':dueAt': dueAt },
  });

function take(table: OneTable, doors: MessagingDoors, { lane, leaseMs, token }: Taking): Promise<TableAnswer> {
  const now = doors.clock.now();
  return table('UpdateItem', {
    Key: LaneRow.key(lane),
    UpdateExpression: `SET ${claimed}, ${others} ADD #seq :zero`,
    ConditionExpression: isFree,
    ExpressionAttributeValues: {
      ...{ ':now': now, ':token': token, ':until': now + leaseMs },
      ...{ ':zero': 0, ':expiresAt': expiryOf(doors) },
    },
    ReturnValues: 'ALL_NEW',
  });
}

/** Tells whoever holds it that there may be more; a lane that was let go meanwhile has nobody to tell. */
const nudge = (table: OneTable, lane: LaneName, now: number): Promise<TableAnswer> =>
  table('UpdateItem', {
    Key: LaneRow.key(lane),
    UpdateExpression: 'ADD #seq :one',
    ConditionExpression: '#leaseUntil > :now',
    ExpressionAttributeValues: { ':one': 1, ':now': now },
    ReturnValues: 'ALL_NEW',
  });

async function letGo(
  table: OneTable,
  now: number,
  lane: LaneName,
  { token, seq, askedAt = 0 }: LaneClaim,
  { dueAt, notBefore, paceAt }: LaneLeft,
): ReturnType<Lanes['release']> {
  const Key = LaneRow.key(lane);
  const mayCome = askedAt > now - mayComeMs;
  const empty = mayCome ? '' : 'REMOVE #dueAt, #dueShard';
  const { conditionFailed, Item } = await table('UpdateItem', {
    Key,
    UpdateExpression: `SET ${left}${dueAt === undefined ? ` ${empty}` : ', #dueAt = :dueAt, #dueShard = :dueShard'}`,
    ConditionExpression: '#claimToken = :token AND #seq = :seq',
    ExpressionAttributeValues: {
      ...{ ':token': token, ':seq': seq, ':none': null, ':zero': 0, ':notBefore': notBefore, ':paceAt': paceAt },
      ...(dueAt !== undefined && { ':dueAt': dueAt, ':dueShard': dueMembers(Key, dueAt).dueShard }),
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  if (!conditionFailed) return 'released';
  const standing = Item && claimOf(LaneRow.parse(Item), token);
  return standing ? { again: { ...standing, notBefore, paceAt } } : 'lost';
}

const left = '#claimToken = :none, #leaseUntil = :zero, #notBefore = :notBefore, #paceAt = :paceAt';
