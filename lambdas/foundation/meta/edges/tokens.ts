import { AccessToken } from '../../core/access-token.ts';
import type { Clock } from '../../core/clock.ts';
import type { GraphApp } from '../identity.ts';
import { appBudget } from '../wire/budget-keys.ts';
import type { Send } from '../wire/graph-call.ts';
import { pathId } from '../wire/path-id.ts';
import { read, write } from './edge-call.ts';
import { done, paged, pageParams } from './shapes.ts';
import type { SystemTokenRequest, TokenCalls } from './token-calls.ts';
import { grantedToken, inspectedToken, instagramGrant, permission } from './token-shapes.ts';

const text = AccessToken.textOf;

/** Client id and secret of the app that speaks for itself. */
const client = ({ appId, appSecret }: GraphApp) => ({
  params: { client_id: appId },
  secrets: { client_secret: appSecret },
});

/** The token calls over a sender. */
export const tokenCalls = (send: Send, clock: Clock): TokenCalls => ({
  ...exchanges(send, clock),
  ...instagramExchanges(send, clock),
  ...tokenCare(send, clock),
});

/** `GET /oauth/access_token` in its three uses. */
const exchanges = (
  send: Send,
  clock: Clock,
): Pick<TokenCalls, 'exchangeCode' | 'exchangeLongLived' | 'refreshSystemUserToken'> => ({
  exchangeCode: async (app, { code, redirectUri }) => {
    const { params, secrets } = client(app);
    const redirected = redirectUri === undefined ? params : { ...params, redirect_uri: redirectUri };
    const grant = { params: redirected, secrets: { ...secrets, code } };
    return send({ ...accessToken(app, clock), name: 'exchangeCode', effect: 'once', ...grant });
  },
  exchangeLongLived: async (app, token) =>
    send({ ...accessToken(app, clock), name: 'exchangeLongLived', effect: 'set', ...longLived(app, token) }),
  refreshSystemUserToken: async ({ app, token, ...asker }) => {
    const { params, secrets } = longLived(app, token);
    const sixtyDays = { params: { ...params, set_token_expires_in_60_days: 'true' }, secrets };
    return send({ ...accessToken(app, clock), name: 'refreshSystemUserToken', effect: 'set', asker, ...sixtyDays });
  },
});

const accessToken = (app: GraphApp, clock: Clock) =>
  ({
    method: 'GET',
    host: 'graph.facebook.com',
    path: '/oauth/access_token',
    speaker: { nobody: app },
    keys: appBudget(app),
    answer: grantedToken(clock),
  }) as const;

function longLived(app: GraphApp, token: AccessToken) {
  const { params, secrets } = client(app);
  return {
    params: { ...params, grant_type: 'fb_exchange_token' },
    secrets: { ...secrets, fb_exchange_token: text(token) },
  };
}

type InstagramExchanges = 'exchangeInstagramCode' | 'exchangeInstagramLongLived' | 'refreshInstagramToken';

/** Instagram Login's own three; their paths have no version, and they take no proof (fact sheet §2). */
const instagramExchanges = (send: Send, clock: Clock): Pick<TokenCalls, InstagramExchanges> => ({
  exchangeInstagramCode: async (app, { code, redirectUri }) => {
    const { params, secrets } = client(app);
    return send({
      ...instagram(app),
      name: 'exchangeInstagramCode',
      effect: 'once',
      method: 'POST',
      host: 'api.instagram.com',
      path: '/oauth/access_token',
      params: { ...params, grant_type: 'authorization_code', redirect_uri: redirectUri },
      secrets: { ...secrets, code: code.replace(/#_$/, '') },
      answer: instagramGrant(clock),
    });
  },
  exchangeInstagramLongLived: async (app, token) =>
    send({
      ...instagram(app),
      name: 'exchangeInstagramLongLived',
      effect: 'set',
      path: '/access_token',
      params: { grant_type: 'ig_exchange_token' },
      secrets: { client_secret: app.appSecret, access_token: text(token) },
      answer: grantedToken(clock),
    }),
  refreshInstagramToken: async ({ app, token, ...asker }) =>
    send({
      ...instagram(app),
      name: 'refreshInstagramToken',
      effect: 'set',
      path: '/refresh_access_token',
      params: { grant_type: 'ig_refresh_token' },
      secrets: { access_token: text(token) },
      asker,
      answer: grantedToken(clock),
    }),
});

const instagram = (app: GraphApp) =>
  ({
    method: 'GET',
    host: 'graph.instagram.com',
    surface: 'instagram',
    versioned: false,
    speaker: { nobody: app },
    keys: appBudget(app),
  }) as const;

type TokenCare = Exclude<keyof TokenCalls, InstagramExchanges | keyof ReturnType<typeof exchanges>>;

const tokenCare = (send: Send, clock: Clock): Pick<TokenCalls, TokenCare> => ({
  inspectToken: async (app, token) =>
    send({
      ...byApp(app),
      name: 'inspectToken',
      effect: 'read',
      method: 'GET',
      path: '/debug_token',
      secrets: { input_token: text(token) },
      answer: inspectedToken,
    }),
  revokeToken: async (app, token) => {
    const { params, secrets } = client(app);
    const revoke = { params, secrets: { ...secrets, revoke_token: text(token) } };
    const call = { name: 'revokeToken', effect: 'set', method: 'GET', path: '/oauth/revoke', answer: done } as const;
    return send({ ...byApp(app), ...call, ...revoke });
  },
  listPermissions: async (identity, page) =>
    send(read(identity, 'listPermissions', '/me/permissions', pageParams(page), paged(permission))),
  removePermissions: async (identity, userId) =>
    send(write(identity, 'removePermissions', 'DELETE', `/${pathId(userId)}/permissions`)),
  fetchSystemUserTokens: async (identity, request) => {
    const path = `/${pathId(request.businessId)}/system_user_access_tokens`;
    const params = { fetch_only: 'true', ...systemToken(request) };
    const call = { name: 'fetchSystemUserTokens', effect: 'set', method: 'POST', path, params } as const;
    return send({ ...call, speaker: { identity }, keys: appBudget(identity.app), answer: grantedToken(clock) });
  },
});

const byApp = (app: GraphApp) => ({ host: 'graph.facebook.com', speaker: { app }, keys: appBudget(app) }) as const;

/** Lists are comma lists, as Meta reads them in forms. */
const systemToken = ({ systemUserId, scopes, assetIds }: SystemTokenRequest) => ({
  ...(systemUserId === undefined ? {} : { system_user_id: systemUserId }),
  ...(scopes === undefined ? {} : { scope: scopes.join(',') }),
  ...(assetIds === undefined ? {} : { asset: assetIds.join(',') }),
});
