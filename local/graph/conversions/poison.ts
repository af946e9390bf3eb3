import * as z from 'zod';
import { errorFields, pattern, refusalOf } from '../http/graph-faults.ts';
import type { Refusal } from '../http/refusal.ts';
import type { Raw } from './event.ts';

/** An event that Meta refuses, and the whole request with it; both patterns must fit the same event. */
export const PoisonRule = z.strictObject({
  eventId: pattern.optional(),
  eventName: pattern.optional(),
  ...errorFields,
  message: z.string().default('Invalid parameter'),
  /** Requests that are refused; without it, for ever. */
  times: z.int().min(1).optional(),
});
export type PoisonRule = z.infer<typeof PoisonRule>;

/** The poison rules now in force; `take` counts a request and gives its refusal. */
export type Poison = {
  set(rules: readonly PoisonRule[]): void;
  /** Each rule with the number of requests it refused so far. */
  current(): (PoisonRule & { met: number })[];
  take(events: readonly Raw[]): Refusal | null;
};

/** No poison. */
export function createPoison(): Poison {
  let rules: (PoisonRule & { met: number })[] = [];
  return {
    set: (given) => {
      rules = given.map((rule) => ({ ...rule, met: 0 }));
    },
    current: () => rules,
    take: (events) => {
      const rule = rules.find(
        ({ times, met, ...one }) =>
          (times === undefined || met < times) && events.some((event) => isPoison(one, event)),
      );
      if (rule === undefined) return null;
      rule.met += 1;
      return refusalOf(rule);
    },
  };
}

function isPoison({ eventId, eventName }: Pick<PoisonRule, 'eventId' | 'eventName'>, event: Raw): boolean {
  const fits = (wanted: string | undefined, is: unknown) =>
    wanted === undefined || (typeof is === 'string' && new RegExp(wanted).test(is));
  return fits(eventId, event.event_id) && fits(eventName, event.event_name);
}
