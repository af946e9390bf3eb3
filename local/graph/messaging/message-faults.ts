import * as z from 'zod';
import { errorFields, pattern } from '../http/graph-faults.ts';

/** A message that Meta refuses; what is given must all fit. `text` looks at the text and at the metadata. */
export const MessageFault = z.strictObject({
  account: z.string().optional(),
  recipient: pattern.optional(),
  text: pattern.optional(),
  ...errorFields,
  /** `status`: WhatsApp takes it and tells of the failure by webhook; on the other platforms it is an error all the same. */
  as: z.enum(['error', 'status']).default('error'),
  /** Messages that suffer; without it, for ever. */
  times: z.int().min(1).optional(),
});
export type MessageFault = z.infer<typeof MessageFault>;

/** What a fault looks at. */
export type FaultTarget = { account: string; recipient: string; text: string | null; metadata: string | null };

/** The faults of messages now in force; `take` counts the message that suffers. */
export type MessageFaults = {
  set(rules: readonly MessageFault[]): void;
  /** Each with the number of messages that suffered so far. */
  current(): (MessageFault & { met: number })[];
  take(message: FaultTarget): MessageFault | null;
};

/** No faults. */
export function createMessageFaults(): MessageFaults {
  let rules: (MessageFault & { met: number })[] = [];
  return {
    set: (given) => {
      rules = given.map((rule) => ({ ...rule, met: 0 }));
    },
    current: () => rules,
    take: (message) => {
      const rule = rules.find(({ times, met, ...one }) => (times === undefined || met < times) && fits(one, message));
      if (rule === undefined) return null;
      rule.met += 1;
      return rule;
    },
  };
}

function fits({ account, recipient, text }: Omit<MessageFault, 'times'>, target: FaultTarget): boolean {
  const words = [target.text, target.metadata];
  return (
    (account === undefined || account === target.account) &&
    (recipient === undefined || new RegExp(recipient).test(target.recipient)) &&
    (text === undefined || words.some((one) => one !== null && new RegExp(text).test(one)))
  );
}
