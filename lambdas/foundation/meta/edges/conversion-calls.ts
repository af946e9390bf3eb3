import type { GraphIdentity } from '../identity.ts';

/** Events for one pixel; at most 1,000 (fact sheet §9). */
export interface ConversionBatch {
  readonly pixel: string;
  /** The bytes of their JSON, of Meta's own shape, with commas between them: one that is refused with others is sent again. */
  readonly events: Buffer;
  /** Meta shows these events in Test Events, and counts them for ads all the same. */
  readonly testEventCode?: string;
  readonly partnerAgent?: string;
  /** False for business messaging, which Meta does not dedupe: a lost answer is then `outcome-unknown`. */
  readonly deduped: boolean;
}

/** What Meta says of a batch that it took: all of it, or nothing. */
export interface ConversionReceipt {
  readonly eventsReceived: number;
  readonly messages: readonly string[];
  readonly fbtraceId: string | null;
}

/** A dataset's match quality: one row for each event name of the web, as Meta words it. */
export type DatasetQuality = readonly Readonly<Record<string, unknown>>[];

/**
 * Calls of the Conversions API. One bad event refuses its whole batch (`meta-rejected`); nothing of it is kept then.
 * `sendConversions` of deduped events may be repeated: same name and id within 48 hours count once.
 */
export interface ConversionCalls {
  sendConversions(identity: GraphIdentity, batch: ConversionBatch): Promise<ConversionReceipt>;
  readDatasetQuality(identity: GraphIdentity, dataset: string): Promise<DatasetQuality>;
}
