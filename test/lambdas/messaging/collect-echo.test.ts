import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { messageIdOf } from '../../../lambdas/messaging/message-id.ts';
import { classifyItem } from '../../../lambdas/webhooks/classify-item.ts';
import {
  type CollectWorld,
  collectWorld,
  factsOf,
  number,
  phone,
  second,
  userId,
  whatsapp,
  workspace,
} from './collect-world.ts';
import { aMessage, anOutbound } from './rows.ts';

const business = '15550009999';
const waba = 'whatsapp:960000000000001';
const contact = { wa_id: number, user_id: userId, profile: { name: 'Example Person' } };

/** One element as Meta sends it, read by the webhooks room: its kind, its event and how it travels. */
function told(list: 'messages' | 'message_echoes', at: number, element: object) {
  const timestamp = String(Date.parse(second(at)) / 1000);
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: business, phone_number_id: phone },
    contacts: [contact],
    [list]: [{ id: `wamid.${at}`, timestamp, ...element }],
  };
  const { kind, event, field, dedupeKey } = classifyItem({
    object: 'whatsapp_business_account',
    entry: { id: '960000000000001' },
    list: 'changes',
    item: { field: list === 'messages' ? list : 'smb_message_echoes', value },
    receivedAt: second(900),
  });
  const passed: object = JSON.parse(JSON.stringify(event));
  return [kind, passed, whatsapp(second(at), `${field}#${dedupeKey}`)] as const;
}

const byBusiness = (at: number, element: object) =>
  told('message_echoes', at, { from: business, to: number, ...element });
const original = { original_message_id: 'wamid.1' };
const text = (said: string) => ({ type: 'text', text: { body: said } });
const wrote = byBusiness(1, text('a secret price'));
const edited = byBusiness(2, { type: 'edit', edit: { ...original, message: text('another secret price') } });
const reacted = byBusiness(3, { type: 'reaction', reaction: { message_id: 'wamid.1', emoji: '👍' } });
const revoked = byBusiness(4, { type: 'revoke', revoke: original });

async function life(...happenings: readonly (typeof wrote)[]): Promise<CollectWorld> {
  const w = collectWorld();
  for (const [kind, event, over] of happenings) await w.arrives(kind, event, over);
  return w;
}

function onlyMessage({ doors }: CollectWorld) {
  const [message, ...others] = doors.messages.rows();
  if (message === undefined || others.length > 0) throw new Error(`${others.length + (message ? 1 : 0)} messages`);
  return message;
}

const blankedIn = ({ doors }: CollectWorld) =>
  doors.events
    .rows()
    .filter(({ blanked }) => blanked)
    .map(({ dedupeKey }) => dedupeKey)
    .sort();

describe('what the business does to its own message in WhatsApp’s app', () => {
  it('edits it: one message, with the new text', async () => {
    const w = await life(wrote, edited);
    expect(onlyMessage(w)).toMatchObject({
      ...{ metaId: 'wamid.1', direction: 'out', text: 'another secret price', editedAt: second(2) },
    });
    expect(w.bus.announced.map(({ type, detail }) => [type, detail.change])).toEqual([
      ['message.sent', undefined],
      ['message.changed', 'edited'],
    ]);
  });

  it('deletes it: text, edits and the raw bodies go, a tombstone stays', async () => {
    const w = await life(wrote, edited, reacted, revoked);
    expect(onlyMessage(w)).toMatchObject({
      ...{ metaId: 'wamid.1', direction: 'out', at: second(1), deletedAt: second(4) },
      ...{ type: null, text: null, content: null, reactions: {} },
    });
    expect(blankedIn(w)).toEqual(['smb_message_echoes#wamid.1', 'smb_message_echoes#wamid.2']);
    expect(JSON.stringify([w.doors.messages.rows(), w.doors.threads.rows()])).not.toContain('secret price');
    expect(w.bus.announced.at(-1)).toMatchObject({
      ...{ type: 'message.changed', detail: { change: 'deleted', metaId: 'wamid.1', direction: 'out' } },
    });
  });

  it('deletes it with its media', async () => {
    const w = collectWorld();
    const removed: string[] = [];
    const doors = { ...w.doors, media: { remove: async (key: string) => void removed.push(key) } };
    const id = messageIdOf(waba, 'wamid.1');
    const medium = { index: 0, key: 'media/shop/m/0', mimeType: 'image/jpeg', size: 3, sha256: 'ab' };
    const row = aMessage({ workspace, id, metaId: 'wamid.1', channel: 'whatsapp', asset: waba, direction: 'out' });
    await w.doors.messages.change(row, () => ({ ...row, media: [medium], eventIds: [] }));
    const [kind, event, over] = revoked;
    await w.collect(await w.passOn(kind, event, over), doors);
    expect(removed).toEqual(['media/shop/m/0']);
    expect(onlyMessage(w).media).toEqual([]);
  });

  it('deletes what was sent through this API: its own row is emptied, too', async () => {
    const w = collectWorld();
    const id = messageIdOf(waba, 'wamid.1');
    const row = anOutbound({ workspace, messageId: id, content: { type: 'text', text: 'a secret price' } });
    await w.doors.outbound.change(row, () => row);
    const message = aMessage({ workspace, id, metaId: 'wamid.1', channel: 'whatsapp', asset: waba, sendId: row.id });
    await w.doors.messages.change(message, () => ({ ...message, eventIds: [] }));
    const [kind, event, over] = revoked;
    await w.arrives(kind, event, over);
    expect((await w.doors.outbound.get(row))?.content).toBeNull();
  });

  it('reacts: the reaction is the business’s, not the person’s', async () => {
    const asked = told('messages', 1, { from: number, ...text('Is it there?') });
    const theirs = told('messages', 2, {
      from: number,
      type: 'reaction',
      reaction: { message_id: 'wamid.1', emoji: '🙂' },
    });
    const w = await life(asked, theirs, reacted);
    const emojis = Object.values(onlyMessage(w).reactions).map(({ emoji }) => emoji);
    expect(emojis.sort()).toEqual(['👍', '🙂'].sort());
    expect(w.bus.announced.at(-1)?.detail).toMatchObject({ change: 'reaction', by: business, emoji: '👍' });
    expect(w.doors.people.rows().map(({ aliases }) => aliases.map(({ alias }) => alias))).toEqual([
      [`bsuid:${userId}`, `wa:${number}`],
    ]);
  });

  it('comes to the same in any order and however often', async () => {
    const facts = factsOf(await life(wrote, edited, reacted, revoked));
    expect([facts.messages.length, facts.threads.length, facts.people.length, facts.blanked.length]).toEqual([
      1, 1, 1, 2,
    ]);
    let lives = 0;
    const orders = fc.shuffledSubarray([wrote, edited, reacted, revoked, wrote, revoked], { minLength: 6 });
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        const { announced: _, ...same } = factsOf(await life(...order));
        expect(same).toEqual({
          messages: facts.messages,
          threads: facts.threads,
          people: facts.people,
          blanked: facts.blanked,
        });
        lives += 1;
      }),
      { numRuns: 60 },
    );
    expect(lives).toBe(60);
  });
});

describe('a user id that an element names itself', () => {
  const heldBy = ({ doors }: CollectWorld) =>
    doors.people.rows().map(({ aliases }) => aliases.map(({ alias }) => alias));
  const bare = ([kind, event, over]: typeof wrote, beside?: object) =>
    [kind, { ...JSON.parse(JSON.stringify({ ...event, contact: undefined })), ...beside }, over] as const;
  const ids = { user_id: userId, parent_user_id: 'US.ENT.20000000000000000002' };
  const aliases = [`bsuid:${ids.user_id}`, `wa:${number}`, `parent-bsuid:${ids.parent_user_id}`];
  const asked = told('messages', 1, {
    ...{ from: number, from_user_id: ids.user_id, from_parent_user_id: ids.parent_user_id },
    ...text('Is it there?'),
  });
  const answered = byBusiness(2, {
    ...{ to_user_id: ids.user_id, to_parent_user_id: ids.parent_user_id },
    ...text('It is.'),
  });

  it.each([
    ['who wrote', asked],
    ['whom the business wrote to', answered],
  ])('is known of %s, without a contact beside it', async (_who, happening) => {
    expect(heldBy(await life(bare(happening)))).toEqual([aliases]);
  });

  it('finds the person again when the number is hidden', async () => {
    const hidden = told('messages', 3, { from_user_id: ids.user_id, ...text('Thank you') });
    const w = await life(bare(asked), bare(hidden));
    expect(heldBy(w)).toEqual([aliases]);
    expect(w.doors.threads.rows()).toHaveLength(1);
  });

  it('is believed before a contact that contradicts it', async () => {
    const contradiction = { contact: { name: 'Somebody Else', waId: number, userId: 'US.90000000000000000009' } };
    const w = await life(bare(asked, contradiction));
    expect(heldBy(w)).toEqual([aliases]);
    expect(w.doors.people.rows().map(({ name }) => name)).toEqual([null]);
  });

  it('stands nowhere in the kept content of a conversation of two', async () => {
    const w = await life(asked);
    expect(onlyMessage(w).content).toEqual({ attachments: [] });
  });
});
