import { badParameter } from '../http/refusal.ts';
import { idIn, objectParam } from '../messaging/json-param.ts';
import { type Edge, type EdgeCall, type Edges, SUCCESS } from './edge.ts';

/** The Page's own inbox (fact sheet §1). */
const INBOX_APP = '263902037430900';

const DEMAND = {
  scopes: ['pages_messaging', 'instagram_manage_messages'],
  tokens: ['page' as const],
  tasks: ['MESSAGING'],
};

/** `{recipient: {id}}`, and `metadata` of at most 1,000 characters. */
function personOf({ params }: EdgeCall): string {
  const id = idIn(objectParam(params, 'recipient')?.id);
  if (id === null) throw badParameter('The parameter recipient[id] is required.');
  if ((params.metadata ?? '').length > 1000) throw badParameter('Param metadata must have at most 1000 characters.');
  return id;
}

const give =
  (to: (call: EdgeCall) => string | null): Edge['run'] =>
  (call) => {
    call.meta.messaging.owners.give(call.node.id, personOf(call), to(call));
    return SUCCESS;
  };

/** Asking changes nothing: whoever holds the thread decides. */
const ask: Edge['run'] = (call) => {
  personOf(call);
  return SUCCESS;
};

function targetOf({ params }: EdgeCall): string {
  const target = params.target_app_id ?? INBOX_APP;
  if (!/^\d+$/.test(target)) throw badParameter('Param target_app_id must be the id of an app.');
  return target;
}

const owner: Edge['run'] = ({ meta, node, params }) => {
  if (!params.recipient) throw badParameter('The parameter recipient is required.');
  const app = meta.messaging.owners.of(node.id, params.recipient);
  return { json: { data: app === null ? [] : [{ thread_owner: { app_id: app } }] } };
};

/** Who speaks in a thread of a Page (Conversation Routing). */
export const THREAD_CONTROL_EDGES: Edges = {
  'page/pass_thread_control POST': { ...DEMAND, run: give(targetOf) },
  'page/take_thread_control POST': { ...DEMAND, run: give(({ caller }) => caller.app.id) },
  'page/release_thread_control POST': { ...DEMAND, run: give(() => null) },
  'page/request_thread_control POST': { ...DEMAND, run: ask },
  'page/thread_owner GET': { ...DEMAND, run: owner },
};
