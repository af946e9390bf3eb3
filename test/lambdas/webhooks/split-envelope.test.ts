import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rawEnvelope } from '../../../lambdas/webhooks/raw-envelope.ts';
import { splitEnvelope } from '../../../lambdas/webhooks/split-envelope.ts';
import { envelopes } from '../../arbitraries/webhooks.ts';

const receivedAt = '2026-11-21T09:00:00.000Z';
const split = (object: string, ...entry: readonly unknown[]) => splitEnvelope({ object, entry }, receivedAt);
const itemsOf = (object: string, ...entry: readonly unknown[]) => split(object, ...entry).flatMap(({ items }) => items);
const whatsapp = (value: unknown) =>
  itemsOf('whatsapp_business_account', { id: '9', changes: [{ field: 'messages', value }] }).map(({ item }) => item);

describe('a delivery', () => {
  it('is cut into one item per element, in Meta’s order, under the names of their assets', () => {
    const groups = split(
      'page',
      { id: '1', time: 5, changes: [{ field: 'a' }, { field: 'b' }] },
      { id: 2, time: 6, messaging: [{ read: {} }], standby: [{ message: {} }] },
      { id: '1', time: 7, changes: [{ field: 'c' }] },
    );
    expect(groups).toEqual([
      {
        group: 'page:1',
        items: [
          { object: 'page', entry: { id: '1', time: 5 }, list: 'changes', item: { field: 'a' }, receivedAt },
          { object: 'page', entry: { id: '1', time: 5 }, list: 'changes', item: { field: 'b' }, receivedAt },
          { object: 'page', entry: { id: '1', time: 7 }, list: 'changes', item: { field: 'c' }, receivedAt },
        ],
      },
      {
        group: 'page:2',
        items: [
          { object: 'page', entry: { id: 2, time: 6 }, list: 'messaging', item: { read: {} }, receivedAt },
          { object: 'page', entry: { id: 2, time: 6 }, list: 'standby', item: { message: {} }, receivedAt },
        ],
      },
    ]);
  });

  it.each([
    ['page', { id: 12 }, 'page:12'],
    ['instagram', { id: '0' }, 'instagram:0'],
    ['whatsapp_business_account', { id: '<WABA>' }, 'whatsapp:<WABA>'],
    ['ad_account', { id: 'act_77' }, 'ad_account:77'],
    ['ad_account', { id: 77 }, 'ad_account:77'],
    ['permissions', { uid: '4' }, 'user:4'],
    ['user', { id: '3', uid: '4' }, 'user:3'],
    ['page', {}, 'page:-'],
    ['page', { id: '' }, 'page:-'],
    ['page', { id: ['1'] }, 'page:-'],
    ['page', { id: 'a#b' }, 'page:-'],
    ['page', { id: 'ä' }, 'page:-'],
    ['page', { id: '1'.repeat(129) }, 'page:-'],
    ['application', { id: '1' }, 'unknown:-'],
  ])('of %s with %j travels as %s', (object, names, group) => {
    expect(split(object, { ...names, changes: [1] }).map((one) => one.group)).toEqual([group]);
  });

  it('holds nothing where an entry only names itself', () => {
    expect(split('page', { id: '1' }, { id: '1', time: 1, messaging: [] }, { id: '2', changes: null })).toEqual([]);
  });

  it('holds the entry itself where that says something without a list', () => {
    const entry = { id: '1', uid: '1', time: 2, changed_fields: ['email', 'name'] };
    expect(itemsOf('user', entry)).toEqual([{ object: 'user', entry, list: 'entry', item: entry, receivedAt }]);
  });

  it('loses no junk: each piece is an item', () => {
    const found = itemsOf('page', null, 7, [1], { id: '1', changes: [null, [2], 'x'], messaging: { mid: 1 } });
    expect(found.map(({ list, item }) => [list, item])).toEqual([
      ['entry', null],
      ['entry', 7],
      ['entry', [1]],
      ['changes', null],
      ['changes', [2]],
      ['changes', 'x'],
      ['messaging', { mid: 1 }],
    ]);
  });

  it('takes room in proportion to itself, however much stands beside the lists', () => {
    const bulk = 'x'.repeat(20_000);
    const many = Array.from({ length: 1000 }, (_, at) => ({ id: `wamid.${at}`, from: `${at}` }));
    const contacts = many.map(({ from }) => ({ wa_id: from, profile: { name: `Person ${from}` } }));
    const value = { metadata: { phone_number_id: '5' }, bulk, deep: { bulk }, contacts, messages: many };
    const entry = { id: '9', time: 1, bulk, changes: [{ field: 'messages', value, bulk }] };
    const found = itemsOf('whatsapp_business_account', entry);
    expect(found).toHaveLength(1000);
    expect(JSON.stringify(found).length).toBeLessThan(10 * JSON.stringify(entry).length);
    expect(found[0]).toMatchObject({ entry: { bulk }, item: { bulk, value: { bulk, deep: { bulk } } } });
    expect(found[999]?.item).toEqual({
      field: 'messages',
      value: { metadata: { phone_number_id: '5' }, contacts: [contacts[999]], messages: [many[999]] },
    });
  });
});

describe('a WhatsApp change', () => {
  it('is cut by element, each with its own contact by number or by user id', () => {
    const contacts = [{ wa_id: 'b' }, { user_id: 'US.1' }, { wa_id: 'a' }];
    const messages = [{ from: 'a' }, { from_user_id: 'US.1' }, { from: 'b' }];
    expect(whatsapp({ contacts, messages })).toEqual([
      { field: 'messages', value: { contacts: [contacts[2]], messages: [messages[0]] } },
      { field: 'messages', value: { contacts: [contacts[1]], messages: [messages[1]] } },
      { field: 'messages', value: { contacts: [contacts[0]], messages: [messages[2]] } },
    ]);
  });

  it('gives an element that names nobody the contact in its place, else all when they are few', () => {
    const contacts = ['a', 'b'].map((name) => ({ profile: { name } }));
    const inPlace = whatsapp({ contacts, statuses: [{ id: 1 }, { id: 2 }] });
    expect(inPlace).toMatchObject([{ value: { contacts: [contacts[0]] } }, { value: { contacts: [contacts[1]] } }]);
    expect(whatsapp({ contacts, errors: [{ code: 1 }] })).toMatchObject([{ value: { contacts } }]);
    const many = ['a', 'b', 'c', 'd'].map((name) => ({ profile: { name } }));
    expect(whatsapp({ contacts: many, errors: [{ code: 1 }] })).toMatchObject([{ value: { contacts: [] } }]);
  });

  it('is cut along every list of occurrences that it holds', () => {
    const lists = ['messages', 'statuses', 'errors', 'message_echoes', 'user_preferences', 'user_id_update', 'calls'];
    const value = Object.fromEntries(lists.map((list) => [list, [{ of: list }, null]]));
    const found = whatsapp({ messaging_product: 'whatsapp', ...value });
    const expected = lists.flatMap((list) =>
      [{ of: list }, null].map((one) => ({ messaging_product: 'whatsapp', [list]: [one] })),
    );
    expect(found).toEqual(expected.map((one) => ({ field: 'messages', value: one })));
  });

  it.each([
    ['a chunk of history', { history: [{}, {}], errors: [{ code: 1 }, { code: 2 }] }],
    ['an app’s contacts', { state_sync: [{}, {}] }],
    ['no list', { event: 'X', messages: { 0: 'no list' } }],
    ['empty lists only', { messages: [], statuses: [] }],
  ])('stays whole: %s', (_what, value) => expect(whatsapp(value)).toEqual([{ field: 'messages', value }]));
});

describe('any delivery', () => {
  it('can be split, and an item put back into an envelope is the same item again', () => {
    let looked = 0;
    fc.assert(
      fc.property(envelopes, ({ object, entry }) => {
        for (const placed of splitEnvelope({ object, entry }, receivedAt).flatMap(({ items }) => items)) {
          looked += 1;
          const junk = placed.list === 'entry' && placed.item !== placed.entry;
          const again = splitEnvelope(rawEnvelope(placed), receivedAt).flatMap(({ items }) => items);
          if (!junk) expect(again).toEqual([placed]);
        }
      }),
      { numRuns: 300 },
    );
    expect(looked).toBeGreaterThan(300);
  });
});
