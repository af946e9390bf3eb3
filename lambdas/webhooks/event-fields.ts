import * as z from 'zod';

/** An id of Meta's that an event cannot do without. */
export const id = z.string().min(1);

/** An id of Meta's, when given. */
export const optionalId = id.optional();

/** Text as Meta sent it, when given. */
export const text = z.string().optional();

/** Yes or no, when given. */
export const flag = z.boolean().optional();

/** A whole number, when given. */
export const whole = z.int().optional();

/** ISO-8601 UTC with milliseconds, when given. */
export const instant = z.string().optional();

/** An object of Meta's, verbatim, when given. */
export const verbatim = z.unknown().optional();

/** Several texts, when given. */
export const texts = z.array(z.string()).optional();

/** Something made when it is first asked for: a cold start meets one kind of event, and making all takes a tenth of it. */
export function whenNeeded<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
