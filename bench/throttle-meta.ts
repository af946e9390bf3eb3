/** Meta counts over a rolling hour (fact sheet §4). */
const windowMs = 3600_000;

/** What Meta answers to one call: refused or not, and its usage header. */
export interface MetaAnswer {
  readonly refused: boolean;
  /** `call_count` of the header, a whole percentage of the allowance; absent before there was enough traffic. */
  readonly percent: number | undefined;
  /** `estimated_time_to_regain_access` in whole minutes; 0 while calls work. */
  readonly regainMinutes: number;
}

/** Headers appear only after enough traffic; the fact sheet gives no number: ten calls in the hour. */
const enoughTraffic = 10;

/**
 * One allowance of Meta's as the fact sheet §4 tells it: so many calls in a rolling hour, told as rounded-down
 * percentages in a header, refused at 100 %; and a refused call counts, so that whoever keeps calling waits longer.
 */
export function metaAllowance(allowance: number) {
  const calls: number[] = [];
  let oldest = 0;
  const counted = (now: number) => {
    while ((calls[oldest] ?? now) <= now - windowMs) oldest += 1;
    return calls.length - oldest;
  };
  return {
    counted,
    /** One call that arrives at `now`, milliseconds since 1970; calls must arrive in order. */
    call(now: number): MetaAnswer {
      const before = counted(now);
      calls.push(now);
      const used = before + 1;
      const percent = used < enoughTraffic ? undefined : Math.floor((100 * used) / allowance);
      if (before < allowance) return { refused: false, percent, regainMinutes: 0 };
      const freeAt = (calls[calls.length - allowance] ?? now) + windowMs;
      return { refused: true, percent, regainMinutes: Math.max(1, Math.ceil((freeAt - now) / 60_000)) };
    },
  };
}
