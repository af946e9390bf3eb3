import type { Clock } from '../core/clock.ts';

/** How long an owner is remembered in the process, and how many are. */
const limits = { milliseconds: 30_000, assets: 10_000 } as const;

/** Owners by asset name, remembered for 30 s. Callers at the same time share one read. */
export interface OwnerMemory {
  /** What is remembered, else what `read` finds; neither a failure nor "nobody" is remembered. */
  recall(name: string, read: () => Promise<string | undefined>): Promise<string | undefined>;
  learn(name: string, owner: string): void;
  forget(name: string): void;
}

/** An empty memory. */
export function ownerMemory(clock: Clock): OwnerMemory {
  const known = new Map<string, { readonly until: number; readonly owner: Promise<string | undefined> }>();

  function keep(name: string, owner: Promise<string | undefined>) {
    known.delete(name);
    known.set(name, { until: clock.now() + limits.milliseconds, owner });
    const [oldest] = known.keys();
    if (known.size > limits.assets && oldest !== undefined) known.delete(oldest);
  }

  return {
    async recall(name, read) {
      const entry = known.get(name);
      if (entry && entry.until > clock.now()) return entry.owner;
      const reading = read();
      keep(name, reading);
      const forget = () => {
        if (known.get(name)?.owner === reading) known.delete(name);
      };
      reading.then((owner) => owner === undefined && forget(), forget);
      return reading;
    },
    learn: (name, owner) => keep(name, Promise.resolve(owner)),
    forget(name) {
      known.delete(name);
    },
  };
}
