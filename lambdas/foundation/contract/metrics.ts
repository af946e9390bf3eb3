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
  /** Of the row that is due for longest, at each beat of the sweep; 0 when nothing is. */
  DueAge: { unit: 'Seconds', dimensions: [[]] },
  /** One per call of Meta's API; outcome `ok`, `waited` (the governor said no), or the kind of the failure. */
  GraphCalls: { unit: 'Count', dimensions: [['outcome']] },
  /** From asking to the last byte of Meta's answer. */
  GraphDuration: { unit: 'Milliseconds', dimensions: [[]] },
  /** One per deauthorise or deletion callback; outcome `deauthorised`, `deletion`, or why it was refused (`forged-…`). */
  ComplianceCallbacks: { unit: 'Count', dimensions: [['outcome']] },
  /** Steps of consents; outcome `started`, `linking`, `denied`, or why a person was sent back without a connection. */
  Connects: { unit: 'Count', dimensions: [['outcome']] },
  /** What connections came to; outcome `connected`, `incomplete`, `needs-reauth`, `disconnected`, `abandoned`. */
  Connections: { unit: 'Count', dimensions: [['outcome']] },
  /** One per asset of a link; outcome `subscribed`, `mended` (Meta had forgotten it), `failed`, `not-possible`. */
  AssetSubscriptions: { unit: 'Count', dimensions: [['outcome']] },
  /** Of each token that has an end, after it was refreshed if that was possible. */
  TokenTimeLeft: { unit: 'Seconds', dimensions: [[]] },
  /** One per token whose end came near; outcome `refreshed`, `unchanged`, `failed`. */
  TokenRefreshes: { unit: 'Count', dimensions: [['outcome']] },
  /** One per warning of a token's end; outcome is its days: `14`, `7`, `3`, `1`. */
  TokenWarnings: { unit: 'Count', dimensions: [['outcome']] },
  /** One per conversion event; outcome `accepted`, `refused`, `delivered`, `parked`, `short` (Meta counted fewer). */
  Conversions: { unit: 'Count', dimensions: [['outcome']] },
  /** From our taking a conversion event to Meta's. */
  ConversionLag: { unit: 'Milliseconds', dimensions: [[]] },
  /** Of the oldest event of a batch, by its own time: Meta takes none that is older than 7 days. */
  ConversionAge: { unit: 'Seconds', dimensions: [[]] },
  /** One per request of a browser to a collector; outcome `accepted`, or why nothing was taken. */
  Collects: { unit: 'Count', dimensions: [['outcome']] },
  /** One per daily look at a dataset's match quality; outcome `read`, `failed`. */
  QualityPolls: { unit: 'Count', dimensions: [['outcome']] },
  /** One per fact of a conversation; outcome is its kind, `noted` (a kind that no thread keeps), or `erased` (its message is deleted). */
  InboundMessages: { unit: 'Count', dimensions: [['channel', 'outcome'], ['outcome']] },
  /** From Meta's own time of a message to its standing in the thread. */
  InboundMessageAge: { unit: 'Milliseconds', dimensions: [[]] },
  /** One per status of a message of the business; outcome `sent`, `delivered`, `read`, `played`, `failed`. */
  MessageStatuses: { unit: 'Count', dimensions: [['channel', 'outcome']] },
  /** One per message that we send; outcome `sent`, `queued`, `cancelled`, `outcome-unknown`, or `failed-` and who must act. */
  OutboundMessages: { unit: 'Count', dimensions: [['channel', 'outcome'], ['outcome']] },
  /** From our taking a message to Meta's. */
  OutboundLag: { unit: 'Milliseconds', dimensions: [[]] },
  /** Of the message that waits first in a thread, whenever somebody looks. */
  OutboxAge: { unit: 'Seconds', dimensions: [[]] },
  /** One per medium of a person's message; outcome `kept`, `gone`, `refused` (too big, wrong type, a forbidden address), `failed`. */
  MediaFetches: { unit: 'Count', dimensions: [['outcome']] },
  /** One per contact whose ids point at two people. */
  IdentityConflicts: { unit: 'Count', dimensions: [[]] },
  /** One per HTTP request of the API, outcome `2xx`, `4xx`, `5xx`; the webhook URL's are `WebhookDeliveries`, a page's `Collects`. */
  Requests: { unit: 'Count', dimensions: [['service', 'outcome']] },
} as const satisfies Record<string, MetricLine>;

/** One metric's unit and dimension sets. */
export interface MetricLine {
  readonly unit: 'Count' | 'Milliseconds' | 'Seconds';
  readonly dimensions: readonly (readonly ('service' | 'channel' | 'outcome')[])[];
}

/** Name of a metric. */
export type MetricName = keyof typeof metrics;
