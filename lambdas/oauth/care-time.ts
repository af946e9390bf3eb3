import { type Clock, isoTime } from '../foundation/core/clock.ts';

const hour = 3600_000;

/** When a connection is looked at next: once a night, spread over ±4 h so that they do not all come at once. */
export const nextCareAt = ({ now, chance }: Clock) => isoTime(now() + 20 * hour + Math.floor(chance() * 8 * hour));
