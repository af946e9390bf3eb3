import type { Token, TokenKind } from './tokens.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A short-lived user or Instagram token lives an hour or two (fact sheet §2): here one. */
export const SHORT_MS = HOUR_MS;

/** Long-lived user and Instagram tokens, and system-user tokens with an end: 60 days. */
export const LONG_MS = 60 * DAY_MS;

/** Access to a user's data lapses without activity, while the token stays valid. */
export const DATA_ACCESS_MS = 90 * DAY_MS;

/** An Instagram token is refreshed when it is this old, not earlier. */
export const REFRESHABLE_AFTER_MS = DAY_MS;

/** Whether the person's data access ends by itself: it does not for those who are no people. */
const isHuman = (kind: TokenKind): boolean => kind === 'user' || kind === 'page' || kind === 'instagram';

/** The end of access to data for a token of this kind issued at `now`, in ms; null means none. */
export const dataAccessEnd = (kind: TokenKind, now: number): number | null =>
  isHuman(kind) ? now + DATA_ACCESS_MS : null;

/** Whole seconds, rounded up, until a token ends, as `expires_in`; null when it never does. */
export const secondsLeft = ({ expiresAt }: Token, now: number): number | null =>
  expiresAt === null ? null : Math.max(0, Math.ceil((expiresAt - now) / 1000));

/** Seconds since 1970, and 0 for never, as `debug_token` has it. */
export const unixOrZero = (ms: number | null): number => (ms === null ? 0 : Math.floor(ms / 1000));
