import * as z from 'zod/mini';

/** What a list's query holds besides its filters. */
export const paging = () => ({
  limit: z
    ._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 50)
    .check(z.describe('How many at most.')),
  cursor: z.optional(z.string()).check(z.describe('`nextCursor` of the page before.')),
});

/** The path of one of ours. */
export const byId = z.lazy(() => z.object({ id: z.string().check(z.minLength(1), z.maxLength(256)) }));
