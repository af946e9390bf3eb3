import { setTimeout as pause } from 'node:timers/promises';
import { STRANGER_PAGE } from './assets.ts';
import type { Ctl } from './ctl.ts';

/** What an operator sees of the two bodies that are not among the events. */
export type Listed = { strangerListed: boolean; malformedListed: boolean };

const LOOKS = 5;

/**
 * Looks for the unknown Page and for a `malformed` item parked since `sinceMs`, `betweenMs` apart, since the queue may
 * bring them last.
 */
export async function odditiesListed(ctl: Ctl, sinceMs: number, betweenMs = 1000): Promise<Listed> {
  const [strangerListed, malformedListed] = await Promise.all([
    look(betweenMs, async () => (await ctl('assets', 'unknown')).output.includes(STRANGER_PAGE)),
    look(betweenMs, async () => (await ctl('parked')).output.split('\n').some((line) => isNewMalformed(line, sinceMs))),
  ]);
  return { strangerListed, malformedListed };
}

/** A line of `ctl parked` begins with the time of parking and names the kind. */
const isNewMalformed = (line: string, sinceMs: number): boolean =>
  line.includes('malformed') && Date.parse(line.split(' ')[0] ?? '') >= sinceMs;

async function look(betweenMs: number, found: () => Promise<boolean>): Promise<boolean> {
  for (let looks = 1; ; looks += 1) {
    if (await found()) return true;
    if (looks === LOOKS) return false;
    await pause(betweenMs);
  }
}
