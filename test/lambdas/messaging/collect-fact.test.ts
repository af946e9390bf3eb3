import { describe, expect, it } from '@jest/globals';
import { messageIdOf } from '../../../lambdas/messaging/message-id.ts';
import {
  type CollectWorld,
  collectWorld,
  contact,
  echoOf,
  number,
  page,
  phone,
  psid,
  second,
  textOf,
  userId,
  waStatusOf,
  waTextOf,
  whatsapp,
  workspace,
} from './collect-world.ts';
import { aMessage, anOutbound } from './rows.ts';

const onPage = (at: string, key = at) => ({ at, key });
const asset = `page:${page}`;
const messageOf = async ({ doors }: CollectWorld, metaId: string, on = asset) =>
  doors.messages.get({ workspace, id: messageIdOf(on, metaId) });
const waba = 'whatsapp:960000000000001';
const onlyThread = ({ doors }: CollectWorld) => {
  const [thread, ...others] = doors.threads.rows();
  if (thread === undefined || others.length > 0) throw new Error(`${others.length + (thread ? 1 : 0)} threads`);
  return thread;
};
const personIn = ({ doors }: CollectWorld) => doors.people.rows()[0]?.id ?? '';
const typesOf = ({ bus }: CollectWorld) => bus.announced.map(({ type }) => type);

describe('a message', () => {
  it('becomes a message, a thread and a person, and is announced', async () => {
    const w = collectWorld();
    const item = await w.arrives('message', textOf('m1'), onPage(second(1)));
    const thread = onlyThread(w);
    const [person] = w.doors.people.rows();
    expect(person?.aliases).toEqual([{ alias: `psid:${page}:${psid}`, since: second(1), until: null }]);
    expect(thread).toMatchObject({
      ...{ channel: 'messenger', asset, personId: person?.id, groupId: null, phoneNumberId: null },
      ...{ lastAt: second(1), lastDirection: 'in', openedBy: 'message' },
    });
    expect(await messageOf(w, 'm1')).toMatchObject({
      ...{ threadId: thread.id, direction: 'in', at: second(1), type: 'text', text: 'hello' },
      ...{ content: { attachments: [] }, eventIds: [item.eventId] },
    });
    expect(w.bus.announced).toMatchObject([
      { id: `${item.receiptKey}/message.received`, type: 'message.received', detail: { personId: person?.id } },
    ]);
    expect(w.held).toEqual([{ key: item.receiptKey, workspace }]);
    expect(w.notes.total('InboundMessages', { channel: 'messenger', outcome: 'message' })).toBe(1);
    expect(w.notes.total('InboundMessageAge')).toBe(24 * 3600_000 - 1000);
  });

  it('of Meta without a time has that of our endpoint, and no age', async () => {
    const w = collectWorld();
    await w.arrives('message', textOf('m1'), { at: null });
    expect((await messageOf(w, 'm1'))?.at).toBe(second(900));
    expect(w.notes.counts.map(({ metric }) => metric)).not.toContain('InboundMessageAge');
  });

  it('told again changes nothing and is announced under the same id', async () => {
    const w = collectWorld();
    const item = await w.arrives('message', textOf('m1'));
    const before = [w.doors.messages.rows(), w.doors.threads.rows(), w.doors.people.rows()];
    await w.collect(item);
    expect([w.doors.messages.rows(), w.doors.threads.rows(), w.doors.people.rows()]).toEqual(before);
    const [first, again] = w.bus.announced;
    expect(again).toEqual(first);
  });

  it('of the business to somebody unknown joins the thread that the answer joins', async () => {
    const w = collectWorld();
    await w.arrives('echo', echoOf('e1'), onPage(second(1)));
    await w.arrives('message', textOf('m1'), onPage(second(2)));
    expect(onlyThread(w)).toMatchObject({ lastDirection: 'in', lastAt: second(2) });
    expect(await messageOf(w, 'e1')).toMatchObject({ direction: 'out', appId: '10001' });
    expect(typesOf(w)).toEqual(['message.sent', 'message.received']);
  });

  it('to another number of the same account is another thread of the same person', async () => {
    const w = collectWorld();
    await w.arrives('message', waTextOf('w1'), whatsapp(second(1), 'w1'));
    const other = '970000000000002';
    await w.arrives('message', waTextOf('w2', { to: other, phoneNumberId: other }), whatsapp(second(2), 'w2'));
    expect(w.doors.threads.rows().map(({ phoneNumberId }) => phoneNumberId)).toEqual([phone, other]);
    expect(w.doors.people.rows()).toHaveLength(1);
  });

  it('in a group belongs to the group, with its sender, and makes nobody known', async () => {
    const w = collectWorld();
    await w.arrives('message', waTextOf('w1', { groupId: 'G' }), whatsapp(second(1), 'w1'));
    expect(onlyThread(w)).toMatchObject({ personId: null, groupId: 'G', phoneNumberId: phone });
    expect((await messageOf(w, 'w1', waba))?.content).toMatchObject({ from: number, contact });
    expect(w.doors.people.rows()).toEqual([]);
  });

  it('stays in its thread when its person goes by other ids since', async () => {
    const w = collectWorld();
    const item = await w.arrives('message', waTextOf('w1', { contact: undefined }), whatsapp(second(1), 'w1'));
    const gone = { change: 'user_changed_number', previousWaId: number, waId: '15550000002' };
    await w.arrives('identity-change', gone, whatsapp(second(2), 'gone'));
    await w.collect(item);
    expect(onlyThread(w).id).toBe((await messageOf(w, 'w1', waba))?.threadId);
  });

  it('that is huge is kept as where it is', async () => {
    const w = collectWorld();
    const item = await w.arrives('message', textOf('m1', 'x'.repeat(30_000), { order: 'y'.repeat(250_000) }));
    const message = await messageOf(w, 'm1');
    expect(message?.content).toEqual({ omitted: true, eventId: item.eventId });
    expect(message?.text).toHaveLength(20_000);
  });
});

describe('a postback', () => {
  it.each([
    ['with an id of Meta’s', 'p1'],
    ['without one', undefined],
  ])('%s is a message and opens the window', async (_what, messageId) => {
    const w = collectWorld();
    const item = await w.arrives('postback', { from: psid, to: page, messageId, title: 'Yes', payload: 'YES' });
    expect(await messageOf(w, messageId ?? item.eventId)).toMatchObject({
      ...{ type: 'postback', text: 'Yes', content: { payload: 'YES' }, direction: 'in' },
    });
    expect(onlyThread(w).openedBy).toBe('postback');
    expect(typesOf(w)).toEqual(['message.received']);
  });
});

describe('a referral', () => {
  it('opens the window and is no message', async () => {
    const w = collectWorld();
    await w.arrives('referral', { from: psid, to: page, ref: 'r' }, onPage(second(3)));
    expect(onlyThread(w)).toMatchObject({ openedBy: 'referral', openedAt: second(3) });
    expect([w.doors.messages.rows(), w.bus.announced]).toEqual([[], []]);
    expect(w.notes.total('InboundMessages', { channel: 'messenger', outcome: 'referral' })).toBe(1);
  });
});

describe('a handover', () => {
  it('moves the thread into another hand; a wish moves nothing', async () => {
    const w = collectWorld();
    const parties = { from: psid, to: page };
    await w.arrives('handover', { ...parties, action: 'request' }, onPage(second(1), 'wish'));
    expect(w.doors.threads.rows()).toEqual([]);
    await w.arrives('handover', { ...parties, action: 'take' }, onPage(second(2), 'take'));
    expect(onlyThread(w).control).toEqual({ holder: 'other', appId: null, at: second(2) });
    expect(w.notes.total('InboundMessages', { channel: 'messenger', outcome: 'noted' })).toBe(1);
  });
});

describe('what happens to a message', () => {
  const parties = { from: psid, to: page };

  it('is joined to it, also when it comes first', async () => {
    const w = collectWorld();
    const on = { messageId: 'm1', ...parties };
    await w.arrives('edit', { ...on, text: 'hallo', edits: 1 }, onPage(second(2), 'edit'));
    await w.arrives('reaction', { ...on, action: 'react', emoji: '👍' }, onPage(second(3), 'reaction'));
    expect(await messageOf(w, 'm1')).toMatchObject({ text: 'hallo', at: null, threadId: null });
    await w.arrives('message', textOf('m1'), onPage(second(1)));
    expect(await messageOf(w, 'm1')).toMatchObject({
      ...{
        text: 'hallo',
        type: 'text',
        edits: 1,
        reactions: { [personIn(w)]: { by: psid, emoji: '👍', at: second(3) } },
      },
    });
    expect(w.bus.announced.map(({ detail }) => detail.change)).toEqual(['edited', 'reaction', undefined]);
  });

  it('is a reaction taken back', async () => {
    const w = collectWorld();
    await w.arrives('reaction', { messageId: 'm1', ...parties, action: 'unreact', reaction: 'love' });
    expect((await messageOf(w, 'm1'))?.reactions).toEqual({ [personIn(w)]: { by: psid, emoji: null, at: second(0) } });
  });
});

describe('a deletion', () => {
  const deletion = { messageId: 'm1', from: psid, to: page };
  const blanked = ({ doors }: CollectWorld) =>
    doors.events.rows().flatMap(({ blanked: is, dedupeKey, raw, event }) => (is ? [{ dedupeKey, raw, event }] : []));

  it('takes the content from the message and from every event that held it', async () => {
    const w = collectWorld();
    await w.arrives('message', textOf('m1'), onPage(second(1), 'said'));
    await w.arrives('edit', { ...deletion, text: 'hallo', edits: 1 }, onPage(second(2), 'edit'));
    await w.arrives('message', textOf('m2'), onPage(second(3), 'other'));
    await w.arrives('deletion', deletion, onPage(second(4), 'deletion'));
    expect(await messageOf(w, 'm1')).toMatchObject({ text: null, content: null, type: null, deletedAt: second(4) });
    expect(blanked(w)).toEqual(['said', 'edit'].map((dedupeKey) => ({ dedupeKey, raw: null, event: {} })));
    expect(w.bus.announced.at(-1)).toMatchObject({ type: 'message.changed', detail: { change: 'deleted' } });
  });

  it('that comes first leaves nothing for what comes later: no content, no announcement', async () => {
    const w = collectWorld();
    await w.arrives('deletion', deletion, onPage(second(4), 'deletion'));
    await w.arrives('message', textOf('m1'), onPage(second(1), 'said'));
    await w.arrives('edit', { ...deletion, text: 'hallo', edits: 1 }, onPage(second(2), 'edit'));
    await w.arrives('reaction', { ...deletion, action: 'react', emoji: '👍' }, onPage(second(3), 'reaction'));
    expect(await messageOf(w, 'm1')).toMatchObject({ text: null, content: null, reactions: {}, at: second(1) });
    expect(blanked(w).map(({ dedupeKey }) => dedupeKey)).toEqual(['said', 'edit']);
    expect(w.bus.announced.map(({ detail }) => detail.change)).toEqual(['deleted']);
    expect(onlyThread(w).openedAt).toBe(second(1));
    expect(w.notes.total('InboundMessages', { channel: 'messenger', outcome: 'erased' })).toBe(3);
  });
});

describe('what became of a message of the business', () => {
  it('is kept of each that Messenger names, and up to a moment', async () => {
    const w = collectWorld();
    const parties = { from: psid, to: page };
    const watermark = Date.parse(second(5));
    await w.arrives('delivery', { ...parties, messageIds: ['e1', 'e2'], watermark }, onPage(second(6), 'delivery'));
    await w.arrives('read', { ...parties, watermark: watermark + 1000 }, onPage(second(7), 'read'));
    expect((await messageOf(w, 'e2'))?.deliveredAt).toBe(second(6));
    expect(onlyThread(w)).toMatchObject({ deliveredUpTo: second(5), readUpTo: second(6) });
    expect(w.bus.announced.map(({ type, detail }) => [type, detail.metaId ?? detail.upTo, detail.status])).toEqual([
      ['message.status', 'e1', 'delivered'],
      ['message.status', 'e2', 'delivered'],
      ['message.status', second(6), 'read'],
    ]);
    expect(new Set(w.bus.announced.map(({ id }) => id)).size).toBe(3);
    expect(w.notes.total('MessageStatuses', { channel: 'messenger', outcome: 'delivered' })).toBe(2);
  });

  it('is kept of the one that Instagram or WhatsApp names, before the message is known', async () => {
    const w = collectWorld();
    const instagram = { channel: 'instagram', asset: `instagram:${page}`, at: second(2) };
    await w.arrives('read', { messageId: 'e1', from: psid, to: page }, instagram);
    expect((await messageOf(w, 'e1', `instagram:${page}`))?.readAt).toBe(second(2));
    const errors = [{ code: 131_049, title: 'not delivered', href: 'more' }];
    await w.arrives('status', waStatusOf('w1', 'failed', { errors }), whatsapp(second(3), 'failed'));
    expect(await messageOf(w, 'w1', waba)).toMatchObject({
      ...{ direction: 'out', failedAt: second(3), failure: { code: 131_049, title: 'not delivered' } },
    });
    expect(w.doors.threads.rows()).toEqual([]);
  });

  it('is nobody’s in a group, and only noted in a word that nobody knows', async () => {
    const w = collectWorld();
    const group = { recipientId: 'G', recipientUserId: undefined, recipientType: 'group' };
    await w.arrives('status', waStatusOf('w1', 'sent', group), whatsapp(second(1), 'sent'));
    await w.arrives('message', waTextOf('w2', { groupId: 'G' }), whatsapp(second(2), 'w2'));
    expect((await messageOf(w, 'w1', waba))?.threadId).toBe(onlyThread(w).id);
    expect(w.doors.people.rows()).toEqual([]);
    await w.arrives('status', waStatusOf('w3', 'framed'), whatsapp(second(3), 'framed'));
    expect(await messageOf(w, 'w3', waba)).toBeUndefined();
  });
});

describe('an entry that comes after the answers to it', () => {
  it.each([
    ['the first of them', [5, 3, 9], 3],
    ['none, when the business wrote before it only', [0, 1], null],
    ['the first of very many', Array.from({ length: 120 }, (_, at) => at + 2), 2],
  ])('finds %s', async (_what, answers, first) => {
    const w = collectWorld();
    for (const at of answers) {
      const echo = waTextOf(`w${at}`, { from: '15550009999', to: number });
      await w.arrives('echo', echo, whatsapp(second(at), `w${at}`));
    }
    const entry = waTextOf('entry', { referral: { source_type: 'ad' } });
    await w.arrives('message', entry, whatsapp(second(2), 'entry'));
    expect(onlyThread(w)).toMatchObject({ entryAt: second(2), entryAnsweredAt: first === null ? null : second(first) });
  });

  it('finds the one above very many messages of the person', async () => {
    const w = collectWorld();
    const echo = waTextOf('echo', { from: '15550009999', to: number });
    await w.arrives('echo', echo, whatsapp(second(500), 'echo'));
    for (let at = 3; at < 150; at += 1) await w.arrives('message', waTextOf(`w${at}`), whatsapp(second(at), `w${at}`));
    const entry = waTextOf('entry', { referral: { source_type: 'ad' } });
    await w.arrives('message', entry, whatsapp(second(2), 'entry'));
    expect(onlyThread(w).entryAnsweredAt).toBe(second(500));
  });
});

describe('an entry that comes after what we sent through this API', () => {
  it.each([
    ['by Meta’s time', [{ accepted: 1, settled: 9, told: { at: second(6), sentAt: second(9) } }], 6],
    ['by the time of Meta’s status', [{ accepted: 3, settled: 9, told: { at: null, sentAt: second(7) } }], 7],
    ['by ours while Meta tells nothing', [{ accepted: 3, settled: 8, told: null }], 8],
    ['not by what was sent before it', [{ accepted: 0, settled: 1, told: null }], null],
    ['not by what waits', [{ accepted: 3, settled: null, told: null }], null],
  ])('is answered %s', async (_what, sendings, first) => {
    const w = collectWorld();
    await w.arrives('message', waTextOf('later'), whatsapp(second(20), 'later'));
    const { id: threadId } = onlyThread(w);
    for (const { accepted, settled, told } of sendings) {
      const row = anOutbound({ workspace, threadId, acceptedAt: second(accepted), messageId: told && 'm_1' });
      const state = settled === null ? 'accepted' : 'sent';
      const settledAt = settled === null ? null : second(settled);
      await w.doors.outbound.change(row, () => ({ ...row, state, settledAt }));
      const message = aMessage({ workspace, id: 'm_1', threadId, direction: 'out', sendId: row.id, ...told });
      if (told) await w.doors.messages.change(message, () => message);
    }
    const entry = waTextOf('entry', { referral: { source_type: 'ad' } });
    await w.arrives('message', entry, whatsapp(second(2), 'entry'));
    expect(onlyThread(w)).toMatchObject({ entryAt: second(2), entryAnsweredAt: first === null ? null : second(first) });
  });
});

describe('what no thread keeps', () => {
  it.each(['optin', 'policy', 'history', 'hologram'])('is noted and acked: %s', async (kind) => {
    const w = collectWorld();
    await w.arrives(kind, { anything: true }, { channel: 'page' });
    expect([w.doors.messages.rows(), w.doors.threads.rows(), w.bus.announced]).toEqual([[], [], []]);
    expect(w.notes.total('InboundMessages', { channel: 'page', outcome: 'noted' })).toBe(1);
  });

  it('is a preference, which is told with who it is', async () => {
    const w = collectWorld();
    const wish = { from: number, userId, category: 'marketing_messages', value: 'stop' };
    await w.arrives('user-preference', wish, whatsapp(second(1), 'wish'));
    const [person] = w.doors.people.rows();
    expect(w.bus.announced).toMatchObject([
      { type: 'contact.preference-changed', detail: { personId: person?.id, value: 'stop' } },
    ]);
    expect(w.notes.total('InboundMessages', { channel: 'whatsapp', outcome: 'noted' })).toBe(1);
  });

  it('is parked when it does not fit its kind, with its receipt', async () => {
    const w = collectWorld();
    const item = await w.passOn('message', { messageId: 'm1' });
    await expect(w.collect(item)).rejects.toMatchObject({ kind: 'malformed' });
    expect(w.held).toEqual([{ key: item.receiptKey, workspace }]);
  });
});
