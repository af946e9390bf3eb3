import * as z from 'zod/mini';
import { isoTime } from '../foundation/core/clock.ts';
import type { Message } from '../foundation/core/messages.ts';
import type { Connection } from '../foundation/store/connections.ts';

/**
 * The steps of a link in their order. A business's lists come after the person's own, because only they tell who owns
 * an asset and which ones a partner shares.
 */
export const steps = [
  'person',
  'instagram',
  'pages',
  'ad-accounts',
  'pixels',
  'businesses',
  'business-assets',
  'wabas',
  'numbers',
  'link',
  'subscribe',
] as const;

/** One of them. */
export type Step = (typeof steps)[number];

/** Where a link stands: what is to be done next. */
const LinkPlace = z.object({
  /** When the run began, ISO-8601; names its announcements. */
  run: z.string(),
  reason: z.enum(['connected', 'sync', 'subscriptions', 'drift']),
  step: z.enum(steps),
  /** The asset whose list is read, as `kind:id`. */
  parent: z.nullable(z.string()),
  /** Which of several lists. */
  edge: z.number(),
  /** Cursor inside the list, Meta's or the table's. */
  after: z.nullable(z.string()),
  /** Kinds of assets that are the workspace's, gathered while linking. */
  kinds: z.array(z.string()),
});
export type LinkPlace = z.infer<typeof LinkPlace>;

/** Where a run begins: only a consent or an explicit wish discovers and links anew. */
export const firstPlace = (reason: Message<'connectionLinks'>['reason'], now: number): LinkPlace => ({
  run: isoTime(now),
  reason,
  step: reason === 'connected' || reason === 'sync' ? 'person' : 'subscribe',
  parent: null,
  edge: 0,
  after: null,
  kinds: [],
});

/** The place at which a killed or waiting run stopped; undefined when none is under way. */
export function placeOf({ progress }: Pick<Connection, 'progress'>): LinkPlace | undefined {
  if (progress.phase === 'done' || progress.cursor === null) return undefined;
  return LinkPlace.safeParse(parsed(progress.cursor)).data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The beginning of the step after this one; undefined after the last. */
export function nextStep(place: LinkPlace): LinkPlace | undefined {
  const step = steps[steps.indexOf(place.step) + 1];
  return step && { ...place, step, parent: null, edge: 0, after: null };
}

/** What a person who looks on is told. */
export function phaseOf({ step }: LinkPlace): Connection['progress']['phase'] {
  return step === 'link' || step === 'subscribe' ? step : 'discover';
}
