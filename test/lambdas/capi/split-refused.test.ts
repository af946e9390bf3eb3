import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { splitRefused } from '../../../lambdas/capi/split-refused.ts';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';

/** Halves over some bad events; answers who was taken, who was refused, and how many calls it took. */
async function halved(all: readonly number[], bad: ReadonlySet<number>, troubleAt = Number.POSITIVE_INFINITY) {
  const seen = { taken: [] as number[], refused: [] as number[], waiting: [] as number[], calls: 0 };
  await splitRefused(all, {
    send: async (part) => {
      seen.calls += 1;
      if (seen.calls === troubleAt) throw new Failure('rate-limited', 'wait');
      if (part.some((one) => bad.has(one))) throw new Failure('meta-rejected', 'one of them');
      return part.length;
    },
    taken: async (part) => void seen.taken.push(...part),
    refused: async (part, { kind }) => void (kind === 'meta-rejected' ? seen.refused : seen.waiting).push(...part),
  });
  return seen;
}

const sorted = (all: readonly number[]) => [...all].sort((a, b) => a - b);
const lists = fc.uniqueArray(fc.nat(2000), { maxLength: 300 });

describe('halving', () => {
  it('takes all good events, refuses all bad ones alone, whatever their places', async () => {
    await fc.assert(
      fc.asyncProperty(lists, fc.func(fc.boolean()), async (all, isBad) => {
        const bad = new Set(all.filter((one) => isBad(one)));
        const { taken, refused } = await halved(all, bad);
        expect(sorted(taken)).toEqual(sorted(all.filter((one) => !bad.has(one))));
        expect(sorted(refused)).toEqual(sorted([...bad]));
      }),
    );
  });

  it('costs two calls a halving for one bad event, and asks nothing for nothing', async () => {
    const all = Array.from({ length: 1000 }, (_, at) => at);
    for (const place of [0, 1, 333, 500, 999])
      expect((await halved(all, new Set([place]))).calls).toBeLessThanOrEqual(21);
    expect((await halved([], new Set())).calls).toBe(0);
  });

  it('leaves no event without a word when trouble comes in the middle', async () => {
    await fc.assert(
      fc.asyncProperty(lists, fc.func(fc.boolean()), fc.integer({ min: 1, max: 40 }), async (all, isBad, troubleAt) => {
        const bad = new Set(all.filter((one) => isBad(one)));
        const { taken, refused, waiting } = await halved(all, bad, troubleAt);
        expect(sorted([...taken, ...refused, ...waiting])).toEqual(sorted(all));
      }),
    );
  });
});
