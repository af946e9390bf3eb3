/** Seconds of the first wait, and SQS's longest `DelaySeconds`. */
const firstWait = 5;
const longestWait = 900;

/**
 * Whole seconds before a deferred copy is seen again, 1 to 900: 5 s doubled with every hop, spread by chance over
 * ±20 % so that what was refused together does not come back together, and never before `retryAt` if SQS can wait so long.
 */
export function deferDelay(hops: number, chance: number, now: number, retryAt = now): number {
  const grown = Math.min(firstWait * 2 ** hops, longestWait) * (0.8 + 0.4 * chance);
  return Math.max(1, Math.min(longestWait, Math.ceil(Math.max(grown, (retryAt - now) / 1000))));
}
