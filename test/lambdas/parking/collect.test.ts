import { describe, expect, it } from '@jest/globals';
import { queues } from '../../../lambdas/foundation/contract/resources.ts';
import type { DeadLetter, ToPark } from '../../../lambdas/foundation/core/doors.ts';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import { collectDeadLetters } from '../../../lambdas/parking/collect-dead-letters.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeNotes } from '../../fakes/fake-notes.ts';

const letter = (messageId: string): DeadLetter => ({
  messageId,
  handle: `handle-${messageId}`,
  firstSeenAt: '2026-11-20T00:00:00.000Z',
  items: [{ body: messageId }],
});

/** Dead letters in memory; `failing` makes parking refuse that message. */
function world(letters: readonly DeadLetter[], failing?: string) {
  const waiting = new Map(letters.map((one) => [one.messageId, one]));
  const parked: ToPark[] = [];
  const clock = fakeClock();
  const taken = new Set<string>();
  const deadLetters = {
    take: async (queue: string) => {
      if (queue !== 'webhookEvents') return [];
      const some = [...waiting.values()].filter(({ messageId }) => !taken.has(messageId)).slice(0, 10);
      for (const { messageId } of some) taken.add(messageId);
      return some;
    },
    remove: async (_queue: string, { messageId }: DeadLetter) => void waiting.delete(messageId),
  };
  const parking = {
    park: async (item: ToPark) => {
      if (JSON.stringify(item.items).includes(`"${failing}"`))
        throw new Failure('unavailable', 'dynamodb PutItem: throttled');
      parked.push(item);
    },
  };
  return { waiting, parked, doors: { deadLetters, parking, clock } };
}

describe('emptying the dead-letter queues', () => {
  it('moves every letter into the list, as ours to mend', async () => {
    const w = world(Array.from({ length: 25 }, (_, at) => letter(`m${at}`)));
    const notes = fakeNotes();
    await collectDeadLetters(w.doors, notes);
    expect(w.parked).toHaveLength(25);
    expect(w.parked[0]).toMatchObject({ workspace: '-', queue: 'webhookEvents', kind: 'bug', items: [{ body: 'm0' }] });
    expect(new Set(w.parked.map(({ id }) => id)).size).toBe(25);
    expect(w.waiting.size).toBe(0);
    expect(notes.facts).toEqual({ 'moved.webhookEvents': 25 });
    expect(Object.keys(queues).length).toBeGreaterThanOrEqual(2);
  });

  it('deletes nothing that it could not park', async () => {
    const w = world([letter('m0'), letter('m1')], 'm0');
    await expect(collectDeadLetters(w.doors, fakeNotes())).rejects.toMatchObject({ kind: 'unavailable' });
    expect([...w.waiting.keys()]).toContain('m0');
  });

  it('parks the same message under the same id', async () => {
    const [one, other] = [world([letter('m0')]), world([letter('m0')])];
    await collectDeadLetters(one.doors, fakeNotes());
    await collectDeadLetters(other.doors, fakeNotes());
    expect(one.parked[0]?.id).toBe(other.parked[0]?.id);
  });
});
