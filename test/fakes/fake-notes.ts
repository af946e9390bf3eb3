import type { MetricName } from '../../lambdas/foundation/contract/metrics.ts';
import type { Notes, NoteTags } from '../../lambdas/foundation/core/notes.ts';

/** Notes that can be read back. */
export function fakeNotes() {
  const facts: Record<string, string | number | boolean> = {};
  const counts: { readonly metric: MetricName; readonly value: number; readonly tags: NoteTags }[] = [];
  const outcomes: string[] = [];
  const notes: Notes = {
    outcome: (word) => {
      outcomes.push(word);
    },
    fact: (name, value) => {
      facts[name] = value;
    },
    count: (metric, value, tags = {}) => {
      counts.push({ metric, value, tags });
    },
  };
  /** The sum of a metric under exactly these tags. */
  const total = (metric: MetricName, tags: NoteTags = {}) =>
    counts
      .filter((one) => one.metric === metric)
      .filter((one) => one.tags.channel === tags.channel && one.tags.outcome === tags.outcome)
      .reduce((sum, { value }) => sum + value, 0);
  return { ...notes, facts, counts, total, outcomes };
}
