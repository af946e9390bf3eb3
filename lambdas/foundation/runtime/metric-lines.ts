import { type MetricLine, type MetricName, metricNamespace, metrics } from '../contract/metrics.ts';
import type { NoteTags } from '../core/notes.ts';

/** CloudWatch takes at most 100 values of one metric in an embedded-metric line (its EMF specification). */
const valuesPerLine = 100;

interface Group {
  readonly tags: NoteTags;
  readonly values: Map<MetricName, number[]>;
}

/** The metrics of one unit of work, gathered until its line is written. */
export interface MetricBook {
  count(metric: MetricName, value: number, tags?: NoteTags): void;
  /** Whether a metric counted so far has this dimension. */
  counted(dimension: 'service' | 'channel' | 'outcome'): boolean;
  /**
   * Embedded-metric documents, the first for the wide line itself: it holds what has no tags and what is tagged with
   * just `outcome`. One document has one value a dimension, so every other combination of tags is one of its own.
   */
  documents(stage: string, now: number, outcome: string): readonly Readonly<Record<string, unknown>>[];
}

/** Opens an empty book. */
export function openBook(): MetricBook {
  const groups = new Map<string, Group>();
  return {
    count(metric, value, tags = {}) {
      const own = tagsOf(metrics[metric], tags);
      const key = `${own.channel ?? ''}\n${own.outcome ?? ''}`;
      const group = groups.get(key) ?? { tags: own, values: new Map() };
      groups.set(key, group);
      const values = group.values.get(metric) ?? [];
      group.values.set(metric, metrics[metric].unit === 'Count' ? [(values[0] ?? 0) + value] : [...values, value]);
    },
    counted: (dimension) =>
      [...groups.values()].some(({ values }) =>
        [...values.keys()].some((name) => lineOf(name).dimensions.flat().includes(dimension)),
      ),
    documents(stage, now, outcome) {
      const isMain = ({ tags }: Group) => tags.channel === undefined && (tags.outcome ?? outcome) === outcome;
      const all = [...groups.values()];
      const main = new Map(all.filter(isMain).flatMap(({ values }) => [...values]));
      const others = all.filter((group) => !isMain(group));
      return [
        { outcome, ...document(stage, now, main) },
        ...others.map(({ tags, values }) => ({ ...tags, ...document(stage, now, values) })),
      ];
    },
  };
}

const lineOf = (name: MetricName): MetricLine => metrics[name];

/** Only the tags that the metric's dimensions name: any other would only split its line. */
function tagsOf({ dimensions }: MetricLine, tags: NoteTags): NoteTags {
  const named = new Set(dimensions.flat());
  return {
    ...(named.has('channel') ? { channel: tags.channel ?? '-' } : {}),
    ...(named.has('outcome') ? { outcome: tags.outcome ?? '-' } : {}),
  };
}

function document(stage: string, now: number, values: ReadonlyMap<MetricName, readonly number[]>) {
  const directives = new Map<string, { Namespace: string; Dimensions: unknown; Metrics: unknown[] }>();
  for (const name of values.keys()) {
    const { dimensions, unit } = metrics[name];
    const key = JSON.stringify(dimensions);
    const directive = directives.get(key) ?? { Namespace: metricNamespace(stage), Dimensions: dimensions, Metrics: [] };
    // A count needs no unit: 15 bytes a metric, a million times.
    directive.Metrics.push(unit === 'Count' ? { Name: name } : { Name: name, Unit: unit });
    directives.set(key, directive);
  }
  return {
    ...Object.fromEntries([...values].map(([name, all]) => [name, all.length === 1 ? all[0] : sample(all)])),
    _aws: { Timestamp: now, CloudWatchMetrics: [...directives.values()] },
  };
}

/** At most 100 values that keep the spread and the largest: every n-th of the sorted ones, counted from the top. */
function sample(values: readonly number[]): readonly number[] {
  if (values.length <= valuesPerLine) return values;
  const sorted = [...values].sort((a, b) => b - a);
  const step = sorted.length / valuesPerLine;
  return Array.from({ length: valuesPerLine }, (_, index) => sorted[Math.floor(index * step)] ?? 0);
}
