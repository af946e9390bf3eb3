import { listParam } from '../http/graph-request.ts';
import { badParameter, Refusal } from '../http/refusal.ts';
import { NEWEST } from '../http/versions.ts';
import { subscribe } from '../webhooks/subscribe.ts';
import { type Edge, type Edges, SUCCESS } from './edge.ts';

/** Objects of webhooks (fact sheet §7). */
const OBJECTS = ['page', 'instagram', 'whatsapp_business_account', 'ad_account', 'permissions', 'user', 'application'];

const list: Edge['run'] = ({ meta, node }) => ({
  rows: meta.subscriptions.ofApp(node.id).map(({ object, callbackUrl, fields }) => ({
    object,
    callback_url: callbackUrl,
    active: true,
    fields: fields.map((name) => ({ name, version: NEWEST })),
  })),
});

/** Meta asks the callback at once; what does not echo the challenge is not subscribed (fact sheet §7, "Verification"). */
const set: Edge['run'] = async ({ meta, node, params }) => {
  const { object = '', callback_url: callbackUrl = '', verify_token: verifyToken = '' } = params;
  const fields = listParam(params, 'fields');
  if (!OBJECTS.includes(object)) throw badParameter(`Param object must be one of {${OBJECTS.join(', ')}}`);
  if (fields.length === 0) throw badParameter('The parameter fields is required');
  if (!URL.canParse(callbackUrl)) throw badParameter('The parameter callback_url is required');
  const { answerTimeoutMs } = meta.settings();
  const { echoed, said } = await subscribe(meta.post, callbackUrl, verifyToken, answerTimeoutMs);
  if (!echoed) throw new Refusal(100, `(#100) Callback verification failed. ${said}`);
  const includeValues = params.include_values === 'true' || params.include_values === '1';
  meta.subscriptions.setApp(node.id, { object, callbackUrl, fields, includeValues });
  return SUCCESS;
};

const remove: Edge['run'] = ({ meta, node, params }) => {
  meta.subscriptions.removeApp(node.id, params.object ?? null, listParam(params, 'fields'));
  return SUCCESS;
};

/** What an app as a whole wants to hear of; asked with the app's own token. */
export const APP_EDGES: Edges = {
  'app/subscriptions GET': { tokens: ['app'], run: list },
  'app/subscriptions POST': { tokens: ['app'], run: set },
  'app/subscriptions DELETE': { tokens: ['app'], run: remove },
};
