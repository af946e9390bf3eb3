import type { Clock } from '../foundation/core/clock.ts';
import type { Collector, Collectors } from '../foundation/store/collectors.ts';

/** How long a collector is remembered in the process, and how many are: also that there is none. */
const limits = { milliseconds: 60_000, collectors: 1_000 } as const;

/**
 * Collectors by id, remembered in the process for 60 s, so a change is seen within that time; of too many the one that
 * was not asked for longest is forgotten. Callers at the same time share one read; a failed one is not remembered.
 */
export function rememberedCollectors(collectors: Pick<Collectors, 'find'>, clock: Clock): Pick<Collectors, 'find'> {
  const known = new Map<string, { readonly until: number; readonly found: Promise<Collector | undefined> }>();

  function read(id: string) {
    const entry = { until: clock.now() + limits.milliseconds, found: collectors.find(id) };
    const forget = () => {
      if (known.get(id) === entry) known.delete(id);
    };
    entry.found.catch(forget);
    return entry;
  }

  return {
    async find(id) {
      const standing = known.get(id);
      const entry = standing && standing.until > clock.now() ? standing : read(id);
      known.delete(id);
      known.set(id, entry);
      const [oldest] = known.keys();
      if (known.size > limits.collectors && oldest !== undefined) known.delete(oldest);
      return entry.found;
    },
  };
}
