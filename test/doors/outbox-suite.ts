import { beforeEach, describe, expect, it } from '@jest/globals';
import type { GroupOutbox } from '../../lambdas/foundation/core/doors.ts';
import type { Envelope, Message } from '../../lambdas/foundation/core/messages.ts';

/** One message as its reader gets it. */
export interface ReceivedMessage {
  readonly group: string;
  readonly envelope: Envelope<unknown>;
}

/** An outbox whose queue is empty, and a way to read what lies in it. */
export interface OutboxUnderTest {
  readonly outbox: GroupOutbox;
  /** Waits for `count` messages and takes them out, in any order. */
  received(count: number): Promise<readonly ReceivedMessage[]>;
}

type Item = Extract<Message<'webhookEvents'>, { malformed: unknown }>;
const item = (text: string): Item => ({
  malformed: { text },
  sha256: 'ab',
  reason: 'test',
  receivedAt: '2026-11-21T10:00:00.000Z',
});
const texts = (messages: readonly ReceivedMessage[]) =>
  messages.flatMap(({ envelope }) => envelope.items).map((one) => (one as Item).malformed);

/** What every outbox does, real or fake. */
export function outboxSuite(name: string, open: () => Promise<OutboxUnderTest>): void {
  describe(`${name} as an outbox`, () => {
    let under: OutboxUnderTest;
    beforeEach(async () => {
      under = await open();
    });

    it('sends the items of one call together, in their order', async () => {
      await under.outbox.send('webhookEvents', [item('one'), item('two')], { group: '4711' });
      const messages = await under.received(1);
      expect(messages).toHaveLength(1);
      expect(messages[0]?.group).toBe('4711');
      expect(messages[0]?.envelope.hops).toBe(0);
      expect(Date.parse(messages[0]?.envelope.firstSeenAt ?? '')).not.toBeNaN();
      expect(texts(messages)).toEqual([{ text: 'one' }, { text: 'two' }]);
    });

    it('carries when an item was first seen and how often it was deferred', async () => {
      const options = { firstSeenAt: '2026-11-20T09:00:00.000Z', hops: 3, group: '4711' };
      await under.outbox.send('webhookEvents', [item('late')], options);
      const [message] = await under.received(1);
      expect(message?.envelope).toMatchObject({ firstSeenAt: '2026-11-20T09:00:00.000Z', hops: 3 });
    });

    it('keeps every sign, those that SQS refuses too', async () => {
      const hard = '\uFFFE \uFFFF \u0000 \u2028 \uD83D\uDE00 "quoted" \\u0041';
      await under.outbox.send('webhookEvents', [item(hard)], { group: 'signs' });
      expect(texts(await under.received(1))).toEqual([{ text: hard }]);
    });

    it('sends many groups, each under its own name', async () => {
      const groups = Array.from({ length: 23 }, (_, index) => ({ group: `g${index}`, items: [item(`i${index}`)] }));
      await under.outbox.sendGroups('webhookEvents', groups);
      const messages = await under.received(23);
      const found = messages.map(({ group, envelope }) => `${group} ${JSON.stringify(envelope.items)}`).sort();
      expect(found).toEqual(groups.map(({ group, items }) => `${group} ${JSON.stringify(items)}`).sort());
    });

    it('cuts what is over a message into several, and loses nothing', async () => {
      const all = Array.from({ length: 8 }, (_, index) => item(`${index}${'é'.repeat(90_000)}`));
      await under.outbox.send('webhookEvents', all, { group: 'big' });
      const messages = await under.received(2);
      expect(messages).toHaveLength(2);
      const heads = messages.flatMap(({ envelope }) => envelope.items.map((one) => JSON.stringify(one).slice(22, 23)));
      expect([...heads].sort()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
    });
  });
}
