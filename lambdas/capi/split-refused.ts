import { asFailure, type Failure } from '../foundation/core/failure.ts';
import type { FailureKind } from '../foundation/core/verdicts.ts';

/** Refusals that one event may cause for all: Meta does not say which (fact sheet §9). */
const ofOneEvent: ReadonlySet<FailureKind> = new Set(['meta-rejected', 'invalid-request', 'too-much-data']);

/** Whether a refusal may be one event's alone. */
const isOfOneEvent = ({ kind }: Failure) => ofOneEvent.has(kind);

/** What does not lie with the events: Meta cannot be asked now, or not by this token. All others would meet it too. */
const ofAll: ReadonlySet<FailureKind> = new Set([
  'rate-limited',
  'meta-unavailable',
  'unavailable',
  'connection-revoked',
  'misconfigured',
]);

/** Whether a failure would be every other call's too. */
export const isOfAll = ({ kind }: Failure) => ofAll.has(kind);

/** How parts end. */
export interface Ends<T, Receipt> {
  /** Sends a part: all of it is taken, or it throws a `Failure`. */
  send(part: readonly T[]): Promise<Receipt>;
  taken(part: readonly T[], receipt: Receipt): Promise<void>;
  refused(part: readonly T[], failure: Failure): Promise<void>;
}

/**
 * Sends everything, and what is refused again in quarters, until each event that nobody takes stands alone: for one bad
 * event among 1,000 as many calls as halving makes (21), and a quarter less to send. What would be every other call's
 * failure too ends all parts that are still to come; any other ends its own part.
 */
export async function splitRefused<T, Receipt>(all: readonly T[], ends: Ends<T, Receipt>): Promise<void> {
  const waiting: (readonly T[])[] = all.length > 0 ? [all] : [];
  for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
    const sent = await attempt(part, ends);
    if ('receipt' in sent) {
      await ends.taken(part, sent.receipt);
    } else if (isOfAll(sent.failure)) {
      await ends.refused([...part, ...waiting.flat()], sent.failure);
      return;
    } else if (part.length === 1 || !isOfOneEvent(sent.failure)) {
      await ends.refused(part, sent.failure);
    } else {
      waiting.unshift(...quarters(part));
    }
  }
}

function quarters<T>(part: readonly T[]): readonly (readonly T[])[] {
  const size = Math.ceil(part.length / 4);
  return [0, 1, 2, 3].map((nth) => part.slice(nth * size, (nth + 1) * size)).filter(({ length }) => length > 0);
}

type Attempt<Receipt> = { readonly receipt: Receipt } | { readonly failure: Failure };

async function attempt<T, Receipt>(part: readonly T[], { send }: Ends<T, Receipt>): Promise<Attempt<Receipt>> {
  try {
    return { receipt: await send(part) };
  } catch (thrown) {
    return { failure: asFailure(thrown) };
  }
}
