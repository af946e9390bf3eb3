/** The metrics' namespace of a stage. */
export const metricNamespace = (stage: string) => `Metaport/${stage}`;

/**
 * Every metric, its CloudWatch unit and the dimension sets under which it is emitted. Only `service`, `channel` and
 * `outcome` may be dimensions (fewer than 100 series in all); topics, assets and workspaces are log fields.
 */
export const metrics = {
  /** One per POST to the webhook URL; outcome `accepted`, `malformed`, or why it was rejected. */
  WebhookDeliveries: { unit: 'Count', dimensions: [['outcome']] },
  /** Changes and messages inside the accepted deliveries, counted as they are worked on. */
  WebhookItems: { unit: 'Count', dimensions: [[]] },
  /** One per item; outcome `stored`, `duplicate`, `unclassified`, `unknown-asset`, `replayed`, `parked`. */
  WebhookEvents: { unit: 'Count', dimensions: [['channel', 'outcome'], ['outcome']] },
  /** From Meta's own timestamp to kept. */
  WebhookEventAge: { unit: 'Milliseconds', dimensions: [[]] },
  /** Fields that no schema of ours knows. */
  WebhookUnknownFields: { unit: 'Count', dimensions: [[]] },
  /** Age of a worker's item, from the first time we saw it: a deferred copy resets SQS's clock, not this one. */
  WorkAge: { unit: 'Seconds', dimensions: [['service']] },
  /** One per item of a worker; outcome `ack`, `retry`, `defer`, `park`. */
  WorkItems: { unit: 'Count', dimensions: [['service', 'outcome']] },
  /** What was parked, by who must act: outcome `us`, `meta`, `owner`, `caller`. */
  Parked: { unit: 'Count', dimensions: [['outcome']] },
  /** One per HTTP request of the API, outcome `2xx`, `4xx`, `5xx`; the webhook URL's are `WebhookDeliveries`. */
  Requests: { unit: 'Count', dimensions: [['service', 'outcome']] },
} as const satisfies Record<string, MetricLine>;

/** One metric's unit and dimension sets. */
export interface MetricLine {
  readonly unit: 'Count' | 'Milliseconds' | 'Seconds';
  readonly dimensions: readonly (readonly ('service' | 'channel' | 'outcome')[])[];
}

/** Name of a metric. */
export type MetricName = keyof typeof metrics;
