import type { Edge, EdgeCall } from '../edges/edge.ts';
import type { Thing } from '../world/things.ts';
import type { Token } from '../world/tokens.ts';
import { sees, tokenTasks } from '../world/visible.ts';
import type { World } from '../world/world.ts';
import type { Caller } from './caller.ts';
import type { GraphRequest } from './graph-request.ts';
import { missing, noScope, Refusal } from './refusal.ts';

/** Scopes that open a node of each kind, one of them, and the code without; a kind that is not here needs none. */
const NODE_SCOPES: Partial<Record<Thing['kind'], { scopes: string[]; code: number }>> = {
  page: { scopes: ['pages_read_engagement', 'pages_show_list', 'pages_manage_metadata'], code: 10 },
  ad_account: { scopes: ['ads_read', 'ads_management'], code: 200 },
  pixel: { scopes: ['ads_read', 'ads_management'], code: 200 },
  business: { scopes: ['business_management'], code: 200 },
  system_user: { scopes: ['business_management'], code: 200 },
  waba: { scopes: ['whatsapp_business_management'], code: 200 },
  phone_number: { scopes: ['whatsapp_business_management', 'whatsapp_business_messaging'], code: 200 },
  catalog: { scopes: ['catalog_management', 'business_management'], code: 200 },
  instagram: { scopes: ['instagram_basic', 'instagram_business_basic'], code: 10 },
  lead_form: { scopes: ['leads_retrieval', 'pages_manage_ads'], code: 200 },
};

const hasAny = ({ scopes }: Caller, any: readonly string[]): boolean => any.some((scope) => scopes.has(scope));

/** Throws unless the caller may read this node by itself. */
export function demandNode(caller: Caller, node: Thing): void {
  const need = NODE_SCOPES[node.kind];
  if (caller.token === null || need === undefined || node.id === caller.token.person) return;
  if (node.id === caller.token.page) return;
  if (!hasAny(caller, need.scopes)) throw noScope(need.scopes, need.code);
}

/** Throws unless this edge may be called: right host, right kind of token, a scope, a task. */
export function demandEdge(edge: Edge, call: EdgeCall): void {
  const { caller, node, host, request } = call;
  const kind = caller.token?.kind ?? 'app';
  if (!(edge.hosts ?? ['graph.facebook.com']).includes(host)) throw missing(node.id, request.method);
  if (edge.tokens && !edge.tokens.includes(kind)) throw wrongToken(edge.tokens);
  if (edge.scopes && !hasAny(caller, edge.scopes)) throw noScope(edge.scopes, edge.code ?? 200);
  if (edge.tasks && caller.token && !hasTask(call.meta.world, caller.token, node, edge.tasks)) {
    throw new Refusal(edge.code ?? 200, `(#${edge.code ?? 200}) One of the tasks ${edge.tasks.join(', ')} is required`);
  }
}

/** Another kind of token is required: one of the permission codes 200–299 (fact sheet §3). */
const wrongToken = (tokens: readonly string[]): Refusal =>
  tokens.includes('page')
    ? new Refusal(210, '(#210) A page access token is required to request this resource.')
    : new Refusal(200, `(#200) This method must be called with a token of kind ${tokens.join(', ')}`);

const hasTask = (world: World, token: Token, node: Thing, tasks: readonly string[]): boolean =>
  tokenTasks(world, token, node).some((task) => tasks.includes(task));

/** Finds the node of a call; what is not there and what may not be seen are told apart by nobody (100/33). */
export function nodeOf(world: World, request: GraphRequest, caller: Caller, id: string, now: number): Thing {
  const { token } = caller;
  if (id === 'me') {
    const self = world.find(token?.page ?? token?.person ?? caller.app.id);
    if (!self) throw missing(id, request.method);
    return self;
  }
  const node = world.find(id) ?? world.of('instagram').find(({ scopedId }) => scopedId === id);
  if (!node) throw missing(id, request.method);
  if (token === null) return appsOwn(node, caller, request);
  if (!sees(world, token, node)) throw unseen(token, node, request);
  if (token.dataAccessExpiresAt !== null && now >= token.dataAccessExpiresAt) {
    throw new Refusal(10, '(#10) Access to the data of this user has expired');
  }
  return node;
}

/** An app's own token opens the app itself and its users. */
function appsOwn(node: Thing, caller: Caller, request: GraphRequest): Thing {
  if (node.id === caller.app.id || node.kind === 'user') return node;
  throw missing(node.id, request.method);
}

/** A system user that lacks the Page gets 10/1341012 (fact sheet §2). */
const unseen = (token: Token, node: Thing, request: GraphRequest): Refusal =>
  node.kind === 'page' && (token.kind === 'system-user' || token.kind === 'business')
    ? new Refusal(10, '(#10) The system user has no role on this Page', { subcode: 1341012 })
    : missing(node.id, request.method);
