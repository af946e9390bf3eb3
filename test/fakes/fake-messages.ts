import { type Clock, unixSeconds } from '../../lambdas/foundation/core/clock.ts';
import { ThreadMessage } from '../../lambdas/foundation/store/entities/thread-message.ts';
import type { Listed, MessageKey, Messages, StoredMessage } from '../../lambdas/foundation/store/messages.ts';
import type { OutboundMessage } from '../../lambdas/foundation/store/outbound-messages.ts';
import { keptRows } from './kept-rows.ts';

const noneOut = { rows: (): readonly OutboundMessage[] => [] };

/** Messages in memory: pass the same suite as the adapter, show all that live, and list those of `outbound` too. */
export function fakeMessages(clock: Clock, messageDays = 90, outbound = noneOut) {
  const rows = keptRows<MessageKey, StoredMessage>(
    ({ workspace, id }) => JSON.stringify([workspace, id]),
    () => unixSeconds(clock.now()),
    messageDays,
  );

  const lineOf = (row: StoredMessage | OutboundMessage): Listed | undefined => {
    if (!('acceptedAt' in row))
      return row.at === null || row.sendId !== null ? undefined : { at: row.at, message: row };
    const { workspace, messageId, acceptedAt: at } = row;
    const message = messageId === null ? undefined : rows.get({ workspace, id: messageId });
    return { at, outbound: row, ...(message && { message }) };
  };

  const messages: Messages = {
    async get(key) {
      return rows.get(key);
    },
    async change(key, merge) {
      return rows.change(key, merge);
    },
    async list(workspace, threadId, limit, after) {
      const found = [...rows.all(), ...outbound.rows()]
        .filter((row) => row.workspace === workspace && row.threadId === threadId)
        .flatMap((row) => {
          const line = lineOf(row);
          return line
            ? [{ line, sk: ThreadMessage.key({ workspace, threadId, at: line.at, messageId: row.id }).sk }]
            : [];
        })
        .filter(({ sk }) => after === undefined || sk < after)
        .sort((a, b) => (a.sk < b.sk ? 1 : -1));
      const page = found.slice(0, limit);
      const next = found.length > limit ? (page.at(-1)?.sk ?? null) : null;
      return { listed: page.map(({ line }) => line), next };
    },
  };
  return { ...messages, rows: rows.all };
}
