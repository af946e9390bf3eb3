import type { Clock } from '../core/clock.ts';
import type { Outside } from '../core/media-doors.ts';
import type { AccountCalls } from '../meta/edges/account-calls.ts';
import { accountCalls } from '../meta/edges/accounts.ts';
import type { ConversionCalls } from '../meta/edges/conversion-calls.ts';
import { conversionCalls } from '../meta/edges/conversions.ts';
import { mediaCalls } from '../meta/edges/media.ts';
import type { MediaCalls } from '../meta/edges/media-calls.ts';
import type { MessageCalls } from '../meta/edges/message-calls.ts';
import { messageCalls } from '../meta/edges/messages.ts';
import type { ProbeCalls } from '../meta/edges/probe-calls.ts';
import { probeCalls } from '../meta/edges/probes.ts';
import { sharingCalls } from '../meta/edges/sharing.ts';
import type { SharingCalls } from '../meta/edges/sharing-calls.ts';
import type { SubscriptionCalls } from '../meta/edges/subscription-calls.ts';
import { subscriptionCalls } from '../meta/edges/subscriptions.ts';
import type { TemplateCalls } from '../meta/edges/template-calls.ts';
import { templateCalls } from '../meta/edges/templates.ts';
import { threadControlCalls } from '../meta/edges/thread-control.ts';
import type { ThreadControlCalls } from '../meta/edges/thread-control-calls.ts';
import type { TokenCalls } from '../meta/edges/token-calls.ts';
import { tokenCalls } from '../meta/edges/tokens.ts';
import { whatsappCalls } from '../meta/edges/whatsapp.ts';
import type { WhatsappCalls } from '../meta/edges/whatsapp-calls.ts';
import type { GraphDoors } from '../meta/graph-client.ts';
import type { Send } from '../meta/wire/graph-call.ts';

// One constant a need, not one object of them all: a bundle carries the families that its handler names, and starts
// faster for each that it does not.

/** Some families of `Graph`'s calls, over a sender; `doors` are what the sender stands on. */
export type Edges<Calls> = (send: Send, clock: Clock, doors: GraphDoors) => Calls;

/** What sends conversions and looks at their quality. */
export const conversionEdges: Edges<ConversionCalls> = conversionCalls;

/** What sends messages, on all three channels. */
export const messageEdges: Edges<MessageCalls & WhatsappCalls> = (send) => ({
  ...messageCalls(send),
  ...whatsappCalls(send),
});

/** What lists and makes message templates, and hands threads to other apps. */
export const manageEdges: Edges<TemplateCalls & ThreadControlCalls> = (send) => ({
  ...templateCalls(send),
  ...threadControlCalls(send),
});

/** What finds and opens the files of people's messages; `outside` is how. */
export const fileEdges =
  (outside: Outside): Edges<WhatsappCalls & MediaCalls> =>
  (send, _clock, doors) => ({ ...whatsappCalls(send), ...mediaCalls({ ...doors, outside }) });

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
export const connectEdges: Edges<TokenCalls & AccountCalls & SubscriptionCalls> = (send, clock, doors) => ({
  ...careEdges(send, clock, doors),
  ...subscriptionCalls(send),
});

/** What examines, links, shares and subscribes assets. */
export const assetEdges: Edges<TokenCalls & AccountCalls & SubscriptionCalls & SharingCalls & ProbeCalls> = (
  send,
  clock,
  doors,
) => ({
  ...connectEdges(send, clock, doors),
  ...sharingCalls(send),
  ...probeCalls(send),
});
