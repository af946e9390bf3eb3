import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { joinEvents } from '../../../lambdas/capi/join-events.ts';

it('joins the bytes of any neighbours, whatever their letters', () => {
  const events = fc.array(
    fc.string({ unit: 'binary' }).map((text) => JSON.stringify({ text })),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(events, fc.nat(12), fc.nat(12), (texts, one, other) => {
      const [from, to] = [Math.min(one, other, texts.length), Math.min(Math.max(one, other), texts.length)];
      const bytes = joinEvents(texts).part(from, to);
      expect(bytes.equals(Buffer.from(texts.slice(from, to).join(',')))).toBe(true);
    }),
    { numRuns: 300 },
  );
});
