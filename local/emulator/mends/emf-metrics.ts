import {
  CloudWatchClient,
  type MetricDatum,
  PutMetricDataCommand,
  type StandardUnit,
} from '@aws-sdk/client-cloudwatch';
import * as z from 'zod';
import { clientFor, type EmulatorAddress } from '../clients.ts';

const Embedded = z.looseObject({
  _aws: z.object({
    Timestamp: z.number(),
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.object({ Name: z.string(), Unit: z.string().optional() })),
      }),
    ),
  }),
});

/** One metric value that a log line carries. */
export interface EmbeddedMetric {
  readonly namespace: string;
  readonly datum: MetricDatum;
}

/**
 * CloudWatch makes metrics of log lines in embedded metric format; the emulator does not. These are the values in one
 * line, none if it carries none: one for each metric and each set of dimensions.
 */
export function metricsIn(line: string): EmbeddedMetric[] {
  if (!line.includes('"_aws"')) return [];
  const parsed = Embedded.safeParse(jsonOrNothing(line));
  if (!parsed.success) return [];
  const root: Record<string, unknown> = parsed.data;
  const { Timestamp, CloudWatchMetrics } = parsed.data._aws;
  return CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Metrics.flatMap(({ Name, Unit }) => {
      const Values = [root[Name]].flat().filter((value): value is number => typeof value === 'number');
      if (Values.length === 0) return [];
      return Dimensions.map((names) => ({
        namespace: Namespace,
        datum: {
          MetricName: Name,
          Values,
          Unit: (Unit ?? 'None') as StandardUnit,
          Timestamp: new Date(Timestamp),
          Dimensions: names.map((Name) => ({ Name, Value: String(root[Name]) })),
        },
      }));
    }),
  );
}

const perCall = 500;

/** Sends what `metricsIn` found, grouped by namespace, in as few calls as it takes. */
export function metricBridge(address: EmulatorAddress): (lines: readonly string[]) => Promise<void> {
  const client = new CloudWatchClient(clientFor(address));
  return async (lines) => {
    const metrics = lines.flatMap(metricsIn);
    const namespaces = new Set(metrics.map(({ namespace }) => namespace));
    for (const Namespace of namespaces) {
      const data = metrics.filter(({ namespace }) => namespace === Namespace).map(({ datum }) => datum);
      for (let at = 0; at < data.length; at += perCall) {
        const MetricData = data.slice(at, at + perCall);
        await client.send(new PutMetricDataCommand({ Namespace, MetricData }));
      }
    }
  };
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
