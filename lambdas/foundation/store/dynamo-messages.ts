import { readRows } from './batches.ts';
import { MessageRow } from './entities/message.ts';
import { ThreadMessage } from './entities/thread-message.ts';
import { top } from './event-hours.ts';
import { type Kept, listedUntil, living, type MessagingDoors, mergeRow } from './merged-row.ts';
import type { MessageKey, Messages, StoredMessage } from './messages.ts';
import { oneTable } from './one-table.ts';
import type { Row } from './table-calls.ts';
import { putVersion } from './versioned-row.ts';

/** The messages on the `state` table; an adapter of the port `Messages`. */
export function openMessages(doors: MessagingDoors): Messages {
  const { calls, tableName, clock } = doors;
  const table = oneTable(calls, tableName);

  async function read(key: MessageKey): Promise<Kept<StoredMessage> | undefined> {
    const { Item } = await table('GetItem', { Key: MessageRow.key(key), ConsistentRead: true });
    return Item && keptMessage(Item);
  }

  return {
    get: async (key) => living(await read(key), clock),
    change: (key, merge) =>
      mergeRow(
        doors,
        {
          name: 'message',
          read: () => read(key),
          write: ({ value, ...row }, seen) => putVersion(table, MessageRow, { ...value, ...row }, seen),
          listed,
        },
        merge,
      ),
    async list(workspace, threadId, limit, after) {
      const { Items = [], LastEvaluatedKey } = await table('Query', {
        KeyConditionExpression: '#pk = :pk AND #sk < :after',
        ExpressionAttributeValues: {
          ':pk': ThreadMessage.key({ workspace, threadId, at: '', messageId: '' }).pk,
          ':after': after ?? top,
        },
        ScanIndexForward: false,
        Limit: limit + 1,
      });
      const shown = Items.slice(0, limit);
      const places = shown.map((row) => ThreadMessage.parse(row));
      const rows = await readRows(
        doors,
        places.map(({ messageId: id }) => MessageRow.key({ workspace, id })),
      );
      const found = new Map(rows.map(keptMessage).map((kept) => [kept.value.id, living(kept, clock)]));
      const messages = places.flatMap(({ messageId, at }) => {
        const message = found.get(messageId);
        return message?.threadId === threadId && message.at === at ? [message] : [];
      });
      const more = Items.length > limit || LastEvaluatedKey !== undefined;
      return { messages, next: more ? String(shown.at(-1)?.sk) : null };
    },
  };
}

function keptMessage(row: Row): Kept<StoredMessage> {
  const { version, expiresAt, ...value } = MessageRow.parse(row);
  return { value, version, expiresAt };
}

/** A message stands in its thread's list once both its thread and its time are known. */
function listed({ value, expiresAt }: Kept<StoredMessage>): Row | undefined {
  const { workspace, threadId, at, id: messageId } = value;
  if (threadId === null || at === null) return undefined;
  return ThreadMessage.write({ workspace, threadId, at, messageId, expiresAt: listedUntil(expiresAt) });
}
