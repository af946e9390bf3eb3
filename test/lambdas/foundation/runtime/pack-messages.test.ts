import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  itemsPerMessage,
  messageCapBytes,
  messagesPerBatch,
  packBatches,
  packMessages,
  safeJson,
} from '../../../../lambdas/foundation/runtime/pack-messages.ts';

/** SQS's own limits: 1 MiB for a message and for a batch of at most ten, attributes included. */
const sqsLimit = 1_048_576;

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('\uFFFE', '\uFFFF', '😀', '\u0000', '\uD800', '"\\'),
  fc.integer({ min: 1, max: 250_000 }).map((length) => '😀'.repeat(length / 4)),
  fc.integer({ min: 1, max: 900_000 }).map((length) => 'x'.repeat(length)),
);
const groups = fc.array(
  fc.record({ group: fc.constantFrom('a', 'b', 'c'), items: fc.array(text, { maxLength: 12 }) }),
  {
    maxLength: 6,
  },
);
const open = '{"items":[';
const packed = (all: readonly { readonly group: string; readonly items: readonly string[] }[]) =>
  packMessages(
    all.map(({ group, items }) => ({ group, items: items.map((item) => safeJson(JSON.stringify(item))) })),
    open,
    ']}',
  );
const itemsOf = (body: string): readonly string[] => JSON.parse(body).items;

describe('packing', () => {
  it('loses nothing, keeps the order, stays under the limits, refuses no sign', () => {
    fc.assert(
      fc.property(groups, (all) => {
        const messages = packed(all);
        for (const { body } of messages) {
          expect(Buffer.byteLength(body)).toBeLessThanOrEqual(messageCapBytes);
          expect(body).not.toMatch(/[\uFFFE\uFFFF]/);
        }
        const sent = messages.flatMap(({ group, body }) => itemsOf(body).map((item) => [group, item]));
        expect(sent).toEqual(all.flatMap(({ group, items }) => items.map((item) => [group, item])));
      }),
      { numRuns: 25 },
    );
  });

  it('makes batches that SQS takes, in the order of their messages', () => {
    fc.assert(
      fc.property(groups, (all) => {
        const messages = packed(all);
        const batches = packBatches(messages);
        expect(batches.flat()).toEqual(messages);
        for (const batch of batches) {
          expect(batch.length).toBeLessThanOrEqual(10);
          const bytes = batch.reduce((sum, { group, body }) => sum + Buffer.byteLength(body) + group.length, 0);
          expect(bytes).toBeLessThan(sqsLimit);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('is as tight as the limits allow', () => {
    expect(messagesPerBatch).toBe(10);
    const small = packed([{ group: 'a', items: Array.from({ length: 2 * itemsPerMessage + 1 }, () => 'x') }]);
    expect(small.map(({ body }) => itemsOf(body).length)).toEqual([itemsPerMessage, itemsPerMessage, 1]);
    expect(packBatches(Array.from({ length: 21 }, () => ({ group: 'a', body: 'x' }))).map((one) => one.length)).toEqual(
      [10, 10, 1],
    );
    const half = 'x'.repeat(messageCapBytes / 2 - 10);
    expect(packed([{ group: 'a', items: [half, half, half] }]).map(({ body }) => itemsOf(body).length)).toEqual([2, 1]);
  });

  it('takes an item that just fits and refuses the next byte', () => {
    const room = messageCapBytes - open.length - ']}'.length - '""'.length - 1;
    expect(packed([{ group: 'a', items: ['x'.repeat(room)] }])).toHaveLength(1);
    expect(() => packed([{ group: 'a', items: ['x'.repeat(room + 1)] }])).toThrow(
      expect.objectContaining({ kind: 'too-large' }),
    );
  });

  it('writes U+FFFE and U+FFFF as escapes that every parser reads back', () => {
    expect(safeJson(JSON.stringify('a\uFFFEb\uFFFFc'))).toBe('"a\\ufffeb\\uffffc"');
    expect(JSON.parse(safeJson(JSON.stringify('\uFFFF')))).toBe('\uFFFF');
  });
});
