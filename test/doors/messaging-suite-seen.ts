import { describe, expect, it } from '@jest/globals';
import { isoTime } from '../../lambdas/foundation/core/clock.ts';
import type { StoredMessage } from '../../lambdas/foundation/store/messages.ts';
import type { OutboundMessage } from '../../lambdas/foundation/store/outbound-messages.ts';
import type { Thread } from '../../lambdas/foundation/store/threads.ts';
import {
  aMessage,
  anOutboundMessage,
  aThread,
  everyPage,
  keptMs,
  type MessagingMaker,
} from './messaging-under-test.ts';
import { handClock } from './store-under-test.ts';

/** What a caller has seen of a row saves reading it, and changes nothing of what becomes of it. */
export function seenSuite(make: MessagingMaker): void {
  const open = () => {
    const clock = handClock();
    const process = make(clock);
    return { clock, process, ...process() };
  };

  describe('a row that its caller has seen', () => {
    it('is changed from there, as whoever reads it next finds', async () => {
      const { clock, process, messages, outbound, threads } = open();
      const [message, ours, thread] = [aMessage(clock), anOutboundMessage(clock), aThread(clock)];
      expect(await messages.change(message, () => message, null)).toEqual({ before: undefined, after: message });
      expect(await threads.change(thread, () => thread, null)).toEqual({ before: undefined, after: thread });
      await outbound.accept(ours);
      const [read, sent]: [StoredMessage, OutboundMessage] = [
        { ...message, readAt: message.at },
        { ...ours, state: 'sent' },
      ];
      const seen = await messages.get(message);
      expect(await messages.change(message, () => read, seen)).toEqual({ before: message, after: read });
      expect(await outbound.change(ours, () => sent, ours)).toEqual({ before: ours, after: sent });
      const later: Thread = { ...thread, lastAt: isoTime(clock.now() + 1000) };
      expect(await threads.change(thread, () => later, await threads.get(thread))).toEqual({
        before: thread,
        after: later,
      });
      const other = process();
      expect(await other.messages.get(message)).toEqual(read);
      expect(await other.outbound.get(ours)).toEqual(sent);
      const all = await everyPage(10, async (after) => {
        const { threads: rows, next } = await other.threads.list(thread.workspace, {}, 10, after);
        return { rows, next };
      });
      expect(all).toEqual([later]);
    });

    it('is changed from what stands when another came in between, and nothing of that is lost', async () => {
      const { clock, process, outbound } = open();
      const ours = anOutboundMessage(clock, { recipient: {} });
      await outbound.accept(ours);
      const add = (word: string) => (row: OutboundMessage | undefined) =>
        row && { ...row, recipient: { ...row.recipient, [word]: word } };
      const { after: mine } = await outbound.change(ours, add('a'), ours);
      await process().outbound.change(ours, add('b'));
      const both = { ...ours, recipient: { a: 'a', b: 'b', c: 'c' } };
      expect((await outbound.change(ours, add('c'), mine)).after).toEqual(both);
      expect((await outbound.change(ours, add('c'), ours)).after).toEqual(both);
      expect(await process().outbound.get(ours)).toEqual(both);
    });

    it('authorises one call, also of workers who have all seen that it may be made', async () => {
      const { clock, process, outbound } = open();
      const ours = anOutboundMessage(clock);
      await outbound.accept(ours);
      const workers = ['w1', 'w2', 'w3'];
      const changed = await Promise.all(
        workers.map(async (sendingBy) => {
          const own = process().outbound;
          const step = (row: OutboundMessage | undefined) =>
            row?.state === 'accepted' ? { ...row, state: 'sending' as const, sendingBy } : row;
          return own.change(ours, step, await own.get(ours));
        }),
      );
      expect(changed.filter(({ before }) => before?.state === 'accepted')).toHaveLength(1);
      expect(new Set(changed.map(({ after }) => after?.sendingBy)).size).toBe(1);
    });

    it('is looked at before a caller is told that nothing is to be done', async () => {
      const { clock, process, outbound } = open();
      const ours = anOutboundMessage(clock);
      await outbound.accept(ours);
      const sent: OutboundMessage = { ...ours, state: 'sent' };
      await process().outbound.change(ours, () => sent);
      const unless = (row: OutboundMessage | undefined) => row;
      expect(await outbound.change(ours, unless, ours)).toEqual({ before: sent, after: sent });
      expect(await outbound.change(ours, unless, null)).toEqual({ before: sent, after: sent });
    });

    it('may stand though nobody has seen it, or be over, or have been seen elsewhere', async () => {
      const { clock, process, messages } = open();
      const message = aMessage(clock);
      await process().messages.change(message, () => message);
      const linked = (row: StoredMessage | undefined) => ({ ...(row ?? message), sendId: 's_1' });
      expect((await messages.change(message, linked, null)).after).toEqual({ ...message, sendId: 's_1' });
      const elsewhere = await process().messages.get(message);
      const read = (row: StoredMessage | undefined) => row && { ...row, readAt: message.at };
      expect((await messages.change(message, read, elsewhere)).after).toMatchObject({
        sendId: 's_1',
        readAt: message.at,
      });
      const seen = await messages.get(message);
      clock.pass(keptMs);
      expect(await messages.change(message, () => message, seen)).toEqual({ before: undefined, after: message });
    });
  });
}
