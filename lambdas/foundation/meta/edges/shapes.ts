import * as z from 'zod/mini';
import { AccessToken } from '../../core/access-token.ts';
import type { Paged, PageRequest } from '../identity.ts';
import { isObject } from '../webhook-envelope.ts';

/** An id; Meta sends some as numbers. */
export const id = z.lazy(() =>
  z.pipe(
    z.union([z.string().check(z.minLength(1)), z.number()]),
    z.transform((value) => String(value)),
  ),
);

/** The same read by hand: null where there is none. */
export const idIn = (value: unknown): string | null =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : null;

/** What a `z.transform` says of an answer without a member that we need. */
export const lacking = (name: string, input: unknown) => ({
  code: 'custom' as const,
  input,
  path: [name],
  message: `has no ${name}`,
});

/** A token, unprintable from the moment it is read. */
export const token = z.lazy(() =>
  z.pipe(
    z.string().check(z.minLength(1)),
    z.transform((text) => new AccessToken(text)),
  ),
);

/** The answer to a write without anything in it that we need; `success: false` does not fit. */
export const done = z.lazy(() =>
  z.pipe(
    z.unknown().check(z.refine((answer) => answer === true || (isObject(answer) && answer.success !== false))),
    z.transform(() => undefined),
  ),
);

/** A page of a list; `next` is read for the cursor only, because it holds the token (fact sheet §5). */
export const paged = <T>(item: z.ZodMiniType<T>) =>
  z.pipe(
    z.looseObject({
      data: z.array(item),
      paging: z.optional(
        z.looseObject({
          cursors: z.optional(z.looseObject({ after: z.optional(z.string()) })),
          next: z.optional(z.string()),
        }),
      ),
    }),
    z.transform(({ data, paging }): Paged<T> => {
      const after = paging?.cursors?.after ?? cursorIn(paging?.next);
      return { data, after: paging?.next === undefined ? null : (after ?? null) };
    }),
  );

function cursorIn(next: string | undefined): string | null {
  return next !== undefined && URL.canParse(next) ? new URL(next).searchParams.get('after') : null;
}

/** Query parameters of a page. */
export const pageParams = ({ after, limit }: PageRequest = {}) => ({
  ...(after === undefined ? {} : { after }),
  ...(limit === undefined ? {} : { limit: String(limit) }),
});
