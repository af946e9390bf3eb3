import type { GraphRequest, Params } from './graph-request.ts';
import { badParameter, Refusal } from './refusal.ts';

/** A row of a list. */
export type Row = Record<string, unknown>;

/** Items of a page and the keys at its ends. */
export type Slice<T> = { items: T[]; first: string; last: string; hasBefore: boolean; hasAfter: boolean };

const DEFAULT_LIMIT = 25;
const MOST = 100;

const cursorOf = (key: string): string => Buffer.from(key, 'utf8').toString('base64url');

/** `limit` of a call: 25 by default, 100 at most. Throws code 100 for what is no number. */
export function limitOf(params: Params): number {
  if (params.limit === undefined) return DEFAULT_LIMIT;
  const limit = Number(params.limit);
  if (!Number.isInteger(limit) || limit < 0) throw badParameter('Param limit must be an integer');
  return Math.min(MOST, Math.max(1, limit));
}

/** One page of a list by `after` or `before`; a cursor that leads nowhere is a 2642 (fact sheet §3). */
export function sliceOf<T>(all: readonly T[], keyOf: (item: T, at: number) => string, params: Params): Slice<T> {
  const keys = all.map((item, at) => cursorOf(keyOf(item, at)));
  const at = (name: 'after' | 'before') => (params[name] ? keys.indexOf(params[name]) : null);
  const [after, before] = [at('after'), at('before')];
  if (after === -1 || before === -1) throw new Refusal(2642, '(#2642) Invalid cursors values');
  const limit = limitOf(params);
  const start = after !== null ? after + 1 : before !== null ? Math.max(0, before - limit) : 0;
  const end = before !== null && after === null ? before : Math.min(all.length, start + limit);
  return {
    items: all.slice(start, end),
    first: keys[start] ?? '',
    last: keys[end - 1] ?? '',
    hasBefore: start > 0,
    hasAfter: end < all.length,
  };
}

/** The `paging` member; `next` and `previous` carry the token, as Meta's do (fact sheet §5). */
export function pagingOf(slice: Slice<unknown>, request: GraphRequest, path: string): Row {
  if (slice.items.length === 0) return {};
  const link = (name: 'after' | 'before', cursor: string) => {
    const { after: _, before: __, ...rest } = request.params;
    const token: Params = request.token ? { access_token: request.token.text } : {};
    const query = new URLSearchParams({ ...token, ...rest, [name]: cursor });
    return `${request.base}/${request.version ?? 'v26.0'}/${path}?${query}`;
  };
  return {
    paging: {
      cursors: { before: slice.first, after: slice.last },
      ...(slice.hasBefore ? { previous: link('before', slice.first) } : {}),
      ...(slice.hasAfter ? { next: link('after', slice.last) } : {}),
    },
  };
}
