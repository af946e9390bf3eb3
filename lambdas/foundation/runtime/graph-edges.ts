import type { Clock } from '../core/clock.ts';
import type { AccountCalls } from '../meta/edges/account-calls.ts';
import { accountCalls } from '../meta/edges/accounts.ts';
import type { ConversionCalls } from '../meta/edges/conversion-calls.ts';
import { conversionCalls } from '../meta/edges/conversions.ts';
import type { ProbeCalls } from '../meta/edges/probe-calls.ts';
import { probeCalls } from '../meta/edges/probes.ts';
import { sharingCalls } from '../meta/edges/sharing.ts';
import type { SharingCalls } from '../meta/edges/sharing-calls.ts';
import type { SubscriptionCalls } from '../meta/edges/subscription-calls.ts';
import { subscriptionCalls } from '../meta/edges/subscriptions.ts';
import type { TokenCalls } from '../meta/edges/token-calls.ts';
import { tokenCalls } from '../meta/edges/tokens.ts';
import type { Send } from '../meta/wire/graph-call.ts';

// One constant a need, not one object of them all: a bundle carries the families that its handler names, and starts
// faster for each that it does not.

/** Some families of `Graph`'s calls, over a sender. */
export type Edges<Calls> = (send: Send, clock: Clock) => Calls;

/** What sends conversions and looks at their quality. */
export const conversionEdges: Edges<ConversionCalls> = conversionCalls;

/** What looks after tokens that stand, and asks whose they are. */
export const careEdges: Edges<TokenCalls & AccountCalls> = (send, clock) => ({
  ...tokenCalls(send, clock),
  ...accountCalls(send, clock),
});

/** What discovers assets and subscribes them. */
export const linkEdges: Edges<AccountCalls & SubscriptionCalls> = (send, clock) => ({
  ...accountCalls(send, clock),
  ...subscriptionCalls(send),
});

/** What makes, shows and ends a connection. */
export const connectEdges: Edges<TokenCalls & AccountCalls & SubscriptionCalls> = (send, clock) => ({
  ...careEdges(send, clock),
  ...subscriptionCalls(send),
});

/** What examines, links, shares and subscribes assets. */
export const assetEdges: Edges<TokenCalls & AccountCalls & SubscriptionCalls & SharingCalls & ProbeCalls> = (
  send,
  clock,
) => ({
  ...connectEdges(send, clock),
  ...sharingCalls(send),
  ...probeCalls(send),
});
