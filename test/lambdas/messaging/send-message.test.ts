import { describe, expect, it } from '@jest/globals';
import { Otherwise } from '../../../lambdas/foundation/core/api.ts';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import { isSendId, sendIdOf } from '../../../lambdas/messaging/message-id.ts';
import { number, page, sendWorld, waba, workspace } from './send-world.ts';

const hour = 3600_000;
const failing = (kind: string) => expect.objectContaining({ kind });
const text = { type: 'text', text: 'hello' } as const;
const template = { type: 'template', template: { name: 'order_update', language: { code: 'en_US' } } } as const;

/** A world with a WhatsApp number of the workspace. */
async function withNumber() {
  const w = sendWorld();
  const found = {
    asset: { kind: 'phone_number', id: number },
    name: null,
    ownerBusiness: null,
    access: 'direct',
  } as const;
  await w.doors.assets.discovered(workspace, 'connection-1', [
    { ...found, tasks: [], parent: `whatsapp:${waba}`, discoveredAt: '2026-11-21T10:00:00.000Z' },
  ]);
  return w;
}

describe('a message of a thread in which nothing waits', () => {
  it('goes at once, and is answered with Meta’s id', async () => {
    const w = sendWorld();
    const answer = await w.text(await w.thread(), 'hello');
    expect(answer).not.toBeInstanceOf(Otherwise);
    expect(answer).toMatchObject({
      state: 'sent',
      metaId: 'mid.1',
      direction: 'out',
      type: 'text',
      sender: 'automation',
    });
    expect(w.meta.commits).toMatchObject([{ text: 'hello', to: '555' }]);
    expect(isSendId(w.meta.commits[0]?.marker ?? '')).toBe(true);
    expect(w.lanes.places()).toEqual([]);
    expect(w.outbox.sent).toEqual([]);
    expect(w.bus.announced.map(({ type }) => type)).toEqual(['message.sent']);
    expect(w.notes.total('OutboundMessages', { channel: 'messenger', outcome: 'sent' })).toBe(1);
  });

  it('moves its thread, whose last word is the business’s now', async () => {
    const w = sendWorld();
    const id = await w.thread();
    await w.text(id, 'hello');
    expect(await w.doors.threads.get({ workspace, id })).toMatchObject({ lastDirection: 'out' });
  });
});

describe('the Idempotency-Key', () => {
  it('is needed, and is visible characters', async () => {
    const w = sendWorld();
    const threadId = await w.thread();
    for (const key of [undefined, '', 'two words', 'x'.repeat(256)]) {
      await expect(w.send({ threadId, ...text }, key)).rejects.toEqual(failing('invalid-request'));
    }
    expect(w.meta.calls()).toBe(0);
  });

  it('of a request that is repeated sends once, however often and at once', async () => {
    const w = sendWorld();
    const threadId = await w.thread();
    const storm = await Promise.all(Array.from({ length: 50 }, () => w.send({ threadId, ...text }, 'k1')));
    await w.settle();
    expect(w.meta.commits).toHaveLength(1);
    const [first] = w.doors.outbound.rows();
    expect(w.doors.outbound.rows()).toHaveLength(1);
    const ids = storm.map((answer) => Object(answer instanceof Otherwise ? answer.answer : answer).id);
    expect(new Set(ids)).toEqual(new Set([first?.id]));
    expect(await w.send({ threadId, ...text }, 'k1')).toMatchObject({ id: first?.id, state: 'sent', metaId: 'mid.1' });
  });

  it('with another body is a conflict', async () => {
    const w = sendWorld();
    const threadId = await w.thread();
    await w.send({ threadId, ...text }, 'k1');
    await expect(w.send({ threadId, ...text, text: 'other' }, 'k1')).rejects.toEqual(failing('conflict'));
    expect(w.meta.calls()).toBe(1);
  });

  it('of another workspace is another key', () => {
    expect(sendIdOf('shop', 'k1')).not.toBe(sendIdOf('other', 'k1'));
  });

  it('wakes a message that is not final yet', async () => {
    const w = sendWorld();
    const threadId = await w.thread();
    w.meta.plans.push(new Failure('meta-unavailable', 'down'));
    await w.send({ threadId, ...text }, 'k1');
    const before = w.outbox.sent.length;
    expect(await w.send({ threadId, ...text }, 'k1')).toMatchObject({ status: 202, answer: { state: 'accepted' } });
    expect(w.outbox.sent.length).toBe(before + 1);
  });

  it('gives a refusal of Meta’s again, without a second call', async () => {
    const w = sendWorld();
    const threadId = await w.thread();
    w.meta.plans.push(new Failure('recipient-unavailable', 'Meta refuses: 551', { meta: { code: 551 } }));
    const first = await w.send({ threadId, ...text }, 'k1').catch((thrown) => thrown);
    const again = await w.send({ threadId, ...text }, 'k1').catch((thrown) => thrown);
    expect(first).toMatchObject({ kind: 'recipient-unavailable', meta: { code: 551 } });
    expect(first.message).toContain(w.doors.outbound.rows()[0]?.id);
    expect([again.kind, again.message, again.meta]).toEqual([first.kind, first.message, first.meta]);
    expect(w.meta.calls()).toBe(1);
  });

  it('is free when the request was refused before Meta was asked', async () => {
    const w = sendWorld();
    const threadId = await w.thread();
    await expect(w.send({ threadId, type: 'text', text: 'x'.repeat(2001) }, 'k1')).rejects.toEqual(
      failing('invalid-request'),
    );
    await w.send({ threadId, ...text }, 'k1');
    expect(w.meta.commits).toHaveLength(1);
  });
});

describe('two sends in the same instant', () => {
  it('go both, one after the other', async () => {
    const w = sendWorld();
    const thread = await w.thread();
    await Promise.all([w.text(thread, 'one'), w.text(thread, 'two'), w.text(thread, 'three')]);
    await w.settle();
    expect(w.meta.commits.map(({ text: said }) => said).sort()).toEqual(['one', 'three', 'two']);
    const seqs = w.doors.outbound.rows().map(({ seq }) => seq);
    expect(new Set(seqs).size).toBe(3);
  });
});

describe('the window', () => {
  it('refuses a bot outside it with the reason, and takes a human’s answer', async () => {
    const w = sendWorld();
    const threadId = await w.thread('555', 30 * hour);
    const refused = await w.send({ threadId, ...text }, 'k1').catch((thrown) => thrown);
    expect(refused).toMatchObject({ kind: 'outside-window' });
    expect(refused.message).toContain('human');
    expect(w.doors.outbound.rows()).toEqual([]);
    expect(await w.send({ threadId, ...text, sender: 'human' }, 'k1')).toMatchObject({
      state: 'sent',
      sender: 'human',
    });
  });

  it('of WhatsApp takes templates only once it is over, also to somebody who never wrote', async () => {
    const w = await withNumber();
    const to = { from: `phone_number:${number}`, to: { phone: '+15550000009' } };
    await expect(w.send({ ...to, ...text }, 'k1')).rejects.toEqual(failing('outside-window'));
    const answer = await w.send({ ...to, ...template }, 'k2');
    expect(answer).toMatchObject({ state: 'sent', channel: 'whatsapp', asset: `whatsapp:${waba}` });
    const { threadId } = Object(answer);
    expect(await w.doors.threads.get({ workspace, id: threadId })).toMatchObject({
      phoneNumberId: number,
      lastDirection: 'out',
    });
  });
});

describe('trouble after Meta took a message', () => {
  it('is not its caller’s: the answer says sent, and the next message goes', async () => {
    const w = sendWorld();
    const thread = await w.thread();
    let down = true;
    const bus = {
      announce: async (...asked: Parameters<typeof w.doors.bus.announce>) => {
        if (down) throw new Failure('unavailable', 'the bus is down');
        return w.doors.bus.announce(...asked);
      },
    };
    expect(await w.text(thread, 'one', { ...w.doors, bus })).toMatchObject({ state: 'sent', metaId: 'mid.1' });
    down = false;
    await w.text(thread, 'two');
    expect(await w.settle()).toBeLessThan(15);
    expect(w.meta.commits.map(({ text: said }) => said)).toEqual(['one', 'two']);
    expect(w.bus.announced.filter(({ type }) => type === 'message.sent')).toHaveLength(2);
  });
});

describe('what is refused', () => {
  it('leaves nobody behind, and says of a foreign account only that it is none of theirs', async () => {
    const w = sendWorld();
    const stranger = { from: `page:${page}`, to: { id: '777' } };
    await expect(w.send({ ...stranger, ...text }, 'k1')).rejects.toEqual(failing('outside-window'));
    expect(await w.doors.people.byAlias(workspace, `psid:${page}:777`)).toBeUndefined();
    w.refusing.speaker = new Failure('not-found', 'not linked');
    await expect(w.send({ ...stranger, ...text }, 'k1')).rejects.toEqual(failing('not-found'));
  });
});

describe('where a message goes', () => {
  it('is the thread that the inbox has for the same person', async () => {
    const w = sendWorld();
    const id = await w.thread('555');
    const answer = await w.send({ from: `page:${page}`, to: { id: '555' }, ...text }, 'k1');
    expect(answer).toMatchObject({ threadId: id });
  });

  it.each([
    ['a thread of nobody', { threadId: 't_0' }, 'not-found'],
    ['a number that is not linked', { from: 'phone_number:1', to: { phone: '+15550000001' } }, 'not-found'],
    ['a person of another channel', { from: `page:${page}`, to: { phone: '+15550000001' } }, 'invalid-request'],
  ])('%s is refused', async (_what, where, kind) => {
    const w = sendWorld();
    await expect(w.send({ ...where, ...text }, 'k1')).rejects.toEqual(failing(kind));
    expect(w.doors.outbound.rows()).toEqual([]);
  });

  it('is refused where nobody may speak for the account, and nothing is kept', async () => {
    const w = sendWorld();
    const thread = await w.thread();
    w.refusing.speaker = new Failure('connection-revoked', 'connect again');
    await expect(w.text(thread, 'one')).rejects.toEqual(failing('connection-revoked'));
    expect(w.doors.outbound.rows()).toEqual([]);
  });

  it('waits where only our own tables are in trouble', async () => {
    const w = sendWorld();
    const thread = await w.thread();
    w.refusing.speaker = new Failure('unavailable', 'throttled');
    expect(await w.text(thread, 'one')).toMatchObject({ status: 202, answer: { state: 'accepted' } });
    delete w.refusing.speaker;
    await w.settle();
    expect(w.states()).toEqual({ one: 'sent' });
  });

  it('is a thread from the moment it waits, at that time, in which nothing was said yet', async () => {
    const w = await withNumber();
    w.meta.plans.push(
      new Failure('rate-limited', 'wait', { retryAt: w.clock.now() + 3600_000, meta: { code: 80007 } }),
    );
    const to = { from: `phone_number:${number}`, to: { phone: '+15550000009' } };
    const answer = await w.send({ ...to, ...template }, 'k1');
    const { threadId, acceptedAt, state } = Object(answer).answer;
    expect(state).toBe('accepted');
    const thread = await w.doors.threads.get({ workspace, id: threadId });
    expect(thread).toMatchObject({ lastAt: acceptedAt, lastDirection: null });
  });

  it('of a private reply is known once Meta says who got it', async () => {
    const w = sendWorld();
    const answer = await w.send({ from: `page:${page}`, to: { commentId: '12_34' }, ...text }, 'k1');
    const { threadId } = Object(answer);
    expect(threadId).toMatch(/^t_/);
    expect(await w.doors.threads.get({ workspace, id: threadId })).toMatchObject({
      asset: `page:${page}`,
      lastDirection: 'out',
    });
    const { listed } = await w.doors.messages.list(workspace, threadId, 10);
    expect(listed.map(({ outbound }) => outbound?.state)).toEqual(['sent']);
  });
});

describe('a table in trouble', () => {
  it('holds up no lane: the same request goes at once when it comes again', async () => {
    const w = sendWorld();
    const threadId = await w.thread();
    const accept = async () => {
      throw new Failure('unavailable', 'throttled');
    };
    const outbound = { ...w.doors.outbound, accept };
    const failed = w.send({ threadId, ...text }, 'k1', { ...w.doors, outbound });
    await expect(failed).rejects.toEqual(failing('unavailable'));
    expect(await w.send({ threadId, ...text }, 'k1')).toMatchObject({ state: 'sent' });
    await w.settle();
    expect(w.meta.commits).toHaveLength(1);
  });
});

describe('a message of ours that another names', () => {
  it('goes under Meta’s id', async () => {
    const w = await withNumber();
    const threadId = await w.thread('15550000001', 60_000, 'whatsapp');
    const { id } = Object(await w.send({ threadId, ...text }, 'k1'));
    const sent: object[] = [];
    const graph = {
      ...w.doors.graph,
      sendWhatsappMessage: async (_: unknown, { body }: { body: object }) => {
        sent.push(body);
        return { messageId: 'wamid.2', waId: null, userId: null, status: null };
      },
    };
    await w.send({ threadId, type: 'reaction', messageId: id, emoji: '👍' }, 'k2', { ...w.doors, graph });
    expect(sent).toMatchObject([{ reaction: { message_id: 'mid.1', emoji: '👍' } }]);
    await expect(w.send({ threadId, ...text, replyTo: `m_${'0'.repeat(32)}` }, 'k3')).rejects.toEqual(
      failing('invalid-request'),
    );
  });
});

describe('taking a message back', () => {
  it('works while it waits, and is answered the same again', async () => {
    const w = sendWorld();
    const thread = await w.thread();
    w.meta.plans.push(new Failure('meta-unavailable', 'down'));
    await w.text(thread, 'one');
    await w.text(thread, 'two');
    const [, second] = w.doors.outbound.rows();
    expect(await w.cancel(second?.id ?? '')).toMatchObject({ state: 'cancelled', content: null });
    expect(await w.cancel(second?.id ?? '')).toMatchObject({ state: 'cancelled' });
    await w.settle();
    expect(w.meta.commits.map(({ text: said }) => said)).toEqual(['one']);
  });

  it('lets the next one go at once where its own refusal held up the lane', async () => {
    const w = sendWorld();
    const thread = await w.thread();
    const retryAt = w.clock.now() + 3600_000;
    w.meta.plans.push(new Failure('rate-limited', 'wait', { retryAt, meta: { code: 613 } }));
    await w.text(thread, 'one');
    await w.text(thread, 'two');
    const [first] = w.doors.outbound.rows();
    const begun = w.clock.now();
    await w.cancel(first?.id ?? '');
    await w.settle();
    expect(w.meta.commits).toMatchObject([{ text: 'two' }]);
    expect((w.meta.commits[0]?.at ?? Number.NaN) - begun).toBeLessThan(10_000);
  });

  it('leaves the wait of the first one as it is where that is not the one', async () => {
    const w = sendWorld();
    const thread = await w.thread();
    const retryAt = w.clock.now() + 600_000;
    w.meta.plans.push(new Failure('rate-limited', 'wait', { retryAt, meta: { code: 613 } }));
    await w.text(thread, 'one');
    await w.text(thread, 'two');
    const [, second] = w.doors.outbound.rows();
    await w.cancel(second?.id ?? '');
    await w.settle();
    expect(w.meta.commits).toMatchObject([{ text: 'one' }]);
    expect(w.meta.commits[0]?.at).toBeGreaterThanOrEqual(retryAt);
  });

  it('is too late once it is at Meta, and unknown where there is none', async () => {
    const w = sendWorld();
    const { id } = Object(await w.text(await w.thread(), 'one'));
    await expect(w.cancel(id)).rejects.toEqual(failing('conflict'));
    await expect(w.cancel('s_0')).rejects.toEqual(failing('not-found'));
  });
});

describe('a status that comes before the send returned', () => {
  it('settles the message, and the answer changes nothing', async () => {
    const w = sendWorld();
    const thread = await w.thread();
    const graph = {
      ...w.doors.graph,
      sendMessage: async (...asked: Parameters<typeof w.doors.graph.sendMessage>) => {
        const answer = await w.doors.graph.sendMessage(...asked);
        const [commit] = w.meta.commits;
        if (commit) await w.tell(commit);
        if (commit) await w.tell(commit, 'delivery');
        return answer;
      },
    };
    expect(await w.text(thread, 'one', { ...w.doors, graph })).toMatchObject({ state: 'sent', metaId: 'mid.1' });
    expect(new Set(w.bus.announced.filter(({ type }) => type === 'message.sent').map(({ id }) => id)).size).toBe(1);
    const { listed } = await w.doors.messages.list(workspace, thread, 10);
    expect(listed).toHaveLength(1);
    expect(listed[0]?.message).toMatchObject({ sendId: listed[0]?.outbound?.id, text: 'one' });
  });
});

describe('a deletion at Meta', () => {
  it('takes the content of our own row too', async () => {
    const w = sendWorld();
    const thread = await w.thread();
    await w.text(thread, 'one');
    const [commit] = w.meta.commits;
    if (commit) await w.tell(commit, 'deletion');
    expect(w.doors.outbound.rows()).toMatchObject([{ state: 'sent', content: null }]);
  });
});

describe('an action', () => {
  it('is shown at once, without a key, and nothing is kept', async () => {
    const w = sendWorld();
    const threadId = await w.thread();
    expect(await w.send({ threadId, type: 'typing_on' }, undefined)).toMatchObject({
      status: 200,
      answer: { done: true },
    });
    expect(w.meta.actions).toEqual([{ account: page, platform: 'messenger', recipientId: '555', action: 'typing_on' }]);
    expect(w.doors.outbound.rows()).toEqual([]);
  });

  it('needs a message to mark as read on WhatsApp', async () => {
    const w = await withNumber();
    const threadId = await w.thread('15550000001', 60_000, 'whatsapp');
    await expect(w.send({ threadId, type: 'mark_seen' }, undefined)).rejects.toEqual(failing('invalid-request'));
    await w.send({ threadId, type: 'mark_seen', messageId: 'wamid.7' }, undefined);
    expect(w.meta.actions).toEqual([{ phoneNumberId: number, messageId: 'wamid.7', typing: false }]);
  });
});
