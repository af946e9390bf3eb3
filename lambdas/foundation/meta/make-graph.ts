import { accountCalls } from './edges/accounts.ts';
import { conversionCalls } from './edges/conversions.ts';
import { mediaCalls } from './edges/media.ts';
import { messageCalls } from './edges/messages.ts';
import { probeCalls } from './edges/probes.ts';
import { sharingCalls } from './edges/sharing.ts';
import { subscriptionCalls } from './edges/subscriptions.ts';
import { templateCalls } from './edges/templates.ts';
import { threadControlCalls } from './edges/thread-control.ts';
import { tokenCalls } from './edges/tokens.ts';
import { whatsappCalls } from './edges/whatsapp.ts';
import type { Graph } from './graph.ts';
import { type GraphDoors, makeClient } from './graph-client.ts';

/** The one `Graph`, over these doors. */
export function makeGraph(doors: GraphDoors): Graph {
  const send = makeClient(doors);
  return {
    ...tokenCalls(send, doors.clock),
    ...accountCalls(send, doors.clock),
    ...subscriptionCalls(send),
    ...sharingCalls(send),
    ...probeCalls(send),
    ...conversionCalls(send),
    ...messageCalls(send),
    ...whatsappCalls(send),
    ...mediaCalls(doors),
    ...templateCalls(send),
    ...threadControlCalls(send),
  };
}
