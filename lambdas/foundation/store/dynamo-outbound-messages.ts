import { type Clock, unixSeconds } from '../core/clock.ts';
import { Failure } from '../core/failure.ts';
import { LanePlace } from './entities/lane-place.ts';
import { OutboundMessageRow } from './entities/outbound-message.ts';
import { ThreadMessage } from './entities/thread-message.ts';
import { laneSeq } from './lane-seq.ts';
import { expiryOf, type Kept, listedUntil, type MessagingDoors, mergedRows } from './merged-row.ts';
import { namesIn, oneTable } from './one-table.ts';
import type { OutboundKey, OutboundMessage, OutboundMessages } from './outbound-messages.ts';
import { sameValue } from './same-value.ts';
import { type Row, transactionConflict } from './table-calls.ts';
import { tryAgain } from './try-again.ts';
import { putVersion } from './versioned-row.ts';

const name = 'outbound message';

/** Messages on their way out, on the `state` table; an adapter of the port `OutboundMessages`. */
export function openOutboundMessages(doors: MessagingDoors): OutboundMessages {
  const { calls, tableName, clock } = doors;
  const table = oneTable(calls, tableName);

  async function read(key: OutboundKey): Promise<Kept<OutboundMessage> | undefined> {
    const { Item } = await table('GetItem', { Key: OutboundMessageRow.key(key), ConsistentRead: true });
    return Item && keptOutbound(Item);
  }

  const rows = mergedRows<OutboundKey, OutboundMessage>(doors, {
    name,
    read,
    write: ({ value, ...row }, seen) => putVersion(table, OutboundMessageRow, { ...value, ...row }, seen),
    listed: listedOutbound,
  });

  return {
    get: rows.get,
    accept: async (message) => {
      const taken = { value: message, version: 1, expiresAt: expiryOf(doors) };
      const TransactItems = taking(taken, doors);
      const { standing } = await tryAgain(clock, name, async () => {
        try {
          const { conditionFailed, reasons } = await calls('TransactWriteItems', { TransactItems });
          if (!conditionFailed) return { standing: undefined };
          const row = reasons?.[0]?.Item;
          const found = row ? keptOutbound(row) : await read(message);
          return found && { standing: found.value };
        } catch (thrown) {
          // The same request comes twice at once: the next try finds what the other has written.
          if (thrown instanceof Failure && thrown.outcome === transactionConflict) return undefined;
          throw thrown;
        }
      });
      if (standing !== undefined && !sameValue(standing, message)) return standing;
      rows.remember(taken);
      return undefined;
    },
    change: rows.change,
  };
}

/** An outgoing message as its row holds it. Throws `Failure` `bug` when the row is none. */
export function keptOutbound(row: Row): Kept<OutboundMessage> {
  const { version, expiresAt, ...value } = OutboundMessageRow.parse(row);
  return { value, version, expiresAt };
}

/** It stands in its thread's list as soon as it has a thread, and never moves. */
function listedOutbound({ value, expiresAt }: Kept<OutboundMessage>): Row | undefined {
  const { workspace, threadId, acceptedAt: at, id: messageId } = value;
  if (threadId === null) return undefined;
  return ThreadMessage.write({ workspace, threadId, at, messageId, expiresAt: listedUntil(expiresAt) });
}

/** The parts of the transaction that takes a message: its row, its place in the lane, and that in its thread's list. */
function taking(taken: Kept<OutboundMessage>, { tableName: TableName, clock }: MessagingDoors) {
  const { value, ...kept } = taken;
  const { workspace, lane, seq, id: messageId } = value;
  const { expiresAt } = kept;
  const place = LanePlace.write({ workspace, lane, seq: laneSeq(seq), messageId, expiresAt });
  const listed = listedOutbound(taken);
  const row = OutboundMessageRow.write({ ...value, ...kept });
  return [
    { Put: { TableName, Item: row, ...ifNothingLives(clock) } },
    { Put: { TableName, Item: place } },
    ...(listed ? [{ Put: { TableName, Item: listed } }] : []),
  ];
}

function ifNothingLives(clock: Clock) {
  const ConditionExpression = 'attribute_not_exists(#pk) OR #expiresAt <= :now';
  return {
    ConditionExpression,
    ExpressionAttributeNames: namesIn({ ConditionExpression }),
    ExpressionAttributeValues: { ':now': unixSeconds(clock.now()) },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
}
