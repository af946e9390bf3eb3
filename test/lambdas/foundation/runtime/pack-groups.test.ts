import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { limited } from '../../../../lambdas/foundation/core/limited.ts';
import { checkOut } from '../../../../lambdas/foundation/runtime/claim-checks.ts';
import { packGroups } from '../../../../lambdas/foundation/runtime/pack-groups.ts';
import { itemsPerMessage, messageCapBytes } from '../../../../lambdas/foundation/runtime/pack-messages.ts';
import { fakeBlobs } from '../../../fakes/fake-blobs.ts';

const place = { firstSeenAt: '2026-11-21T10:00:00.000Z', hops: 0 };
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('\uFFFE', '\uFFFF', '😀', '\u0000', '"\\'),
  fc.integer({ min: 1, max: 500_000 }).map((length) => '😀'.repeat(length / 4)),
  fc.integer({ min: 1, max: 1_000_000 }).map((length) => 'x'.repeat(length)),
);
const groups = fc.array(
  fc.record({
    group: fc.constantFrom('a', 'b', 'c'),
    items: fc.oneof<fc.Arbitrary<readonly unknown[]>[]>(
      fc.array(text, { maxLength: 8 }),
      fc.array(fc.nat(), { minLength: 190, maxLength: 450 }),
    ),
  }),
  { maxLength: 5 },
);

describe('packing groups', () => {
  it('loses nothing and keeps the order, small or big, and no message is over the limit', async () => {
    let messagesSeen = 0;
    await fc.assert(
      fc.asyncProperty(groups, async (all) => {
        const blobs = fakeBlobs();
        const doors = { queue: 'webhookEvents', blobs: () => blobs, gate: limited(8) } as const;
        const messages = await packGroups(all, { ...place, ...doors });
        const sent: unknown[] = [];
        for (const { group, body } of messages) {
          expect(Buffer.byteLength(body)).toBeLessThanOrEqual(messageCapBytes);
          expect(/[\uFFFE\uFFFF]/.test(body)).toBe(false);
          const { items, ...rest } = JSON.parse(body);
          expect(rest).toEqual(place);
          expect(items.length).toBeLessThanOrEqual(itemsPerMessage);
          for (const one of items) sent.push([group, await checkOut(one, () => blobs)]);
        }
        messagesSeen += messages.length;
        const whole = all.flatMap(({ group, items }) => items.map((item) => [group, item]));
        expect(JSON.stringify(sent) === JSON.stringify(whole)).toBe(true);
      }),
      { numRuns: 30 },
    );
    expect(messagesSeen).toBeGreaterThan(30);
  });
});
