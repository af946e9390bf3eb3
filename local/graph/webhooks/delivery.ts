import * as z from 'zod';
import { SIGNINGS } from './sign.ts';

const MOST_DELIVERIES = 20_000;

/** One delivery as the control API takes it: exactly one of `body` and `bodyBase64`. */
export const Delivery = z
  .strictObject({
    /** An object is serialised and escaped like Meta's; a text is sent to the letter. */
    body: z.unknown().optional(),
    /** Exact bytes, for bodies that are no text. */
    bodyBase64: z.base64().optional(),
    /** Escape non-ASCII as lower-case `\uXXXX`: default yes for an object, no for a text. */
    escape: z.boolean().optional(),
    signWith: z.union([z.enum(SIGNINGS), z.strictObject({ secret: z.string().min(1) })]).optional(),
    /** How many further copies are sent at the same time. */
    duplicate: z.int().min(0).max(1000).optional(),
    /** Real ms to wait before the first attempt. */
    delayMs: z.int().min(0).max(3_600_000).optional(),
    /** Repeat until 200: default yes for what Meta signed, no for a forgery. */
    retry: z.boolean().optional(),
  })
  .refine((given) => (given.body === undefined) !== (given.bodyBase64 === undefined), {
    error: 'give exactly one of body and bodyBase64',
  });
export type Delivery = z.infer<typeof Delivery>;

/** The body of `POST /_sim/webhooks`. */
export const SendOrder = z.strictObject({
  deliveries: z.array(Delivery).min(1).max(MOST_DELIVERIES),
  /** Seed of the order in which deliveries and copies leave; without it, the order given. */
  shuffle: z.int().optional(),
  /** Join neighbouring plain deliveries of the same `object` into POSTs of up to this many changes. */
  aggregate: z.int().min(1).max(1000).optional(),
});
export type SendOrder = z.infer<typeof SendOrder>;
