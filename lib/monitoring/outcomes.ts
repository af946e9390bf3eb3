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

/** Where a consent can get to; see `oauth` in docs. */
export const connectOutcomes = [
  'started',
  'linking',
  'denied',
  'unknown',
  'other-browser',
  'refused',
  'temporary',
  'setup',
  'later',
] as const;

/** Ends of a consent that are not the person's doing: Meta or a table in trouble, an app that is not set up. */
export const connectTrouble = ['temporary', 'setup', 'later'] as const;

/** What a connection can come to. */
export const connectionOutcomes = ['connected', 'incomplete', 'needs-reauth', 'disconnected', 'abandoned'] as const;

/** How an asset's webhooks can stand after a look. */
export const subscriptionOutcomes = ['subscribed', 'mended', 'failed', 'not-possible'] as const;

/** What can come of a token's renewal. */
export const refreshOutcomes = ['refreshed', 'unchanged', 'failed'] as const;

/** Days before a token's end at which its owner is warned. */
export const warningDays = ['14', '7', '3', '1'] as const;

/** What a call of Meta's can come to: done, held back by the governor, or the kinds that `foundation/meta` throws. */
export const graphOutcomes = [
  'ok',
  'waited',
  'rate-limited',
  'meta-unavailable',
  'outcome-unknown',
  'connection-revoked',
  'permission-missing',
  'policy-blocked',
  'meta-rejected',
  'misconfigured',
] as const;

/** What can become of a conversion event; `short`: Meta counted fewer than were sent. */
export const conversionOutcomes = ['accepted', 'refused', 'delivered', 'parked', 'short'] as const;

/** What can come of a page's request to a collector. */
export const collectOutcomes = [
  'accepted',
  'refused',
  'no-consent',
  'bad-origin',
  'unknown',
  'too-large',
  'unavailable',
] as const;

/** What can come of a look at a dataset's quality. */
export const pollOutcomes = ['read', 'failed'] as const;

/** What a fact of a conversation can be: its kind, one that no thread keeps, or one about a deleted message. */
export const inboundOutcomes = [
  'message',
  'echo',
  'edit',
  'deletion',
  'reaction',
  'postback',
  'delivery',
  'read',
  'status',
  'referral',
  'handover',
  'identity-change',
  'user-preference',
  'call',
  'app-state-sync',
  'noted',
  'erased',
] as const;

/** What WhatsApp and Messenger tell of a message of the business. */
export const statusOutcomes = ['sent', 'delivered', 'read', 'played', 'failed'] as const;

/** What can become of a message that we send; a failure says who must act. */
export const outboundOutcomes = [
  'sent',
  'queued',
  'cancelled',
  'outcome-unknown',
  'failed-us',
  'failed-meta',
  'failed-owner',
  'failed-caller',
] as const;

/** What can come of fetching a medium; `refused`: too big, of a wrong type, at a forbidden address. */
export const fetchOutcomes = ['kept', 'gone', 'refused', 'failed'] as const;

/** Where conversations are held. */
export const conversationChannels = ['messenger', 'instagram', 'whatsapp'] as const;

/** What a deauthorise or deletion callback can come to; `forged-…` is what was wrong with the signed request. */
export const callbackOutcomes = [
  'deauthorised',
  'deletion',
  'forged-mismatch',
  'forged-algorithm',
  'forged-stale',
  'forged-no-user',
  'forged-malformed',
  'forged-absent',
  'forged-doubled',
  'no-app-secret',
  'too-large',
  'unavailable',
] as const;
