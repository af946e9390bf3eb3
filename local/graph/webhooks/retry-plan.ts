const MINUTE = 60_000;

/** After this many simulated milliseconds Meta drops an undelivered webhook: 36 hours (fact sheet §7, "Delivery"). */
export const GIVE_UP_AFTER_MS = 36 * 60 * MINUTE;

/** Our reading of "then ever rarer": doubling from one minute, at most six hours. Meta does not publish the gaps. */
const LONGEST_GAP_MS = 6 * 60 * MINUTE;

/** Simulated ms to wait before retry number `retry` (1 = the first): at once, then 1, 2, 4 … minutes. */
export const gapBeforeRetry = (retry: number): number =>
  retry <= 1 ? 0 : Math.min(LONGEST_GAP_MS, MINUTE * 2 ** (retry - 2));

/** The next gap in simulated ms, or null when that retry would come after 36 hours. */
export function nextGap(retry: number, waitedMs: number): number | null {
  const gap = gapBeforeRetry(retry);
  return waitedMs + gap > GIVE_UP_AFTER_MS ? null : gap;
}
