import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { classifyItem } from '../../../lambdas/webhooks/classify-item.ts';

const phoneNumberId = '970000000000001';
const business = '15550009999';
const person = '15550000001';
const userId = 'US.10000000000000000001';
const parentUserId = 'US.ENT.20000000000000000002';
const original = 'wamid.ORIGINAL';

/** An element of a list of Meta's, as it stands by itself after splitting. */
const classify = (list: 'messages' | 'message_echoes', element: object, contacts?: readonly object[]) =>
  classifyItem({
    object: 'whatsapp_business_account',
    entry: { id: '960000000000001' },
    list: 'changes',
    item: {
      field: list === 'messages' ? 'messages' : 'smb_message_echoes',
      value: {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: business, phone_number_id: phoneNumberId },
        ...(contacts && { contacts }),
        [list]: [element],
      },
    },
    receivedAt: '2026-11-21T09:00:00.000Z',
  });

const act = { id: 'wamid.ACT', timestamp: '1697043223' };
const byBusiness = { ...act, from: business, to: person };

// In the shapes of Meta's samples of customers' acts (`wa_edit_image`, `wa_revoke`, `wa_reaction`).
const image = { caption: 'corrected', mime_type: 'image/jpeg', sha256: 'c0ffee', id: '700000000000001' };
const acts = {
  edit: { type: 'edit', edit: { original_message_id: original, message: { type: 'image', image } } },
  revoke: { type: 'revoke', revoke: { original_message_id: original } },
  reaction: { type: 'reaction', reaction: { message_id: original, emoji: '👍' } },
  text: { type: 'text', text: { body: 'It comes on Friday.' } },
} as const;

const sides = { from: business, to: person, phoneNumberId };

describe('what the business does in WhatsApp’s app', () => {
  it.each([
    [
      'edit',
      'smb_message_echoes',
      {
        ...{ kind: 'edit', ...sides, messageId: original, editId: act.id, echo: true, type: 'image' },
        attachments: [
          {
            ...{ type: 'image', mediaId: image.id, mimeType: 'image/jpeg' },
            ...{ sha256: 'c0ffee', caption: 'corrected' },
          },
        ],
      },
    ],
    ['revoke', 'message_deleted', { kind: 'deletion', ...sides, messageId: original, deletionId: act.id, echo: true }],
    [
      'reaction',
      'smb_message_echoes',
      { kind: 'reaction', ...sides, messageId: original, reactionId: act.id, echo: true, action: 'react', emoji: '👍' },
    ],
    [
      'text',
      'smb_message_echoes',
      { kind: 'echo', ...sides, messageId: act.id, type: 'text', text: 'It comes on Friday.', attachments: [] },
    ],
  ] as const)('is typed as what a person does: %s', (name, field, event) => {
    expect(classify('message_echoes', { ...byBusiness, ...acts[name] })).toMatchObject({
      ...{ kind: event.kind, topic: 'smb_message_echoes', field, dedupeKey: act.id },
      ...{ itemTime: 1_697_043_223, unknownFields: [] },
    });
    expect(classify('message_echoes', { ...byBusiness, ...acts[name] }).event).toEqual(event);
  });

  it('takes back a reaction', () => {
    const { event } = classify('message_echoes', {
      ...byBusiness,
      type: 'reaction',
      reaction: { message_id: original, emoji: '' },
    });
    expect(event).toEqual({
      ...{ kind: 'reaction', ...sides, messageId: original, reactionId: act.id, echo: true, action: 'unreact' },
    });
  });

  it.each([
    ['from its number, when Meta names none', { ...act, to: person }, undefined, [phoneNumberId, person]],
    ['to a user id', { ...act, from: business, to_user_id: userId }, undefined, [business, userId]],
    ['to whom the contact names', { ...act, from: business }, [{ wa_id: person }], [business, person]],
    ['never from the contact', act, [{ wa_id: person }], [phoneNumberId, person]],
  ])('is %s', (_who, element, contacts, [from, to]) => {
    for (const one of Object.values(acts)) {
      expect(classify('message_echoes', { ...element, ...one }, contacts).event).toMatchObject({ from, to });
    }
  });
});

describe('a deletion', () => {
  it.each(['messages', 'message_echoes'] as const)('is never its message come again, in %s', (list) => {
    // As if Meta gave the act the message's own id, in the same second.
    const rows = [acts.text, { type: 'revoke', revoke: { original_message_id: act.id } }].map((one) => {
      const { field, itemTime, dedupeKey, kind } = classify(list, { ...byBusiness, ...one });
      return [kind, `${itemTime}#${field}#${dedupeKey}`];
    });
    expect(rows).toEqual([
      [
        list === 'messages' ? 'message' : 'echo',
        `1697043223#${list === 'messages' ? list : 'smb_message_echoes'}#${act.id}`,
      ],
      ['deletion', `1697043223#message_deleted#${act.id}`],
    ]);
  });
});

describe('the user ids that an element names', () => {
  const own = {
    from_user_id: userId,
    from_parent_user_id: parentUserId,
    to_user_id: 'US.3',
    to_parent_user_id: 'US.ENT.4',
  };
  const carried = {
    ...{ fromUserId: userId, fromParentUserId: parentUserId },
    ...{ toUserId: 'US.3', toParentUserId: 'US.ENT.4' },
  };

  it.each(['messages', 'message_echoes'] as const)('are in every event of %s, beside the numbers', (list) => {
    const events = Object.values(acts).map((one) => classify(list, { ...byBusiness, ...own, ...one }).event);
    expect(events).toHaveLength(4);
    for (const event of events) expect(event).toMatchObject({ from: business, to: person, ...carried });
  });

  it('stand beside those of a contact that says otherwise', () => {
    const contact = { wa_id: person, user_id: 'US.9', parent_user_id: 'US.ENT.9' };
    expect(classify('messages', { ...act, from: person, ...own, ...acts.text }, [contact]).event).toMatchObject({
      from: person,
      ...carried,
      contact: { waId: person, userId: 'US.9', parentUserId: 'US.ENT.9' },
    });
  });

  it('are absent where Meta names none', () => {
    const { event } = classify('messages', { ...act, from: person, ...acts.text }, [
      { wa_id: person, user_id: userId },
    ]);
    expect(Object.keys(event).filter((name) => name.endsWith('UserId'))).toEqual([]);
  });
});

describe('any act', () => {
  const aName = fc.option(fc.constantFrom(person, userId, parentUserId, business), { nil: undefined });
  const anElement = fc.record(
    { from: aName, to: aName, from_user_id: aName, from_parent_user_id: aName, to_user_id: aName },
    { requiredKeys: [] },
  );

  it('is of one kind whoever did it, and says by `echo` that it was the business', () => {
    const met = new Map<string, number>();
    fc.assert(
      fc.property(anElement, fc.constantFrom('edit', 'revoke', 'reaction'), (names, name) => {
        const element = JSON.parse(JSON.stringify({ ...act, ...names, ...acts[name] }));
        const contacts = [{ wa_id: person }];
        const theirs = classify('messages', element, contacts).event;
        const ours = classify('message_echoes', element, contacts).event;
        expect([ours.kind, 'echo' in ours, 'echo' in theirs]).toEqual([theirs.kind, true, false]);
        met.set(ours.kind, (met.get(ours.kind) ?? 0) + 1);
      }),
      { numRuns: 200 },
    );
    expect([...met.keys()].sort()).toEqual(['deletion', 'edit', 'reaction']);
  });
});
