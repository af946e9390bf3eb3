import { readFileSync } from 'node:fs';

/** The dated price table. */
export const prices = JSON.parse(readFileSync(new URL('prices.json', import.meta.url), 'utf8'));

/** Seconds of a month, as AWS's own examples count them. */
export const monthSeconds = 30 * 24 * 3600;

/** What lib/webhooks.ts and lib/messaging.ts give the functions. */
export const memoryMB = { ingest: 256, process: 512, collect: 512 };

/** Dollars by part. */
export type Parts = Readonly<Record<string, number>>;

/** All parts together. */
export const sum = (parts: Parts) => Object.values(parts).reduce((all, one) => all + one, 0);

/** The parts in words. */
export const told = (parts: Parts) =>
  Object.entries(parts)
    .map(([part, dollars]) => `${part} ${dollars.toFixed(3)}`)
    .join(', ');

/** Gigabytes of so many bytes a million times. */
export const gigabytes = (bytes: number) => (bytes * 1_000_000) / 1e9;

/** Dollars for so many log bytes a million times: taken in, and kept for a month. */
export const logged = (bytes: number, { logGbIngested, logGbMonth, logCompression } = prices) =>
  gigabytes(bytes) * (logGbIngested + logGbMonth * logCompression.ratio);
