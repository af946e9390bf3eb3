import type { Bucket, BudgetMemory, Mark } from '../core/budget-rule.ts';

/** Meta counts over a rolling hour (fact sheet §4); what it counts over 24 hours is only kept more carefully so. */
export const windowMs = 3600_000;

/**
 * The history of a bucket. Marks older than itself speak of one that is gone, whose calls this one never counted;
 * without any, its calls came evenly since it began.
 */
export const marksOf = (bucket: Bucket, memory: BudgetMemory | undefined): readonly Mark[] => {
  const marks = memory?.marks ?? [];
  return (marks.at(-1)?.[0] ?? 0) >= bucket.since ? marks : [[bucket.since, 0]];
};

/** The same with the last call in it. */
export function withLast(marks: readonly Mark[], { lastAt, used }: Bucket): readonly Mark[] {
  const [at = 0, before = 0] = marks.at(-1) ?? [];
  return used === before ? marks : [...marks, [Math.max(at, lastAt), used]];
}

/** Calls until a moment, evenly between two marks; before the first as many as it says, after the last likewise. */
export function usedAt(marks: readonly Mark[], at: number): number {
  let before: Mark | undefined;
  for (const mark of marks) {
    if (mark[0] >= at) return before ? between(before, mark, at) : mark[1];
    before = mark;
  }
  return before?.[1] ?? 0;
}

const between = ([from, low]: Mark, [to, high]: Mark, at: number) => low + ((high - low) * (at - from)) / (to - from);

/** How many calls may have been made in all at a later moment if nobody calls until then; it only grows with time. */
export interface Ceiling {
  at(moment: number): number;
  /** Moments within the next hour between which it is a straight line; the last is a whole hour ahead. */
  readonly bends: readonly number[];
}

/** The ceiling of a share (0 to 1) of the allowance: calls of ours leave the hour when they did, others' evenly. */
export function ceilingOf(bucket: Bucket, memory: BudgetMemory, share: number, now: number): Ceiling {
  const marks = withLast(marksOf(bucket, memory), bucket);
  const { allowance, others, readAt } = memory;
  const foreign = (moment: number) => others * Math.max(0, 1 - (moment - readAt) / windowMs);
  const bends = [...marks.map(([at]) => at), readAt, now]
    .map((at) => at + windowMs)
    .filter((at) => at > now && at <= now + windowMs);
  return { at: (moment) => share * allowance + usedAt(marks, moment - windowMs) - foreign(moment), bends };
}

/** The first whole millisecond after `now` at which the ceiling is that high; an hour ahead it is as high as it gets. */
export function whenAtLeast(ceiling: Ceiling, height: number, now: number): number {
  let [low, high] = [now, now + windowMs];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (ceiling.at(middle) >= height) high = middle;
    else low = middle;
  }
  return high;
}

/** Milliseconds a call at the fastest steady pace that stays under the ceiling at every moment of the next hour. */
export function paceUnder(ceiling: Ceiling, used: number, now: number): number {
  return Math.max(...ceiling.bends.map((moment) => (moment - now) / Math.max(ceiling.at(moment) - used, 1e-9)));
}
