import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DeliveryFacts, deliveryState, deliveryStates } from '../../../lambdas/messaging/delivery-state.ts';
import { aMessage, facts } from './rows.ts';

const at = '2026-11-20T10:00:00.000Z';
const before = '2026-11-20T09:59:59.999Z';
const later = '2026-11-20T10:00:01.000Z';

/** A message of the business, which has nothing but its time. */
const mine = (over: Partial<DeliveryFacts> = {}) => aMessage({ direction: 'out', at, ...over });

describe('the state of a message', () => {
  it.each([
    ['accepted', { at: null }],
    ['sent', { at: null, sentAt: later }],
    // An echo is all that tells of it.
    ['sent', {}],
    ['failed', { failedAt: later }],
    ['failed', { sentAt: later, failedAt: later }],
    ['delivered', { sentAt: later, deliveredAt: later }],
    ['delivered', { failedAt: later, deliveredAt: at }],
    ['read', { readAt: later }],
    ['read', { deliveredAt: later, readAt: later, failedAt: later }],
    ['played', { playedAt: later }],
    ['played', { playedAt: later, readAt: later, failedAt: later }],
    ['deleted', { deletedAt: later, playedAt: later, failedAt: later }],
  ] as const)('is %s with %j', (state, known) => {
    expect(deliveryState(mine(known))).toBe(state);
  });

  it('is received when a person wrote it, whatever the business did with it, and deleted once it is', () => {
    expect(deliveryState(aMessage())).toBe('received');
    const watermarks = { deliveredUpTo: later, readUpTo: later };
    expect(deliveryState(aMessage({ readAt: later, deliveredAt: later }), watermarks)).toBe('received');
    expect(deliveryState(aMessage({ deletedAt: later }))).toBe('deleted');
  });

  it('is told by a status alone, before anybody said whose the message is', () => {
    expect(deliveryState(facts({ deliveredAt: later }))).toBe('delivered');
  });

  it.each([
    ['sent', { deliveredUpTo: before, readUpTo: before }],
    ['delivered', { deliveredUpTo: at, readUpTo: null }],
    ['delivered', { deliveredUpTo: later, readUpTo: before }],
    ['read', { deliveredUpTo: null, readUpTo: at }],
    ['read', { deliveredUpTo: later, readUpTo: later }],
    ['sent', { deliveredUpTo: null, readUpTo: null }],
    ['sent', { deliveredUpTo: 'no time', readUpTo: '' }],
  ] as const)('is %s under the watermarks %j', (state, thread) => {
    expect(deliveryState(mine(), thread)).toBe(state);
  });

  it.each([
    ['delivered', { at: null, sentAt: at }, { deliveredUpTo: at, readUpTo: null }],
    ['read', { at: null, sentAt: before }, { deliveredUpTo: null, readUpTo: at }],
    ['sent', { at: null, sentAt: later }, { deliveredUpTo: at, readUpTo: at }],
    // Our clock and Meta's differ: what one of them proved stays.
    ['read', { at: later, sentAt: at }, { deliveredUpTo: null, readUpTo: at }],
    ['read', { at, sentAt: later }, { deliveredUpTo: null, readUpTo: at }],
  ] as const)('is %s with the times %j under the watermarks %j', (state, times, thread) => {
    expect(deliveryState(mine(times), thread)).toBe(state);
  });

  it('takes no watermark for a message without a time or without an author', () => {
    const watermarks = { deliveredUpTo: later, readUpTo: later };
    expect(deliveryState(mine({ at: null }), watermarks)).toBe('accepted');
    expect(deliveryState(facts({ at }), watermarks)).toBe('accepted');
  });
});

const members = ['at', 'deletedAt', 'sentAt', 'deliveredAt', 'readAt', 'playedAt', 'failedAt'] as const;
const marks = ['deliveredUpTo', 'readUpTo'] as const;

/** Facts as they arrive: of the message, or of its thread. */
const fact = fc.tuple(fc.constantFrom(...members, ...marks), fc.constantFrom(before, at, later));
type Fact = readonly [(typeof members)[number] | (typeof marks)[number], string];

/** A watermark only rises; a message has one time. */
function known(direction: 'in' | 'out' | null, came: readonly Fact[]) {
  const all: Record<Fact[0], string | null> = {
    ...{ at: null, deletedAt: null, sentAt: null, deliveredAt: null, readAt: null, playedAt: null, failedAt: null },
    ...{ deliveredUpTo: null, readUpTo: null },
  };
  for (const [member, time] of came) all[member] = member === 'at' ? at : ([all[member] ?? '', time].sort()[1] ?? null);
  return deliveryState({ direction, ...all }, all);
}

const direction = fc.constantFrom('in', 'out', null);
const rank = (state: (typeof deliveryStates)[number]) => deliveryStates.indexOf(state);

describe('the state of any message', () => {
  it('never goes back, whatever comes next', () => {
    fc.assert(
      fc.property(direction, fc.array(fact, { maxLength: 8 }), (from, came) => {
        const ranks = came.map((_, count) => rank(known(from, came.slice(0, count + 1))));
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
      }),
    );
  });

  it('does not care in which order facts come', () => {
    const shuffled = fc
      .array(fact, { maxLength: 8 })
      .chain((came) =>
        fc.tuple(fc.constant(came), fc.shuffledSubarray(came, { minLength: came.length, maxLength: came.length })),
      );
    fc.assert(
      fc.property(direction, shuffled, (from, [came, other]) => {
        expect(known(from, other)).toBe(known(from, came));
      }),
    );
  });

  it('is one of eight, whatever the texts are', () => {
    const instant = fc.option(fc.oneof(fc.string(), fc.constantFrom(before, at, later)));
    const row = fc.record({
      ...{ direction, at: instant, deletedAt: instant, sentAt: instant, deliveredAt: instant },
      ...{ readAt: instant, playedAt: instant, failedAt: instant },
    });
    fc.assert(
      fc.property(row, fc.record({ deliveredUpTo: instant, readUpTo: instant }), (message, thread) => {
        expect(deliveryStates).toContain(deliveryState(message, thread));
      }),
    );
  });
});
