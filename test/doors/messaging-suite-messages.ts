import { describe, expect, it } from '@jest/globals';
import { isoTime } from '../../lambdas/foundation/core/clock.ts';
import type { Messages, StoredMessage } from '../../lambdas/foundation/store/messages.ts';
import { aMessage, everyPage, keptMs, type MessagingMaker, saidIn } from './messaging-under-test.ts';
import { fresh, handClock } from './store-under-test.ts';

/** The messages of conversations. */
export function messageSuite(make: MessagingMaker): void {
  const open = () => {
    const clock = handClock();
    const process = make(clock);
    return { clock, process, ...process() };
  };
  const put = (messages: Messages, message: StoredMessage) => messages.change(message, () => message);
  const ids = (all: readonly StoredMessage[]) => all.map(({ id }) => id);
  const listed = (messages: Messages, { workspace, threadId }: StoredMessage, limit = 100) =>
    everyPage(limit, async (after) => {
      const { listed: lines, next } = await messages.list(workspace, threadId ?? '', limit, after);
      return { rows: saidIn(lines), next };
    });

  describe('a message', () => {
    it('is kept whole under its id, in its own workspace alone', async () => {
      const { clock, messages, process } = open();
      const message = aMessage(clock, {
        content: { text: '€ß😀', attachments: [{ type: 'image', bytes: 12 }], nested: { nothing: null } },
        reactions: {
          '24512345678901234': { emoji: '❤', at: isoTime(clock.now()) },
          __proto: { by: 'US.1', emoji: null, at: 'x' },
        },
        mediaLost: { '0': 'gone', '12': 'refused' },
        failure: { code: 131047, title: 'a title' },
        pricing: { billable: true, category: 'service' },
        eventIds: ['e1', 'e2'],
        edits: 3,
      });
      expect(await messages.get(message)).toBeUndefined();
      expect(await put(messages, message)).toEqual({ before: undefined, after: message });
      expect(await process().messages.get(message)).toEqual(message);
      const other = { ...message, workspace: fresh('x') };
      expect(await messages.get(other)).toBeUndefined();
      expect(await listed(messages, other)).toEqual([]);
    });

    it('takes in a change, and tells what stood before and what stands now', async () => {
      const { clock, messages } = open();
      const message = aMessage(clock);
      await put(messages, message);
      const read = { ...message, readAt: isoTime(clock.now()) };
      const seen: unknown[] = [];
      const changed = await messages.change(message, (standing) => {
        seen.push(standing);
        return standing && { ...standing, readAt: isoTime(clock.now()) };
      });
      expect(seen).toEqual([message]);
      expect(changed).toEqual({ before: message, after: read });
      expect(await messages.get(message)).toEqual(read);
    });

    it('takes in all of what several workers change at once', async () => {
      const { clock, messages, process } = open();
      const message = aMessage(clock);
      const words = ['e1', 'e2', 'e3', 'e4', 'e5'];
      const add = (word: string) => (standing: StoredMessage | undefined) => ({
        ...(standing ?? message),
        eventIds: [...(standing?.eventIds ?? []), word],
      });
      const answers = await Promise.all(words.map((word) => process().messages.change(message, add(word))));
      const standing = await messages.get(message);
      expect([...(standing?.eventIds ?? [])].sort()).toEqual(words);
      expect(answers.map(({ before }) => before?.eventIds.length ?? 0).sort()).toEqual([0, 1, 2, 3, 4]);
      expect(ids(await listed(messages, message))).toEqual([message.id]);
    });

    it('stays as it is when nothing changes, its end too', async () => {
      const { clock, messages } = open();
      const message = aMessage(clock);
      expect(await messages.change(message, () => undefined)).toEqual({ before: undefined, after: undefined });
      expect(await messages.get(message)).toBeUndefined();
      await put(messages, message);
      clock.pass(keptMs - 1000);
      const same = await messages.change(message, (standing) => standing);
      expect(same).toEqual({ before: message, after: message });
      expect(await messages.change(message, () => undefined)).toEqual({ before: message, after: message });
      expect(await messages.get(message)).toEqual(message);
      clock.pass(1000);
      expect(await messages.get(message)).toBeUndefined();
    });

    it('is over some days after its last change, and begins anew then, though it still lies there', async () => {
      const { clock, messages } = open();
      const message = aMessage(clock);
      await put(messages, message);
      clock.pass(keptMs - 1000);
      const read = { ...message, readAt: isoTime(clock.now()) };
      await put(messages, read);
      clock.pass(keptMs - 1000);
      expect(await messages.get(message)).toEqual(read);
      expect(await listed(messages, message)).toEqual([read]);
      clock.pass(1000);
      expect(await messages.get(message)).toBeUndefined();
      expect(await listed(messages, message)).toEqual([]);
      const anew = aMessage(clock, { workspace: message.workspace, id: message.id, text: 'anew' });
      expect(await put(messages, anew)).toEqual({ before: undefined, after: anew });
      expect(await messages.get(message)).toEqual(anew);
      expect(await listed(messages, anew)).toEqual([anew]);
    });
  });

  describe('the messages of a thread', () => {
    it('have a message once its thread and its time are known', async () => {
      const { clock, messages } = open();
      const message = aMessage(clock);
      await put(messages, { ...message, threadId: null, at: null, content: null });
      await put(messages, { ...message, at: null });
      expect(await listed(messages, message)).toEqual([]);
      await put(messages, message);
      expect(await listed(messages, message)).toEqual([message]);
    });

    it('have it once, under the time and in the thread that it has now', async () => {
      const { clock, messages } = open();
      const message = aMessage(clock);
      const [earlier, elsewhere] = [isoTime(clock.now() - 5000), fresh('t')];
      await put(messages, message);
      await put(messages, aMessage(clock, { ...message, id: 'between', at: isoTime(clock.now() - 1000) }));
      await put(messages, { ...message, at: earlier });
      expect(ids(await listed(messages, message))).toEqual(['between', message.id]);
      await put(messages, { ...message, threadId: elsewhere });
      expect(ids(await listed(messages, message))).toEqual(['between']);
      expect(ids(await listed(messages, { ...message, threadId: elsewhere }))).toEqual([message.id]);
    });

    it('come newest first, page by page, none lost and none twice', async () => {
      const { clock, messages } = open();
      const first = aMessage(clock);
      const { workspace, threadId } = first;
      // Three share a time: then the id tells them apart.
      const all = Array.from({ length: 17 }, (_, n) =>
        aMessage(clock, { workspace, threadId, id: `m#${100 + n}`, at: isoTime(clock.now() + Math.floor(n / 3)) }),
      );
      await Promise.all(all.map((message) => put(messages, message)));
      await put(messages, aMessage(clock, { workspace, threadId: `${threadId}#` }));
      const newestFirst = ids(all).reverse();
      for (const limit of [1, 2, 16, 17, 18, 100]) {
        expect(ids(await listed(messages, first, limit))).toEqual(newestFirst);
      }
      const whole = await messages.list(workspace, threadId ?? '', 17);
      expect(whole.next).toBeNull();
      const page = await messages.list(workspace, threadId ?? '', 16);
      await put(messages, aMessage(clock, { workspace, threadId, id: 'a new one', at: isoTime(clock.now() + 60_000) }));
      const rest = await messages.list(workspace, threadId ?? '', 16, page.next ?? '');
      expect([...ids(saidIn(page.listed)), ...ids(saidIn(rest.listed))]).toEqual(newestFirst);
      expect(rest.next).toBeNull();
    });
  });
}
