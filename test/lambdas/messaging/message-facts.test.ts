import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StoredMessage } from '../../../lambdas/foundation/store/messages.ts';
import {
  type ContentFact,
  type EditFact,
  type MessageName,
  mergeContent,
  mergeDeletion,
  mergeEdit,
  mergeReaction,
  mergeStatus,
  type ReactionFact,
  type StatusFact,
} from '../../../lambdas/messaging/message-facts.ts';
import { second } from './collect-world.ts';

const name: MessageName = {
  workspace: 'shop',
  id: 'm_1',
  metaId: 'mid.1',
  channel: 'messenger',
  asset: 'page:990000000000001',
};

type Step = (standing: StoredMessage | undefined) => StoredMessage;
const said = (fact: Partial<ContentFact> = {}): Step => {
  const whole: ContentFact = {
    threadId: 't_1',
    at: second(1),
    direction: 'in',
    type: 'text',
    text: 'hello',
    content: { attachments: [] },
    appId: null,
    standby: false,
    eventId: 'event-said',
    ...fact,
  };
  return (standing) => mergeContent(standing, name, whole);
};
const edited = (fact: Partial<EditFact> = {}): Step => {
  const whole: EditFact = { at: second(5), edits: 1, text: 'hallo', edited: null, eventId: 'event-edit', ...fact };
  return (standing) => mergeEdit(standing, name, whole);
};
const deleted =
  (at = second(9)): Step =>
  (standing) =>
    mergeDeletion(standing, name, { at });
const reacted = (by: string, emoji: string | null, at = second(6), who: Partial<ReactionFact> = {}): Step => {
  const fact: ReactionFact = { by, personId: null, otherIds: [], emoji, at, ...who };
  return (standing) => mergeReaction(standing, name, fact);
};
const became = (status: StatusFact['status'], at = second(7), fact: Partial<StatusFact> = {}): Step => {
  const whole: StatusFact = { status, at, failure: null, pricing: null, threadId: 't_1', ...fact };
  return (standing) => mergeStatus(standing, name, whole);
};

const told = (...steps: readonly Step[]): StoredMessage => {
  const row = steps.reduce<StoredMessage | undefined>((standing, step) => step(standing), undefined);
  if (row === undefined) throw new Error('no fact was told');
  return row;
};

function permutations<T>(list: readonly T[]): readonly (readonly T[])[] {
  if (list.length < 2) return [list];
  return list.flatMap((first, at) => permutations(list.toSpliced(at, 1)).map((rest) => [first, ...rest]));
}

describe('the facts of a message', () => {
  it('keep content once and for good', () => {
    expect(told(said(), said({ text: 'another', at: second(2), eventId: 'event-again' }))).toMatchObject({
      ...{ text: 'hello', at: second(1), direction: 'in', threadId: 't_1' },
      eventIds: ['event-again', 'event-said'],
    });
  });

  it('take the edit with the highest number, or the latest where Meta counts none', () => {
    const late = edited({ edits: 2, text: 'two', at: second(3), eventId: 'event-two' });
    expect(told(said(), late, edited({ text: 'one' }))).toMatchObject({ text: 'two', edits: 2, editedAt: second(3) });
    const uncounted = (at: number) => edited({ edits: null, text: `at ${at}`, at: second(at), edited: { at } });
    expect(told(uncounted(8), said(), uncounted(6))).toMatchObject({
      text: 'at 8',
      content: { attachments: [], edited: { at: 8 } },
    });
  });

  it.each([
    ['after', [said(), edited(), reacted('a', '👍'), deleted()]],
    ['before', [deleted(), said(), edited(), reacted('a', '👍')]],
  ])('leave a tombstone, whether the deletion came %s what it deletes', (_when, steps) => {
    expect(told(...steps)).toMatchObject({
      ...{ type: null, text: null, content: null, reactions: {}, deletedAt: second(9) },
      ...{ at: second(1), threadId: 't_1', eventIds: ['event-edit', 'event-said'] },
    });
  });

  it('make a row of a status alone, which is no content', () => {
    const failure = { code: 131_049 };
    expect(told(became('failed', second(2), { failure }))).toMatchObject({
      ...{ direction: 'out', at: null, type: null, content: null, failedAt: second(2), failure, threadId: 't_1' },
    });
  });

  it('keep the earliest time of each status, and pricing and failure whatever comes after', () => {
    const pricing = { billable: true, category: 'utility' };
    const row = told(became('sent', second(3), { pricing }), became('sent', second(2)), became('read', second(4)));
    expect(row).toMatchObject({ sentAt: second(2), readAt: second(4), deliveredAt: null, pricing });
  });

  it('keep the latest reaction of each', () => {
    const steps = [reacted('a', '👍', second(3)), reacted('b', '🎉', second(1)), reacted('a', null, second(2))];
    expect(told(...steps).reactions).toEqual({
      a: { emoji: '👍', at: second(3) },
      b: { emoji: '🎉', at: second(1) },
    });
  });

  it.each([
    ['after', [reacted('a', '👍'), reacted('a', null)]],
    ['before', [reacted('a', null), reacted('a', '👍')]],
  ])('let what takes back in the same second stand, told %s', (_when, steps) => {
    expect(told(...steps).reactions).toEqual({ a: { emoji: null, at: second(6) } });
  });

  const person = { personId: 'p_1', otherIds: ['15550000001', 'US.1'] };

  it('know a person by whichever id: set under the number and taken back under the user id is gone', () => {
    const [set, back] = [reacted('15550000001', '👍', second(3), person), reacted('US.1', null, second(4), person)];
    const gone = { p_1: { by: 'US.1', emoji: null, at: second(4) } };
    expect(told(set).reactions).toEqual({ p_1: { by: '15550000001', emoji: '👍', at: second(3) } });
    expect([told(set, back).reactions, told(back, set).reactions]).toEqual([gone, gone]);
  });

  it('move what an older row has under an id of the person to the person, and nobody else’s', () => {
    const older = [reacted('15550000001', '👍', second(3)), reacted('15550000002', '🎉', second(3))];
    expect(told(...older, reacted('US.1', null, second(4), person)).reactions).toEqual({
      '15550000002': { emoji: '🎉', at: second(3) },
      p_1: { by: 'US.1', emoji: null, at: second(4) },
    });
    expect(told(...older, reacted('US.1', '❤', second(2), person)).reactions).toEqual({
      '15550000002': { emoji: '🎉', at: second(3) },
      p_1: { by: '15550000001', emoji: '👍', at: second(3) },
    });
  });

  it('say by the same object that nothing changes', () => {
    const persons = reacted('US.1', '👍', second(6), person);
    const row = told(said(), edited(), reacted('a', '👍'), persons, became('sent'));
    for (const step of [said(), edited(), reacted('a', '👍'), persons, became('sent')]) expect(step(row)).toBe(row);
    const gone = deleted()(row);
    for (const step of [said(), edited(), reacted('a', '👍'), persons, deleted()]) expect(step(gone)).toBe(gone);
  });
});

const moment = fc.integer({ min: 0, max: 4 }).map(second);
const word = fc.constantFrom('a', 'b', 'c');
const aFact: fc.Arbitrary<Step> = fc.oneof(
  fc
    .record({
      at: moment,
      edits: fc.option(fc.integer({ min: 1, max: 3 })),
      text: fc.option(word),
      edited: fc.constant(null),
      eventId: fc.constantFrom('edit-1', 'edit-2'),
    })
    .map(edited),
  fc
    .record({ at: moment, attachment: word })
    // One count, one content: Meta edits one message one way.
    .map(({ at, attachment }) => edited({ at, edits: 9, text: attachment, edited: { attachments: [attachment] } })),
  moment.map((at) => deleted(at)),
  fc.tuple(word, fc.option(word), moment).map(([by, emoji, at]) => reacted(by, emoji, at)),
  fc
    .tuple(fc.constantFrom('15550000001', 'US.1'), fc.option(word), moment)
    .map(([by, emoji, at]) => reacted(by, emoji, at, { personId: 'p_1', otherIds: ['15550000001', 'US.1'] })),
  fc
    .tuple(fc.constantFrom('sent', 'delivered', 'read', 'played', 'failed'), moment, fc.option(word), fc.option(word))
    .map(([status, at, title, category]) =>
      became(status, at, { failure: title ? { code: 1, title } : null, pricing: category ? { category } : null }),
    ),
);

describe('the order of facts', () => {
  it('makes no difference, however often each is told', () => {
    fc.assert(
      fc.property(fc.array(aFact, { minLength: 1, maxLength: 4 }), fc.boolean(), fc.nat(), (some, spoken, nth) => {
        const facts = spoken ? [...some, said()] : some;
        const repeated = facts[nth % facts.length];
        const orders = permutations(repeated ? [...facts, repeated] : facts).map((steps) => told(...steps));
        for (const row of orders) expect(row).toEqual(orders[0]);
      }),
      { numRuns: 60 },
    );
  });

  it('does not bring back what was deleted', () => {
    fc.assert(
      fc.property(fc.array(aFact, { maxLength: 6 }), fc.array(aFact, { maxLength: 6 }), (before, later) => {
        const row = told(said(), ...before, deleted(), ...later, said({ text: 'again' }));
        expect(row).toMatchObject({ type: null, text: null, content: null, reactions: {} });
      }),
    );
  });
});
