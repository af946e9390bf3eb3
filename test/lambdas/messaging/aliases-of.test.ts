import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aliasesOf, type BusinessSide, type PersonalFact } from '../../../lambdas/messaging/aliases-of.ts';
import { contact, echoOf, number, page, phone, psid, textOf, userId, waStatusOf, waTextOf } from './collect-world.ts';

const onPage: BusinessSide = { channel: 'messenger', assetId: page };
const onInstagram: BusinessSide = { channel: 'instagram', assetId: page };
const waba = '960000000000001';
const onWhatsapp: BusinessSide = { channel: 'whatsapp', assetId: waba };
const parentUserId = 'US.ENT.20000000000000000002';

const message = (over: object = {}): PersonalFact => ({ kind: 'message', ...textOf('m'), ...over });
const wa = (over: object = {}): PersonalFact => ({ kind: 'message', ...waTextOf('w'), ...over });
const waEcho: PersonalFact = { kind: 'echo', ...waTextOf('w', { from: '15550009999', to: number }) };
const ownIds = { fromUserId: userId, fromParentUserId: parentUserId };
const bothIds = [`bsuid:${userId}`, `wa:${number}`, `parent-bsuid:${parentUserId}`];
/** The business does something to a message that it wrote to the person. */
const actOf = <Kind extends 'edit' | 'deletion' | 'reaction'>(kind: Kind) => ({
  ...{ kind, messageId: 'w', from: '15550009999', to: number, phoneNumberId: phone, echo: true },
  ...{ toUserId: userId, toParentUserId: parentUserId },
});
const status = (over: object = {}): PersonalFact => ({
  kind: 'status',
  ...waStatusOf('w', 'sent'),
  status: 'sent',
  ...over,
});

describe('the person behind an event', () => {
  it.each<[string, PersonalFact, BusinessSide, readonly string[]]>([
    ['who writes to a Page', message(), onPage, [`psid:${page}:${psid}`]],
    ['who writes on Instagram', message(), onInstagram, [`igsid:${page}:${psid}`]],
    ['whom a Page writes to', { kind: 'echo', ...echoOf('e') }, onPage, [`psid:${page}:${psid}`]],
    // As in Meta's own example.
    ['whom an echo names on the wrong side', { kind: 'echo', ...textOf('e') }, onPage, [`psid:${page}:${psid}`]],
    ['who came by a plugin', message({ userRef: 'REF' }), onPage, [`psid:${page}:${psid}`, `user-ref:${page}:REF`]],
    ['nobody, when a Page writes to itself', message({ from: page }), onPage, []],
    ['who writes by WhatsApp', wa(), onWhatsapp, [`bsuid:${userId}`, `wa:${number}`]],
    [
      'who shows no number',
      wa({ from: userId, contact: { userId, parentUserId } }),
      onWhatsapp,
      [`bsuid:${userId}`, `parent-bsuid:${parentUserId}`],
    ],
    ['whom only the contact names', wa({ from: phone }), onWhatsapp, [`bsuid:${userId}`, `wa:${number}`]],
    [
      'whom the contact contradicts by number',
      wa({ contact: { ...contact, waId: '15550000009' } }),
      onWhatsapp,
      [`wa:${number}`],
    ],
    [
      'whom the contact contradicts by id',
      wa({ from: userId, contact: { userId: 'US.9' } }),
      onWhatsapp,
      [`bsuid:${userId}`],
    ],
    ['who names a user id beside the number', wa({ ...ownIds, contact: undefined }), onWhatsapp, bothIds],
    [
      'whose own user id the contact contradicts',
      wa({ ...ownIds, contact: { ...contact, userId: 'US.9' } }),
      onWhatsapp,
      bothIds,
    ],
    [
      'whose own parent id the contact contradicts',
      wa({ fromParentUserId: parentUserId, contact: { ...contact, parentUserId: 'US.ENT.9' } }),
      onWhatsapp,
      [`wa:${number}`, `parent-bsuid:${parentUserId}`],
    ],
    [
      'whose user id alone the message names, and whose number the contact',
      wa({ from: userId, fromUserId: userId }),
      onWhatsapp,
      [`bsuid:${userId}`, `wa:${number}`],
    ],
    [
      'whom a WhatsApp echo names by all ids',
      { ...waEcho, toUserId: userId, toParentUserId: parentUserId, contact: undefined },
      onWhatsapp,
      bothIds,
    ],
    ['whose message the business edits', actOf('edit'), onWhatsapp, bothIds],
    ['whose message the business deletes', actOf('deletion'), onWhatsapp, bothIds],
    ['to whom the business reacts', { ...actOf('reaction'), kind: 'reaction', action: 'react' }, onWhatsapp, bothIds],
    [
      'who reacts',
      { kind: 'reaction', ...waTextOf('w'), action: 'react' },
      onWhatsapp,
      [`bsuid:${userId}`, `wa:${number}`],
    ],
    ['whose number has a plus', wa({ from: `+${number}`, contact: undefined }), onWhatsapp, [`wa:${number}`]],
    ['whom a WhatsApp echo went to', waEcho, onWhatsapp, [`bsuid:${userId}`, `wa:${number}`]],
    [
      'of a status',
      status({ parentRecipientUserId: parentUserId }),
      onWhatsapp,
      [`bsuid:${userId}`, `wa:${number}`, `parent-bsuid:${parentUserId}`],
    ],
    [
      'of a preference',
      { kind: 'user-preference', from: number, userId, category: 'c', value: 'stop' },
      onWhatsapp,
      [`bsuid:${userId}`, `wa:${number}`],
    ],
    [
      'of a preference without a number',
      { kind: 'user-preference', from: userId, userId, category: 'c', value: 'stop' },
      onWhatsapp,
      [`bsuid:${userId}`],
    ],
    ['of nobody', { kind: 'handover', to: page, action: 'take' }, onPage, []],
  ])('is %s', (_who, fact, business, aliases) => {
    expect(aliasesOf(fact, business).aliases).toEqual(aliases);
  });

  it('has the names of a contact that fits, and of no other', () => {
    expect(aliasesOf(wa({ contact: { ...contact, username: 'example' } }), onWhatsapp).names).toEqual({
      name: 'Example Person',
      username: 'example',
    });
    expect(aliasesOf(wa({ contact: { ...contact, waId: '1' } }), onWhatsapp).names).toEqual({
      name: null,
      username: null,
    });
  });
});

const id = fc.oneof(fc.constantFrom(page, phone, waba, number, userId, '<PLACEHOLDER>'), fc.string({ minLength: 1 }));
const maybe = fc.option(id, { nil: undefined });
const aContact = fc.option(fc.record({ waId: maybe, userId: maybe, parentUserId: maybe }), { nil: undefined });
const aFact: fc.Arbitrary<PersonalFact> = fc.oneof(
  fc
    .tuple(id, id, aContact, maybe, maybe)
    .map(([from, to, one, userRef, fromUserId]) =>
      message({ from, to, contact: one, userRef, fromUserId, phoneNumberId: phone }),
    ),
  fc.tuple(id, id, aContact).map(
    ([from, to, one]): PersonalFact => ({
      kind: 'echo',
      ...echoOf('e'),
      from,
      to,
      contact: one,
      phoneNumberId: phone,
    }),
  ),
  fc
    .tuple(maybe, maybe, maybe)
    .map(([recipientId, recipientUserId, parentRecipientUserId]) =>
      status({ recipientId, recipientUserId, parentRecipientUserId }),
    ),
  fc.tuple(maybe, id).map(([from, to]): PersonalFact => ({ kind: 'handover', from, to, action: 'pass' })),
);
const aBusiness = fc.constantFrom(onPage, onInstagram, onWhatsapp);
const own = new Set([page, phone, waba]);

/** Everything by which a fact names the side that is a person. */
const namedIn = (fact: PersonalFact): readonly unknown[] => {
  if (fact.kind === 'status') return [fact.recipientId, fact.recipientUserId];
  if (fact.kind === 'user-preference') return [fact.from, fact.userId];
  return [fact.kind === 'echo' ? fact.to : fact.from];
};

describe('the ids of whoever is behind any event', () => {
  it('are at least one when a person is named, and never one of the business', () => {
    fc.assert(
      fc.property(aFact, aBusiness, (fact, business) => {
        // Statuses are WhatsApp's alone.
        fc.pre(fact.kind !== 'status' || business === onWhatsapp);
        const { aliases } = aliasesOf(fact, business);
        const isOwn = (value: unknown) =>
          value === business.assetId ||
          (business.channel === 'whatsapp' && 'phoneNumberId' in fact && value === fact.phoneNumberId);
        if (namedIn(fact).some((value) => value !== undefined && !isOwn(value))) expect(aliases).not.toEqual([]);
        const values = aliases.filter((one) => !one.startsWith('user-ref:')).map((one) => one.replace(/^[a-z-]+:/, ''));
        const bare = business.channel === 'whatsapp' ? values : values.map((one) => one.slice(page.length + 1));
        expect(bare.filter((value) => own.has(value) && isOwn(value))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
