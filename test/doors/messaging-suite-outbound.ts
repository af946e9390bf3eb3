import { describe, expect, it } from '@jest/globals';
import { isoTime } from '../../lambdas/foundation/core/clock.ts';
import type { Messages } from '../../lambdas/foundation/store/messages.ts';
import type { OutboundMessage } from '../../lambdas/foundation/store/outbound-messages.ts';
import { aMessage, anOutboundMessage, everyPage, keptMs, type MessagingMaker } from './messaging-under-test.ts';
import { fresh, handClock } from './store-under-test.ts';

/** Messages on their way out, and what a thread's list makes of them. */
export function outboundSuite(make: MessagingMaker): void {
  const open = () => {
    const clock = handClock();
    const process = make(clock);
    return { clock, process, ...process() };
  };
  const linesOf = (
    messages: Messages,
    { workspace, threadId }: Pick<OutboundMessage, 'workspace' | 'threadId'>,
    limit = 100,
  ) =>
    everyPage(limit, async (after) => {
      const { listed: rows, next } = await messages.list(workspace, threadId ?? '', limit, after);
      return { rows, next };
    });

  describe('a message on its way out', () => {
    it('is taken whole: its row, its place in the lane and its line in the thread', async () => {
      const { clock, outbound, messages, lanes, process } = open();
      const message = anOutboundMessage(clock, {
        seq: 7,
        recipient: { id: '1', 'a#': '€ß😀' },
        content: { text: '€ß😀', buttons: [{ title: 'x', nothing: null }] },
        failure: { kind: 'meta-rejected', blame: 'caller', message: 'a reason', code: 100 },
        waiting: {
          since: isoTime(clock.now()),
          refusals: 3,
          last: { kind: 'meta-unavailable', blame: 'meta', message: 'a reason', code: 2, fbtraceId: 'AfakeTrace' },
        },
      });
      const { workspace, lane, seq, id: messageId } = message;
      expect(await outbound.get(message)).toBeUndefined();
      expect(await outbound.accept(message)).toBeUndefined();
      expect(await process().outbound.get(message)).toEqual(message);
      expect(await lanes.waiting(message, 10)).toEqual([{ workspace, lane, seq, messageId }]);
      expect(await linesOf(messages, message)).toEqual([{ at: message.acceptedAt, outbound: message }]);
      const other = { ...message, workspace: fresh('x') };
      expect(await outbound.get(other)).toBeUndefined();
      expect(await lanes.waiting(other, 10)).toEqual([]);
      expect(await linesOf(messages, other)).toEqual([]);
    });

    it('is taken once: whoever asks again gets the row that stands, and writes nothing', async () => {
      const { clock, outbound, messages, lanes } = open();
      const message = anOutboundMessage(clock);
      await outbound.accept(message);
      const again = { ...message, seq: 2, bodyHash: 'another', acceptedAt: isoTime(clock.now() + 1000) };
      expect(await outbound.accept(again)).toEqual(message);
      const sending: OutboundMessage = { ...message, state: 'sending', sendingBy: 'a worker' };
      await outbound.change(message, () => sending);
      expect(await outbound.accept(again)).toEqual(sending);
      expect(await outbound.accept(message)).toEqual(sending);
      expect(await outbound.get(message)).toEqual(sending);
      expect((await lanes.waiting(message, 10)).map(({ seq }) => seq)).toEqual([1]);
      expect(await linesOf(messages, message)).toHaveLength(1);
    });

    it('is done when it stands already as it is: only the answer to the first try was lost', async () => {
      const { clock, outbound, lanes } = open();
      const message = anOutboundMessage(clock);
      expect(await outbound.accept(message)).toBeUndefined();
      expect(await outbound.accept(message)).toBeUndefined();
      expect(await lanes.waiting(message, 10)).toHaveLength(1);
    });

    it('is taken from one of many who ask at once, and all others get that one', async () => {
      const { clock, lanes, process } = open();
      const message = anOutboundMessage(clock);
      const tries = [1, 2, 3, 4, 5].map((seq) => ({ ...message, seq }));
      const answers = await Promise.all(tries.map((one) => process().outbound.accept(one)));
      const first = answers.indexOf(undefined);
      const rest = answers.filter((_, at) => at !== first);
      expect(first).not.toBe(-1);
      expect(rest).toEqual(rest.map(() => tries[first]));
      expect((await lanes.waiting(message, 10)).map(({ seq }) => seq)).toEqual([first + 1]);
    });

    it('takes in all of what several workers change at once', async () => {
      const { clock, outbound, process } = open();
      const message = anOutboundMessage(clock, { recipient: {} });
      await outbound.accept(message);
      const words = ['a', 'b', 'c', 'd', 'e'];
      const changes = words.map((word) =>
        process().outbound.change(
          message,
          (standing) => standing && { ...standing, recipient: { ...standing.recipient, [word]: word } },
        ),
      );
      const before = (await Promise.all(changes)).map((changed) => Object.keys(changed.before?.recipient ?? {}).length);
      expect(before.sort()).toEqual([0, 1, 2, 3, 4]);
      const standing = await outbound.get(message);
      expect(standing).toEqual({ ...message, recipient: { a: 'a', b: 'b', c: 'c', d: 'd', e: 'e' } });
      const same = await outbound.change(message, (standing) => standing);
      expect(same.after).toEqual(same.before);
    });

    it('authorises one call: of two workers that take the same step one is first', async () => {
      const { clock, outbound, process } = open();
      const message = anOutboundMessage(clock);
      await outbound.accept(message);
      const step = (sendingBy: string) => (row: OutboundMessage | undefined) =>
        row?.state === 'accepted' ? { ...row, state: 'sending' as const, sendingBy } : row;
      const workers = ['w1', 'w2', 'w3'];
      const changed = await Promise.all(workers.map((who) => process().outbound.change(message, step(who))));
      const mine = workers.filter((who, at) => changed[at]?.after?.sendingBy === who);
      expect(mine).toHaveLength(1);
      expect(changed.filter(({ before }) => before?.state === 'accepted')).toHaveLength(1);
      expect(await outbound.get(message)).toMatchObject({ state: 'sending', sendingBy: mine[0] });
    });

    it('is over some days after its last change, and may be taken anew then, though it still lies there', async () => {
      const { clock, outbound, messages, lanes } = open();
      const message = anOutboundMessage(clock);
      await outbound.accept(message);
      clock.pass(keptMs - 1000);
      const sent: OutboundMessage = { ...message, state: 'sent' };
      await outbound.change(message, () => sent);
      clock.pass(keptMs - 1000);
      expect(await outbound.accept({ ...message, seq: 2 })).toEqual(sent);
      expect(await linesOf(messages, message)).toEqual([{ at: message.acceptedAt, outbound: sent }]);
      clock.pass(1000);
      expect(await outbound.get(message)).toBeUndefined();
      expect(await linesOf(messages, message)).toEqual([]);
      const anew = { ...message, seq: 2, acceptedAt: isoTime(clock.now()) };
      expect(await outbound.accept(anew)).toBeUndefined();
      expect(await outbound.get(message)).toEqual(anew);
      expect((await lanes.waiting(message, 10)).map(({ seq }) => seq)).toContain(2);
      expect(await linesOf(messages, message)).toEqual([{ at: anew.acceptedAt, outbound: anew }]);
    });
  });

  describe('the lines of a thread', () => {
    it('have a private reply once its thread is known, under the time when we took it', async () => {
      const { clock, outbound, messages } = open();
      const reply = anOutboundMessage(clock, { threadId: null });
      await outbound.accept(reply);
      const found: OutboundMessage = { ...reply, threadId: fresh('t'), state: 'sent' };
      expect(await linesOf(messages, found)).toEqual([]);
      clock.pass(5000);
      await outbound.change(reply, () => found);
      expect(await linesOf(messages, found)).toEqual([{ at: reply.acceptedAt, outbound: found }]);
    });

    it('join what we sent with what Meta tells of it, and show it once', async () => {
      const { clock, outbound, messages } = open();
      const ours = anOutboundMessage(clock);
      await outbound.accept(ours);
      const { workspace, threadId } = ours;
      const echo = aMessage(clock, { workspace, threadId, direction: 'out', at: isoTime(clock.now() + 2000) });
      await messages.change(echo, () => echo);
      // An echo that came before anybody knew whose it is stands by itself.
      expect(await linesOf(messages, ours)).toEqual([
        { at: echo.at, message: echo },
        { at: ours.acceptedAt, outbound: ours },
      ]);
      const linked = { ...echo, sendId: ours.id };
      await messages.change(echo, () => linked);
      const sent: OutboundMessage = { ...ours, state: 'sent', metaId: echo.metaId, messageId: echo.id };
      await outbound.change(ours, () => sent);
      expect(await linesOf(messages, ours)).toEqual([{ at: ours.acceptedAt, outbound: sent, message: linked }]);
      await outbound.change(ours, () => ({ ...sent, messageId: fresh('m') }));
      const [line] = await linesOf(messages, ours);
      expect(line).toEqual({ at: ours.acceptedAt, outbound: expect.objectContaining({ id: ours.id }) });
    });

    it('have no line of a message of ours whose row is gone', async () => {
      const { clock, messages } = open();
      const message = aMessage(clock, { direction: 'out', sendId: fresh('s_') });
      await messages.change(message, () => message);
      expect(await linesOf(messages, message)).toEqual([]);
      expect(await messages.get(message)).toEqual(message);
    });

    it('come newest first, ours among the others, page by page, none lost and none twice', async () => {
      const { clock, outbound, messages } = open();
      const [workspace, threadId] = [fresh('w'), fresh('t')];
      const all = await Promise.all(
        Array.from({ length: 11 }, async (_, n) => {
          const at = isoTime(clock.now() + n);
          if (n % 2 > 0) {
            const message = aMessage(clock, { workspace, threadId, at });
            await messages.change(message, () => message);
            return { at, message };
          }
          const ours = anOutboundMessage(clock, { workspace, threadId, acceptedAt: at });
          await outbound.accept(ours);
          return { at, outbound: ours };
        }),
      );
      for (const limit of [1, 4, 11, 100]) {
        expect(await linesOf(messages, { workspace, threadId }, limit)).toEqual([...all].reverse());
      }
    });
  });
}
