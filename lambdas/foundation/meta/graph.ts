import type { AccountCalls } from './edges/account-calls.ts';
import type { ConversionCalls } from './edges/conversion-calls.ts';
import type { MediaCalls } from './edges/media-calls.ts';
import type { MessageCalls } from './edges/message-calls.ts';
import type { ProbeCalls } from './edges/probe-calls.ts';
import type { SharingCalls } from './edges/sharing-calls.ts';
import type { SubscriptionCalls } from './edges/subscription-calls.ts';
import type { TemplateCalls } from './edges/template-calls.ts';
import type { ThreadControlCalls } from './edges/thread-control-calls.ts';
import type { TokenCalls } from './edges/token-calls.ts';
import type { WhatsappCalls } from './edges/whatsapp-calls.ts';

/**
 * The only door to Meta: named calls and no others. A use case asks for its slice, `Pick<Graph, 'inspectToken'>`.
 * Every call throws `Failure`: `rate-limited` (with `retryAt`, before or by Meta's answer), `meta-unavailable`,
 * `outcome-unknown` (a write whose answer was lost), and what `classify-error.ts` makes of Meta's refusals.
 */
export interface Graph
  extends TokenCalls,
    AccountCalls,
    SubscriptionCalls,
    SharingCalls,
    ProbeCalls,
    ConversionCalls,
    MessageCalls,
    WhatsappCalls,
    MediaCalls,
    TemplateCalls,
    ThreadControlCalls {}
