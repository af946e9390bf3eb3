import type { Bucket, BudgetMemory, Mark } from '../core/budget-rule.ts';
import type { UsageReading } from '../core/usage.ts';
import { marksOf, usedAt, windowMs, withLast } from './budget-window.ts';

/** The smallest allowance that the fact sheet names (§4): 200 calls an hour. */
const leastAllowance = 200;

/** Calls let through more recently may not have reached Meta's counters when it wrote the header. */
const settleMs = 3000;

const markEveryMs = 60_000;

/** A key's readings are written at most so often while they say nothing new: seldom while there is much room. */
const writeEveryMs = (percent: number) => (percent < 50 ? 30_000 : 5000);

/** Crossing one of these (percent) is news at once; 75 is where slowing begins, 95 where Meta's advice says stop. */
const thresholds = [50, 75, 80, 85, 90, 95, 98, 100] as const;

/**
 * What a reading teaches. Meta tells percentages of an allowance that it does not tell: what we let through in the
 * hour is at most that share of it, and the highest such bound is the allowance as we know it; it is forgotten over an
 * hour, because allowances shrink. Percentages are taken as rounded down, so a bound reckons with one more.
 */
export function learn(
  bucket: Bucket,
  memory: BudgetMemory | undefined,
  { key: _, regainAt = 0, ...reading }: UsageReading,
  now: number,
): BudgetMemory {
  const marks = marked(bucket, memory, now);
  const blockedUntil = Math.max(memory?.blockedUntil ?? 0, regainAt);
  const known = memory?.allowance ?? 0;
  // A refusal's 100 is a word, not a count; and an older reading than the newest counts for nothing.
  if (regainAt > 0 || reading.readAt < (memory?.readAt ?? 0)) {
    const { readAt, others } = memory ?? { readAt: reading.readAt, others: 0 };
    const newest = reading.readAt < readAt && memory ? { percent: memory.percent, tier: memory.tier } : reading;
    return { ...newest, readAt: known > 0 ? readAt : reading.readAt, blockedUntil, allowance: known, others, marks };
  }
  const gone = usedAt(marks, now - windowMs);
  const settled = marks.findLast(([at]) => at <= now - settleMs)?.[1] ?? gone;
  const remembered = known * Math.max(0, 1 - (now - (memory?.readAt ?? now)) / windowMs);
  const allowance = Math.max(leastAllowance, (100 * (settled - gone)) / (reading.percent + 1), remembered);
  const others = Math.max(0, (reading.percent / 100) * allowance - (bucket.used - gone));
  return { ...reading, blockedUntil, allowance, others, marks };
}

/** The history with this moment in it: the last two as they are, older ones a minute apart, nothing over an hour but one. */
function marked(bucket: Bucket, memory: BudgetMemory | undefined, now: number): readonly Mark[] {
  const all = marksOf(bucket, memory);
  const [second, last] = all.slice(-2);
  const kept = all.length > 2 && second && last && last[0] - (all.at(-3)?.[0] ?? 0) < markEveryMs;
  const thin = kept ? [...all.slice(0, -2), last] : all;
  const first = thin.findLastIndex(([at]) => at <= now - windowMs);
  const recent = thin.slice(Math.max(0, first));
  return withLast(recent, bucket);
}

const bandOf = (percent: number) => thresholds.filter((threshold) => percent >= threshold).length;

/** Whether to write it: a block, a threshold, a much better known allowance; else when the last one is some seconds old. */
export function isNews(before: BudgetMemory | undefined, after: BudgetMemory): boolean {
  if (!before || after.blockedUntil > before.blockedUntil) return true;
  if (after.readAt < before.readAt) return false;
  if (bandOf(after.percent) !== bandOf(before.percent) || after.allowance > 1.25 * before.allowance) return true;
  return after.readAt - before.readAt >= writeEveryMs(after.percent);
}
