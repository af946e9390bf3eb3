import { type Clock, unixSeconds } from '../../lambdas/foundation/core/clock.ts';
import { ThreadMessage } from '../../lambdas/foundation/store/entities/thread-message.ts';
import type { MessageKey, Messages, StoredMessage } from '../../lambdas/foundation/store/messages.ts';
import { keptRows } from './kept-rows.ts';

/** Messages in memory: pass the same suite as the adapter, and show all that live. */
export function fakeMessages(clock: Clock, messageDays = 90) {
  const rows = keptRows<MessageKey, StoredMessage>(
    ({ workspace, id }) => JSON.stringify([workspace, id]),
    () => unixSeconds(clock.now()),
    messageDays,
  );
  const messages: Messages = {
    async get(key) {
      return rows.get(key);
    },
    async change(key, merge) {
      return rows.change(key, merge);
    },
    async list(workspace, threadId, limit, after) {
      const found = rows
        .all()
        .flatMap((message) => {
          const { id: messageId, at } = message;
          const isListed = message.workspace === workspace && message.threadId === threadId && at !== null;
          return isListed ? [{ message, sk: ThreadMessage.key({ workspace, threadId, at, messageId }).sk }] : [];
        })
        .filter(({ sk }) => after === undefined || sk < after)
        .sort((a, b) => (a.sk < b.sk ? 1 : -1));
      const page = found.slice(0, limit);
      const next = found.length > limit ? (page.at(-1)?.sk ?? null) : null;
      return { messages: page.map(({ message }) => message), next };
    },
  };
  return { ...messages, rows: rows.all };
}
