import { type Clock, unixSeconds } from '../../lambdas/foundation/core/clock.ts';
import type { Place } from '../../lambdas/foundation/store/lanes.ts';
import type {
  OutboundKey,
  OutboundMessage,
  OutboundMessages,
} from '../../lambdas/foundation/store/outbound-messages.ts';
import { sameValue } from '../../lambdas/foundation/store/same-value.ts';
import { keptRows } from './kept-rows.ts';

/**
 * Messages on their way out, in memory: pass the same suite as the adapter. An accepted one gets its place in `lanes`;
 * the fake of messages lists what `rows` shows.
 */
export function fakeOutboundMessages(clock: Clock, lanes: { put(place: Place): void }, messageDays = 90) {
  const rows = keptRows<OutboundKey, OutboundMessage>(
    ({ workspace, id }) => JSON.stringify([workspace, id]),
    () => unixSeconds(clock.now()),
    messageDays,
  );
  const port: OutboundMessages = {
    async get(key) {
      return rows.get(key);
    },
    async accept(message) {
      const standing = rows.get(message);
      if (standing) return sameValue(standing, message) ? undefined : standing;
      const { workspace, lane, seq, id: messageId } = message;
      rows.put(message);
      lanes.put({ workspace, lane, seq, messageId });
      return undefined;
    },
    async change(key, merge) {
      return rows.change(key, merge);
    },
  };
  return { ...port, rows: rows.all };
}
