import { createHash } from 'node:crypto';
import { proofOf } from '../http/caller.ts';
import { listParam } from '../http/graph-request.ts';
import { badParameter, missing, Refusal } from '../http/refusal.ts';
import { isAsset, type ThingOf } from '../world/things.ts';
import { LONG_MS } from '../world/token-life.ts';
import type { Token } from '../world/tokens.ts';
import { type Edge, type EdgeCall, type Edges, SUCCESS } from './edge.ts';

const systemUserOf = ({ node }: EdgeCall): ThingOf<'system_user'> => {
  if (node.kind !== 'system_user') throw missing(node.id, 'POST');
  return node;
};

const isYes = (text: string | undefined): boolean => text === 'true' || text === '1';

/** A token for a system user: a snapshot of scopes and of what is assigned now (fact sheet §2). */
export function systemToken(call: EdgeCall, user: ThingOf<'system_user'>, app: string): Token {
  const { meta, params } = call;
  const assets = Object.keys(user.tasks);
  return meta.tokens.issue({
    kind: 'system-user',
    app,
    person: user.id,
    page: null,
    long: true,
    scopes: listParam(params, 'scope'),
    snapshot: true,
    assets: [...assets, user.business],
    expiresAt: isYes(params.set_token_expires_in_60_days) ? meta.clock.now() + LONG_MS : null,
    dataAccessExpiresAt: null,
  });
}

/** `business_app, scope, appsecret_proof, set_token_expires_in_60_days`; the app must be installed for the user. */
const mint: Edge['run'] = (call) => {
  const user = systemUserOf(call);
  const { caller, params, meta } = call;
  const app = params.business_app ?? '';
  if (!user.apps.includes(app)) throw new Refusal(100, '(#100) The app is not installed for this system user');
  if (listParam(params, 'scope').length === 0) throw badParameter('The parameter scope is required');
  if (caller.token && proofOf(meta, caller.app, caller.token.text, params) !== 'ok') {
    throw new Refusal(104, 'Invalid appsecret_proof provided in the API argument');
  }
  return { json: { access_token: systemToken(call, user, app).text } };
};

const revokeAll: Edge['run'] = (call) => {
  const { id } = systemUserOf(call);
  call.meta.tokens.kill({ person: id, kind: 'system-user' }, { code: 190, subcode: 467 });
  return SUCCESS;
};

const installApp: Edge['run'] = (call) => {
  const { id, apps } = systemUserOf(call);
  const app = call.params.business_app ?? '';
  if (call.meta.world.find(app)?.kind !== 'app') throw badParameter('Param business_app must be the id of an app');
  call.meta.world.merge({ kind: 'system_user', id, apps: [...new Set([...apps, app])] });
  return SUCCESS;
};

const addSystemUser: Edge['run'] = ({ meta, node, params }) => {
  if (!params.name) throw badParameter('The parameter name is required');
  const id = `99${parseInt(createHash('sha256').update(`${node.id}${params.name}`).digest('hex').slice(0, 11), 16)}`;
  const role = params.role === 'ADMIN' ? 'ADMIN' : 'EMPLOYEE';
  meta.world.merge({ kind: 'system_user', id, business: node.id, role, fields: { name: params.name } });
  return { json: { id } };
};

/** The living token of a business integration, or with `fetch_only=false` a further one like it. */
const integrationToken: Edge['run'] = ({ meta, caller, node, params }) => {
  const now = meta.clock.now();
  const found = meta.tokens
    .all()
    .findLast(
      (token) =>
        token.kind === 'business' &&
        token.app === caller.app.id &&
        token.death === null &&
        (token.expiresAt === null || token.expiresAt > now) &&
        businessOf(meta.world.find(token.person)) === node.id,
    );
  if (!found) throw new Refusal(100, '(#100) No system user access token exists for this business');
  if (isYes(params.fetch_only)) return { json: { access_token: found.text } };
  const wanted = listParam(params, 'asset');
  const expiresAt = isYes(params.set_token_expires_in_60_days) ? now + LONG_MS : null;
  const assets = wanted.length > 0 ? wanted.filter((id) => isAssetOf(meta.world.find(id))) : found.assets;
  return { json: { access_token: meta.tokens.issue({ ...found, assets, expiresAt }).text } };
};

const isAssetOf = (thing: Parameters<typeof isAsset>[0] | undefined): boolean => thing !== undefined && isAsset(thing);
const businessOf = (thing: Parameters<typeof isAsset>[0] | undefined): string | undefined =>
  thing?.kind === 'user' ? Object.keys(thing.businesses)[0] : undefined;

const scopes = ['business_management'];

/** Where tokens of system users come from, besides the dialog. */
export const MINTING_EDGES: Edges = {
  'system_user/access_tokens POST': { scopes, run: mint },
  'system_user/access_tokens DELETE': { scopes, run: revokeAll },
  'system_user/applications POST': { scopes, run: installApp },
  'business/system_users POST': { scopes, run: addSystemUser },
  'business/system_user_access_tokens POST': { scopes, run: integrationToken },
};
