import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { defineEntity } from '../../../../lambdas/foundation/store/define-entity.ts';
import { dueMembers, dueShards } from '../../../../lambdas/foundation/store/due-members.ts';
import { keyText } from '../../../arbitraries/key-text.ts';

/** An entity that is woken at `wakeAt`. */
const Alarm = defineEntity('alarm', {
  table: 'state',
  schema: () => z.object({ workspace: z.string(), id: z.string(), wakeAt: z.optional(z.string()) }),
  named: { pk: ['workspace'], sk: ['id'] },
  parts: ({ workspace, id }: { readonly workspace: string; readonly id: string }) => ({ pk: [workspace], sk: [id] }),
  inKey: ['workspace', 'id'],
  ofParts: ([workspace], [id]) => ({ workspace, id }),
  due: ({ wakeAt }) => wakeAt,
  lives: 'in this test',
});
const wakeAt = '2026-11-21T10:00:00.000Z';

describe('an entity that names a due time', () => {
  it('stands in the index at that time, in the shard of its key', () => {
    const row = Alarm.write({ workspace: 'w', id: 'i', wakeAt });
    expect(row).toEqual({ pk: 'alarm#w', sk: 'i', wakeAt, dueAt: wakeAt, dueShard: expect.stringMatching(/^[0-7]$/) });
    expect(row).toMatchObject(dueMembers(Alarm.key({ workspace: 'w', id: 'i' }), wakeAt));
    expect(Alarm.parse(row)).toEqual({ workspace: 'w', id: 'i', wakeAt });
  });

  it('stays out of the index without one', () => {
    expect(Alarm.write({ workspace: 'w', id: 'i' })).toEqual({ pk: 'alarm#w', sk: 'i' });
  });

  it('is spread over all shards, and always in the same', () => {
    const shards = Array.from(
      { length: 800 },
      (_, at) => dueMembers({ pk: 'connection#w', sk: `c${at}` }, wakeAt).dueShard,
    );
    const counts = new Map<unknown, number>();
    for (const shard of shards) counts.set(shard, (counts.get(shard) ?? 0) + 1);
    expect(counts.size).toBe(dueShards);
    expect(Math.min(...counts.values())).toBeGreaterThan(60);
    fc.assert(
      fc.property(keyText, keyText, (pk, sk) => {
        expect(dueMembers({ pk, sk }, wakeAt)).toEqual(dueMembers({ pk, sk }, wakeAt));
      }),
    );
  });
});
