import * as z from 'zod/mini';
import '../foundation/core/zod-english.ts';

/** An id of Meta's that an event cannot do without. */
export const id = z.string().check(z.minLength(1));

/** An id of Meta's, when given. */
export const optionalId = z.optional(id);

/** Text as Meta sent it, when given. */
export const text = z.optional(z.string());

/** Yes or no, when given. */
export const flag = z.optional(z.boolean());

/** A whole number, when given. */
export const whole = z.optional(z.int());

/** ISO-8601 UTC with milliseconds, when given. */
export const instant = z.optional(z.string());

/** An object of Meta's, verbatim, when given. */
export const verbatim = z.optional(z.unknown());

/** Several texts, when given. */
export const texts = z.optional(z.array(z.string()));
