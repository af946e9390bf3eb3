import { AccessToken } from '../../../../lambdas/foundation/core/access-token.ts';
import type { GraphLine } from './graph-line.ts';
import { app, identity, instagramApp } from './loopback-meta.ts';

const other = new AccessToken('EAAothertoken0000000');
const done = { success: true };
const granted = { access_token: 'EAAgranted000000000', token_type: 'bearer' };
const facebook = '/graph.facebook.com/v26.0';
const instagram = '/graph.instagram.com';
const client = { client_id: app.appId, client_secret: app.appSecret };
const { appId } = app;

/** The calls about tokens. */
export const tokenLines: readonly GraphLine[] = [
  {
    method: 'exchangeCode',
    call: (graph) => graph.exchangeCode(app, { code: 'c0de', redirectUri: 'https://example.org/cb' }),
    answer: granted,
    sent: `POST ${facebook}/oauth/access_token`,
    form: { ...client, code: 'c0de', redirect_uri: 'https://example.org/cb', method: 'GET' },
  },
  {
    method: 'exchangeCode',
    call: (graph) => graph.exchangeCode(app, { code: 'c0de' }),
    answer: granted,
    sent: `POST ${facebook}/oauth/access_token`,
    form: { ...client, code: 'c0de', method: 'GET' },
  },
  {
    method: 'exchangeLongLived',
    call: (graph) => graph.exchangeLongLived(app, other),
    answer: granted,
    sent: `POST ${facebook}/oauth/access_token`,
    form: { ...client, grant_type: 'fb_exchange_token', fb_exchange_token: 'EAAothertoken0000000', method: 'GET' },
  },
  {
    method: 'refreshSystemUserToken',
    call: (graph) => graph.refreshSystemUserToken({ ...identity, token: other }),
    answer: granted,
    sent: `POST ${facebook}/oauth/access_token`,
    form: {
      ...client,
      grant_type: 'fb_exchange_token',
      fb_exchange_token: 'EAAothertoken0000000',
      set_token_expires_in_60_days: 'true',
      method: 'GET',
    },
  },
  {
    method: 'exchangeInstagramCode',
    call: (graph) => graph.exchangeInstagramCode(instagramApp, { code: 'c0de#_', redirectUri: 'https://e.org/' }),
    answer: { ...granted, user_id: 17, permissions: [] },
    sent: 'POST /api.instagram.com/oauth/access_token',
    form: {
      client_id: instagramApp.appId,
      client_secret: instagramApp.appSecret,
      grant_type: 'authorization_code',
      redirect_uri: 'https://e.org/',
      code: 'c0de',
    },
    budget: `app:${instagramApp.appId}:platform`,
  },
  {
    method: 'exchangeInstagramLongLived',
    call: (graph) => graph.exchangeInstagramLongLived(instagramApp, other),
    answer: granted,
    sent: `POST ${instagram}/access_token`,
    form: {
      grant_type: 'ig_exchange_token',
      client_secret: instagramApp.appSecret,
      access_token: 'EAAothertoken0000000',
      method: 'GET',
    },
    budget: `app:${instagramApp.appId}:platform`,
  },
  {
    method: 'refreshInstagramToken',
    call: (graph) => graph.refreshInstagramToken({ app: instagramApp, token: other }),
    answer: granted,
    sent: `POST ${instagram}/refresh_access_token`,
    form: { grant_type: 'ig_refresh_token', access_token: 'EAAothertoken0000000', method: 'GET' },
    budget: `app:${instagramApp.appId}:platform`,
  },
  {
    method: 'inspectToken',
    call: (graph) => graph.inspectToken(app, other),
    answer: { data: { app_id: appId, is_valid: true } },
    sent: `POST ${facebook}/debug_token`,
    form: { input_token: 'EAAothertoken0000000', method: 'GET' },
  },
  {
    method: 'listPermissions',
    call: (graph) => graph.listPermissions(identity),
    answer: { data: [{ permission: 'email', status: 'declined' }] },
    sent: `GET ${facebook}/me/permissions`,
    query: {},
  },
  {
    method: 'removePermissions',
    call: (graph) => graph.removePermissions(identity, '17'),
    answer: done,
    sent: `DELETE ${facebook}/17/permissions`,
    query: {},
  },
  {
    method: 'revokeToken',
    call: (graph) => graph.revokeToken(app, other),
    answer: done,
    sent: `POST ${facebook}/oauth/revoke`,
    form: { ...client, revoke_token: 'EAAothertoken0000000', method: 'GET' },
  },
  {
    method: 'fetchSystemUserTokens',
    call: (graph) => graph.fetchSystemUserTokens(identity, { businessId: '9', scopes: ['a', 'b'], systemUserId: '8' }),
    answer: granted,
    sent: `POST ${facebook}/9/system_user_access_tokens`,
    form: { fetch_only: 'true', scope: 'a,b', system_user_id: '8' },
  },
];
