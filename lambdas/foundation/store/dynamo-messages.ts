import type * as z from 'zod/mini';
import { readRows } from './batches.ts';
import { keptOutbound } from './dynamo-outbound-messages.ts';
import { MessageRow } from './entities/message.ts';
import { OutboundMessageRow } from './entities/outbound-message.ts';
import { ThreadMessage } from './entities/thread-message.ts';
import { top } from './event-hours.ts';
import { type Kept, listedUntil, living, type MessagingDoors, mergedRows } from './merged-row.ts';
import type { Listed, MessageKey, Messages, StoredMessage } from './messages.ts';
import { oneTable } from './one-table.ts';
import type { Row } from './table-calls.ts';
import { putVersion } from './versioned-row.ts';

/** The messages on the `state` table; an adapter of the port `Messages`. */
export function openMessages(doors: MessagingDoors): Messages {
  const { calls, tableName } = doors;
  const table = oneTable(calls, tableName);

  const { get, change } = mergedRows<MessageKey, StoredMessage>(doors, {
    name: 'message',
    async read(key) {
      const { Item } = await table('GetItem', { Key: MessageRow.key(key), ConsistentRead: true });
      return Item && keptMessage(Item);
    },
    write: ({ value, ...row }, seen) => putVersion(table, MessageRow, { ...value, ...row }, seen),
    listed,
  });
  return {
    get,
    change,
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
      const more = Items.length > limit || LastEvaluatedKey !== undefined;
      const places = shown.map((row) => ThreadMessage.parse(row));
      return { listed: await linesAt(doors, workspace, places), next: more ? String(shown.at(-1)?.sk) : null };
    },
  };
}

function keptMessage(row: Row): Kept<StoredMessage> {
  const { version, expiresAt, ...value } = MessageRow.parse(row);
  return { value, version, expiresAt };
}

type ThreadPlace = z.infer<(typeof ThreadMessage)['schema']>;

/** The ids of outgoing messages (`message-id.ts` of the room) begin so; no other's do. */
const outgoing = 's_';

/** What stands at places of a thread's list, in their order; a place that leads to nothing, or no more, is left out. */
async function linesAt(doors: MessagingDoors, workspace: string, places: readonly ThreadPlace[]): Promise<Listed[]> {
  const ids = places.map(({ messageId }) => messageId);
  const sends = ids.filter((id) => id.startsWith(outgoing)).map((id) => OutboundMessageRow.key({ workspace, id }));
  const rest = ids.filter((id) => !id.startsWith(outgoing));
  const [sent, said] = await Promise.all([readRows(doors, sends), messagesOf(doors, workspace, rest)]);
  const outbound = byId(sent.map((row) => living(keptOutbound(row), doors.clock)));
  const told = await messagesOf(
    doors,
    workspace,
    [...outbound.values()].flatMap(({ messageId }) => messageId ?? []),
  );
  return places.flatMap(({ messageId: id, threadId, at }): readonly Listed[] => {
    const [ours, message] = [outbound.get(id), said.get(id)];
    if (message?.threadId === threadId && message.at === at && message.sendId === null) return [{ at, message }];
    if (ours?.threadId !== threadId || ours.acceptedAt !== at) return [];
    const facts = told.get(ours.messageId ?? '');
    return [{ at, outbound: ours, ...(facts && { message: facts }) }];
  });
}

async function messagesOf(doors: MessagingDoors, workspace: string, ids: readonly string[]) {
  const rows = await readRows(
    doors,
    ids.map((id) => MessageRow.key({ workspace, id })),
  );
  return byId(rows.map((row) => living(keptMessage(row), doors.clock)));
}

const byId = <T extends { readonly id: string }>(values: readonly (T | undefined)[]): ReadonlyMap<string, T> =>
  new Map(values.flatMap((value) => (value ? [[value.id, value]] : [])));

/**
 * A message stands in its thread's list once both its thread and its time are known; one of our own sending stands
 * there by its outbound row alone.
 */
function listed({ value, expiresAt }: Kept<StoredMessage>): Row | undefined {
  const { workspace, threadId, at, id: messageId, sendId } = value;
  if (threadId === null || at === null || sendId !== null) return undefined;
  return ThreadMessage.write({ workspace, threadId, at, messageId, expiresAt: listedUntil(expiresAt) });
}
