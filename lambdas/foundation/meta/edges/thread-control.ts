import * as z from 'zod/mini';
import type { GraphIdentity } from '../identity.ts';
import type { Send } from '../wire/graph-call.ts';
import { conversationEdge } from './conversation-edge.ts';
import { jsonBody, type MetaBody } from './json-body.ts';
import { done, id } from './shapes.ts';
import type { ControlledThread, ThreadControlCalls } from './thread-control-calls.ts';

/** `{data: [{thread_owner: {app_id}}]}`, as Meta's page "Get Thread Owner" shows it; the specs leave the fields out. */
const threadOwner = z.lazy(() =>
  z.pipe(
    z.looseObject({
      data: z.array(
        z.looseObject({
          thread_owner: z.optional(z.nullable(z.looseObject({ app_id: z.optional(z.nullable(id)) }))),
        }),
      ),
    }),
    z.transform(({ data: [first] }) => ({ appId: first?.thread_owner?.app_id ?? null })),
  ),
);

/** The thread-control calls over a sender. */
export const threadControlCalls = (send: Send): ThreadControlCalls => {
  const change = async (
    name: ControlChange,
    identity: GraphIdentity,
    thread: ControlledThread,
    more: MetaBody = {},
  ) => {
    const { recipientId, metadata, ...account } = thread;
    const body = { recipient: { id: recipientId }, ...more, ...(metadata === undefined ? {} : { metadata }) };
    const edge = conversationEdge(identity, account, edges[name]);
    return send({ ...edge, name, effect: 'set', method: 'POST', json: jsonBody(body), answer: done });
  };
  return {
    passThreadControl: async (identity, { targetAppId, ...thread }) =>
      change('passThreadControl', identity, thread, { target_app_id: targetAppId }),
    takeThreadControl: async (identity, thread) => change('takeThreadControl', identity, thread),
    requestThreadControl: async (identity, thread) => change('requestThreadControl', identity, thread),
    readThreadOwner: async (identity, { recipientId, ...account }) =>
      send({
        ...conversationEdge(identity, account, 'thread_owner'),
        name: 'readThreadOwner',
        effect: 'read',
        method: 'GET',
        params: { recipient: recipientId },
        answer: threadOwner,
      }),
  };
};

const edges = {
  passThreadControl: 'pass_thread_control',
  takeThreadControl: 'take_thread_control',
  requestThreadControl: 'request_thread_control',
} as const;
type ControlChange = keyof typeof edges;
