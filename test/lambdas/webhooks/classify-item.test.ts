import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PlacedItem } from '../../../lambdas/foundation/core/messages.ts';
import { type Classified, classifyItem } from '../../../lambdas/webhooks/classify-item.ts';
import { channels } from '../../../lambdas/webhooks/item-asset.ts';
import { kindSchemas } from '../../../lambdas/webhooks/webhook-event.ts';
import { bentItems, leastOf, placedShape } from '../../arbitraries/webhook-kinds.ts';
import { placedItems } from '../../arbitraries/webhooks.ts';

type Entry = PlacedItem['entry'];
const classify = (
  object: string,
  list: PlacedItem['list'],
  item: unknown,
  entry: Entry = { id: '1', time: 1_600_000_000 },
) => classifyItem({ object, entry, list, item, receivedAt: '2026-11-21T09:00:00.000Z' });
const change = (object: string, field: string, value?: unknown, entry?: Entry) =>
  classify(object, 'changes', value === undefined ? { field } : { field, value }, entry);
const parties = { sender: { id: 'P' }, recipient: { id: '1' }, timestamp: 1_600_000_000_500 };
const messenger = (content: object) => classify('page', 'messaging', { ...parties, ...content });
const whatsapp = (value: object) =>
  change('whatsapp_business_account', 'messages', { metadata: { phone_number_id: 'N' }, ...value });
const seen = (one: Classified) => [one.topic, one.kind, one.dedupeKey];

describe('the name of an occurrence', () => {
  it.each([
    [{ message: { mid: 'm', text: 'x' } }, ['messages', 'message', 'm']],
    [{ message: { mid: 'm', is_echo: true } }, ['message_echoes', 'echo', 'm']],
    [{ message: { mid: 'm', is_deleted: true, is_echo: true } }, ['message_deleted', 'deletion', 'm']],
    [{ message_edit: { mid: 'm', num_edit: '2' } }, ['message_edits', 'edit', 'm|2']],
    [{ reaction: { mid: 'm', action: 'unreact' } }, ['message_reactions', 'reaction', 'm|P|unreact|1600000000500']],
    [{ postback: { mid: 'm', payload: 'p' } }, ['messaging_postbacks', 'postback', 'm']],
    [{ delivery: { watermark: 5, mids: ['m'] } }, ['message_deliveries', 'delivery', 'P|5']],
    [{ delivery: { mids: ['m', 'n'] } }, ['message_deliveries', 'delivery', 'P|m']],
    [{ read: { watermark: 5 } }, ['message_reads', 'read', 'P|5']],
    [{ read: { mid: 'm' } }, ['message_reads', 'read', 'P|m']],
  ])('of a Page: %j', (content, expected) => expect(seen(messenger(content))).toEqual(expected));

  it.each([
    ['feed', { item: 'post', verb: 'edited', post_id: 'p', created_time: 3 }, ['feed', 'feed-change', 'p|edited|3']],
    ['feed', { item: 'photo', verb: 'add', photo_id: 7 }, ['feed', 'feed-change', '7|add|']],
    [
      'feed',
      { item: 'like', verb: 'add', post_id: 'p', sender_id: 8, created_time: 3 },
      ['feed', 'feed-change', 'p|8|add|3'],
    ],
    [
      'feed',
      { item: 'reaction', verb: 'remove', post_id: 'p', comment_id: 'c', from: { id: 'f' }, created_time: 3 },
      ['feed', 'feed-change', 'c|f|remove|3'],
    ],
    ['feed', { item: 'comment', verb: 'hide', comment_id: 'c', post_id: 'p' }, ['feed', 'comment', 'c|hide|']],
    ['leadgen', { leadgen_id: 12, created_time: 3 }, ['leadgen', 'leadgen', '12']],
  ])('of a Page’s %s: %j', (field, value, expected) => expect(seen(change('page', field, value))).toEqual(expected));

  it('of Instagram: its own field names, a mention by place and moment', () => {
    const read = classify('instagram', 'messaging', { ...parties, read: { mid: 'm' } });
    expect(seen(read)).toEqual(['messaging_seen', 'read', 'P|m']);
    const mention = change('instagram', 'mentions', { media_id: '5', comment_id: '6' });
    expect(seen(mention)).toEqual(['mentions', 'mention', '5|6|1600000000']);
    expect(seen(change('instagram', 'live_comments', { id: '9' }))).toEqual(['live_comments', 'comment', '9']);
  });

  it.each([
    [{ messages: [{ id: 'w', from: 'a', type: 'text' }] }, ['messages', 'message', 'w']],
    [
      { messages: [{ id: 'w', from: 'a', type: 'reaction', reaction: { message_id: 'o' } }] },
      ['messages', 'reaction', 'w'],
    ],
    [
      { messages: [{ id: 'w', from: 'a', type: 'edit', edit: { original_message_id: 'o' } }] },
      ['messages', 'edit', 'w'],
    ],
    [
      { messages: [{ id: 'w', from: 'a', type: 'revoke', revoke: { original_message_id: 'o' } }] },
      ['messages', 'deletion', 'w'],
    ],
    [{ statuses: [{ id: 'w', status: 'read' }] }, ['messages', 'status', 'w|read']],
  ])('of WhatsApp: %j', (value, expected) => expect(seen(whatsapp(value))).toEqual(expected));

  it('stays when the item does not fit its kind', () => {
    const bad = messenger({ message: { mid: 'm', text: { not: 'text' } } });
    expect(seen(bad)).toEqual(['messages', 'unclassified', 'm']);
    expect(bad.event).toEqual({
      kind: 'unclassified',
      reason: 'does not fit: text: Invalid input: expected string, received object',
    });
  });

  it('is the content with its entry’s time where Meta gives no id', () => {
    const grant = (time: number) => change('permissions', 'email', { verb: 'granted' }, { uid: '4', time }).dedupeKey;
    expect(grant(1)).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(grant(1)).toBe(grant(1));
    expect(grant(1)).not.toBe(grant(2));
    expect(messenger({ postback: { payload: 'p' } }).dedupeKey).toMatch(/^sha256:/);
    expect(messenger({ message: { mid: '', text: 'x' } }).dedupeKey).toMatch(/^sha256:/);
  });
});

describe('what an event says', () => {
  it('keeps ids as strings, long ones to the last digit, and 0 is no ad', () => {
    const lead = change('page', 'leadgen', {
      leadgen_id: '98765432109876543210',
      page_id: 7,
      ad_id: 0,
      adgroup_id: '0',
    });
    expect(lead.event).toEqual({ kind: 'leadgen', leadId: '98765432109876543210', pageId: '7' });
  });

  it('never shows a token, an authorisation code or a personal value', () => {
    const optin = messenger({ optin: { type: 'notification_messages', notification_messages_token: 'sesame' } });
    expect(optin.event).toMatchObject({ kind: 'optin', hasToken: true });
    const linking = messenger({ account_linking: { status: 'linked', authorization_code: 'sesame' } });
    const user = change('user', 'email', 'sesame');
    expect(user.event).toEqual({ kind: 'user-change', fields: ['email'] });
    expect(JSON.stringify([optin.event, linking.event, user.event])).not.toContain('sesame');
  });

  it('marks what came to the app only by standby, under the topic of its content', () => {
    const standby = classify('page', 'standby', { ...parties, message: { mid: 'm', text: 'x' } });
    expect(standby).toMatchObject({ channel: 'messenger', topic: 'messages', event: { standby: true } });
    expect(messenger({ message: { mid: 'm' } }).event).not.toHaveProperty('standby');
  });

  it('says of a deletion whether the Page itself did it', () => {
    const deleted = (over: object) => messenger({ message: { mid: 'm', is_deleted: true, ...over } }).event;
    expect(deleted({ is_echo: true })).toEqual({ kind: 'deletion', from: 'P', to: '1', messageId: 'm', echo: true });
    expect(deleted({})).toEqual({ kind: 'deletion', from: 'P', to: '1', messageId: 'm' });
  });

  it('names the sender whom WhatsApp knows by user id only, or by the contact beside the message', () => {
    const from = (value: object) => whatsapp(value).event;
    expect(from({ messages: [{ id: 'w', from_user_id: 'US.1' }] })).toMatchObject({ from: 'US.1', to: 'N' });
    const contacts = [{ user_id: 'US.2', profile: { name: 'Ann' } }];
    const event = from({ contacts, messages: [{ id: 'w', type: 'contacts', contacts: [] }] });
    expect(event).toMatchObject({ from: 'US.2', contact: { name: 'Ann', userId: 'US.2' }, contacts: [] });
  });

  it('takes a reaction without emoji as taken back', () => {
    const event = (emoji?: string) =>
      whatsapp({ messages: [{ id: 'w', from: 'a', type: 'reaction', reaction: { message_id: 'o', emoji } }] }).event;
    expect(event('👍')).toMatchObject({ messageId: 'o', reactionId: 'w', action: 'react', emoji: '👍' });
    expect(event('')).toMatchObject({ action: 'unreact' });
    expect(event('')).not.toHaveProperty('emoji');
    expect(event()).toMatchObject({ action: 'unreact' });
  });

  it('takes the fields of a user, and a permission, from an entry without values', () => {
    const entry = { id: '4', uid: '4', time: 1, changed_fields: ['email', 'name'] };
    const user = classify('user', 'entry', entry, entry);
    expect(user).toMatchObject({ topic: 'email', event: { kind: 'user-change', fields: ['email', 'name'] } });
    const grant = classify('permissions', 'entry', entry, entry);
    expect(grant).toMatchObject({ topic: 'email', event: { kind: 'permission-change', permission: 'email' } });
  });
});

describe('what nobody knows', () => {
  it.each([
    [change('page', 'parking'), 'unknown field parking', 'parking'],
    [change('application', 'plan'), 'unknown object application', 'plan'],
    [messenger({ hop: {} }), 'unknown messaging content', 'messaging'],
    [classify('page', 'changes', null), 'unknown field (undefined)', 'unknown'],
    [classify('page', 'entry', { id: '1', odd: 1 }), 'unknown entry content', 'unknown'],
    [whatsapp({}), 'does not fit: value: none of the lists of its field', 'messages'],
    [change('page', 'leadgen'), 'does not fit: leadId: Invalid input: expected string, received undefined', 'leadgen'],
    [messenger({ message: 'text' }), 'does not fit: message', 'messages'],
    [whatsapp({ messages: [{ id: 'a' }, { id: 'b' }] }), 'does not fit: value.messages', 'messages'],
    [change('page', `a#b${'x'.repeat(200)}`), `unknown field a?b${'x'.repeat(61)}`, `a?b${'x'.repeat(61)}`],
  ])('is unclassified, and says why: %#', (classified, reason, topic) => {
    expect(classified).toMatchObject({ kind: 'unclassified', topic, event: { kind: 'unclassified', reason } });
  });

  it('is named field by field beside what is known', () => {
    const item = {
      ...parties,
      message: { mid: 'm', mood: 'glad', attachments: [{ type: 'image', payload: { dpi: 1 } }] },
      x: null,
    };
    expect(classify('page', 'messaging', item).unknownFields).toEqual([
      'message.mood',
      'message.attachments.payload.dpi',
      'x',
    ]);
    expect(messenger({ message: { mid: 'm', text: 'x' } }).unknownFields).toEqual([]);
  });

  it('is named twenty times at most', () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`f${at}`, at]));
    expect(messenger({ message: { mid: 'm', ...many } }).unknownFields).toHaveLength(20);
  });
});

/** What holds for every item whatsoever. */
function expectSound(placed: PlacedItem): string {
  const one = classifyItem(placed);
  expect(kindSchemas[one.event.kind]().parse(one.event)).toEqual(one.event);
  expect(channels).toContain(one.channel);
  expect(Buffer.byteLength(one.dedupeKey)).toBeLessThanOrEqual(256);
  expect(one.dedupeKey).not.toBe('');
  expect(one.topic).toMatch(/^[\w .:/?-]{1,64}$/);
  expect(one.itemTime).toBe(one.occurredAt === null ? 0 : Math.floor(Date.parse(one.occurredAt) / 1000));
  expect(one.unknownFields.length).toBeLessThanOrEqual(20);
  expect({ ...classifyItem(placed), event: undefined }).toEqual({ ...one, event: undefined });
  return one.kind;
}

describe('every kind', () => {
  const kinds = Object.keys(kindSchemas);

  it.each(Object.entries(leastOf))('%s comes of the least that Meta sends for it', (kind, shape) => {
    expect(classifyItem(placedShape(shape))).toMatchObject({ kind, event: { kind }, unknownFields: [] });
  });

  it('stays itself or becomes unclassified when a part is bent out of shape: never an exception', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(bentItems, (placed) => void met.add(expectSound(placed))),
      { numRuns: 1000 },
    );
    expect([...met].sort()).toEqual([...kinds].sort());
  }, 60_000);

  it('has a schema that says its kind', () => {
    expect(kinds).toHaveLength(33);
    for (const [kind, schema] of Object.entries(kindSchemas))
      expect([...schema().shape.kind.def.values]).toEqual([kind]);
  });
});

describe('any item at all', () => {
  it('is classified, always the same way, into an event that fits its own schema', () => {
    fc.assert(
      fc.property(placedItems, (placed) => void expectSound(placed)),
      { numRuns: 300 },
    );
  }, 60_000);
});
