/** What a delivery from Meta can come to; `signature-…` is what was wrong with the header. */
export const deliveryOutcomes = [
  'accepted',
  'malformed',
  'signature-mismatch',
  'signature-absent',
  'signature-sha1-only',
  'signature-doubled',
  'signature-malformed',
  'no-app-secret',
  'too-large',
  'unavailable',
  'bug',
] as const;

/** Rejects that may be Meta's own deliveries: a wrong or missing secret here, a change of its headers or sizes there. */
export const rejects = ['signature-mismatch', 'signature-absent', 'no-app-secret', 'too-large'] as const;

/** What can become of one item. */
export const eventOutcomes = ['stored', 'duplicate', 'unclassified', 'unknown-asset', 'replayed', 'parked'] as const;

/** The four verdicts on a worker's item. */
export const workOutcomes = ['ack', 'retry', 'defer', 'park'] as const;

/** Who must act on a parked item. */
export const blames = ['us', 'meta', 'owner', 'caller'] as const;

/** How an HTTP request ended. */
export const statusClasses = ['2xx', '4xx', '5xx'] as const;
