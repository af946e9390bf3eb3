/** The simulated time: real time plus what the control API has skipped, so that expiry and recovery can be tested. */
export type Clock = {
  /** Milliseconds since 1970. */
  now(): number;
  /** The same in whole seconds, as Meta's answers have it. */
  seconds(): number;
  advance(seconds: number): void;
};

/** A clock that starts at the real time. */
export function simulatedClock(): Clock {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  return {
    now,
    seconds: () => Math.floor(now() / 1000),
    advance: (seconds) => {
      ahead += seconds * 1000;
    },
  };
}
