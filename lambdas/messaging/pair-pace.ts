import type { Thread } from '../foundation/store/threads.ts';

/** Fact sheet §4, WhatsApp's pair limit: one message to the same person in 6 s; a burst of 45 borrows what comes later. */
const beatMs = 6000;
const burst = 45;

/** How far ahead of the clock the pace may be: what a burst has borrowed before its last message. */
const creditMs = (burst - 1) * beatMs;

/** May the next message to this person go now? Times are milliseconds since 1970; `paceAt` is what the lane keeps. */
export type PairPace =
  | { readonly go: true; readonly paceAt: number }
  | { readonly go: false; readonly waitUntil: number };

/**
 * GCRA with one number: `paceAt` is when the next message would go if all kept the pace; 0: none has gone yet. Other
 * channels have no such limit, and keep their number.
 */
export function pairPace(channel: Thread['channel'], paceAt: number, now: number): PairPace {
  if (channel !== 'whatsapp') return { go: true, paceAt };
  const waitUntil = paceAt - creditMs;
  return waitUntil > now ? { go: false, waitUntil } : { go: true, paceAt: Math.max(paceAt, now) + beatMs };
}

/** 4^6 s is more than an hour: longer waits than that help nobody. */
const longestMs = 3600_000;

/**
 * The pace after Meta's 131056, which waits 4^X seconds (fact sheet §4): X is how many refusals came before (`attempts`,
 * 0 for the first). Meta then knows of more messages than we do, so what is left of the burst is gone too: after the
 * wait one message goes, and the next a beat later.
 */
export const pairPenalty = (paceAt: number, now: number, attempts: number): number =>
  Math.max(paceAt, now + Math.min(longestMs, 1000 * 4 ** attempts) + creditMs);
