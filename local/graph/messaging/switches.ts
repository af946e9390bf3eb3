import * as z from 'zod';

/** What Meta tells after a message: `echo` on Messenger and Instagram, `sent` on WhatsApp, `delivered` not on Instagram. */
export const STEPS = ['echo', 'sent', 'delivered', 'read'] as const;
export type StepName = (typeof STEPS)[number] | 'failed' | 'template';

/** How the simulator behaves around messages; `POST /_sim/messaging` takes any part of it. */
export const Switches = z.strictObject({
  /** Which webhooks follow a message; a failed status and the review of a template always do, unless it is `none`. */
  answers: z.union([z.enum(['all', 'none']), z.array(z.enum(STEPS))]),
  /** Real ms before the first of them, and between one and the next; with 0 they leave at the commit, before the answer. */
  delayMs: z.int().min(0).max(600_000),
  order: z.enum(['as-is', 'reversed']),
  /** Further copies of each. */
  duplicates: z.int().min(0).max(100),
  /** Refuse what is sent outside the windows (fact sheet §8), by the webhooks of messages that were sent from here. */
  enforceWindows: z.boolean(),
  /** How WhatsApp refuses then: a failed status after a 200, as Meta does, or an error at once. */
  outsideWindow: z.enum(['status', 'error']),
  /** Whether the app may use HUMAN_AGENT; without it 100/2018276. */
  humanAgent: z.boolean(),
  /** What becomes of templates that are made. */
  review: z.enum(['approve', 'keep', 'reject']),
});
export type Switches = z.infer<typeof Switches>;

/** Holds the switches. */
export type SwitchBox = { current(): Switches; change(part: Partial<Switches>): void; clear(): void };

const DEFAULTS: Switches = {
  answers: 'all',
  delayMs: 50,
  order: 'as-is',
  duplicates: 0,
  enforceWindows: false,
  outsideWindow: 'status',
  humanAgent: true,
  review: 'approve',
};

/** The defaults. */
export function switchBox(): SwitchBox {
  let switches = DEFAULTS;
  return {
    current: () => switches,
    change: (part) => {
      switches = { ...switches, ...part };
    },
    clear: () => {
      switches = DEFAULTS;
    },
  };
}
