/** Time and chance, as a door: the only place in shipped code that asks the machine for either. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** A number in [0, 1). */
  chance(): number;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now(), chance: () => Math.random() };

/** Milliseconds since this process began, which nobody sets back: for how long something takes, never for when it was. */
export const steadyMs = () => performance.now();

/** ISO-8601 UTC with milliseconds; the form of every time outside the code. */
export const isoTime = (milliseconds: number) => new Date(milliseconds).toISOString();

/** Whole Unix seconds, for expiry attributes. */
export const unixSeconds = (milliseconds: number) => Math.floor(milliseconds / 1000);
