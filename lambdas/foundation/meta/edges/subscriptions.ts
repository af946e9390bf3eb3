import type { GraphApp, GraphIdentity } from '../identity.ts';
import { accountBudget, appBudget, objectBudget } from '../wire/budget-keys.ts';
import type { GraphCall, Send } from '../wire/graph-call.ts';
import { actId, pathId } from '../wire/path-id.ts';
import { read, write } from './edge-call.ts';
import { done, paged, pageParams } from './shapes.ts';
import type { SubscribedAsset, SubscriptionCalls } from './subscription-calls.ts';
import { appSubscription, installedApp } from './subscription-shapes.ts';

/** The subscription calls over a sender. */
export const subscriptionCalls = (send: Send): SubscriptionCalls => ({ ...ofAssets(send), ...ofApp(send) });

type AssetCalls = 'listSubscribedApps' | 'subscribeAsset' | 'unsubscribeAsset';

const ofAssets = (send: Send): Pick<SubscriptionCalls, AssetCalls> => ({
  listSubscribedApps: async (identity, asset, page) => {
    const { path, keys } = edgeOf(identity, asset);
    const call = read(identity, 'listSubscribedApps', path, pageParams(page), paged(installedApp), keys);
    return send(onItsHost(call, asset));
  },
  subscribeAsset: async (identity, asset, fields) => {
    const { path, keys } = edgeOf(identity, asset);
    const params = { ...installParams(identity, asset), ...fieldParams(asset, fields) };
    return send(onItsHost(write(identity, 'subscribeAsset', 'POST', path, params, keys), asset));
  },
  unsubscribeAsset: async (identity, asset) => {
    const { path, keys } = edgeOf(identity, asset);
    const params = installParams(identity, asset);
    return send(onItsHost(write(identity, 'unsubscribeAsset', 'DELETE', path, params, keys), asset));
  },
});

const useCases = { page: 'pages', instagram: 'instagram', waba: 'whatsapp' } as const;

function edgeOf(identity: GraphIdentity, { kind, id }: SubscribedAsset) {
  if (kind === 'ad-account') {
    return { path: `/${actId(id)}/subscribed_apps`, keys: accountBudget(id, 'ads_management') };
  }
  return { path: `/${pathId(id)}/subscribed_apps`, keys: objectBudget(identity, id, useCases[kind]) };
}

/** An ad account's edge wants the app named (Meta's spec of `AdAccount`); the others take the token's. */
const installParams = ({ app }: GraphIdentity, { kind }: SubscribedAsset): Readonly<Record<string, string>> =>
  kind === 'ad-account' ? { app_id: app.appId } : {};

/** Only a Page's and an Instagram account's edge have a list of fields (fact sheet §7). */
const fieldParams = ({ kind }: SubscribedAsset, fields: readonly string[]): Readonly<Record<string, string>> =>
  kind === 'page' || kind === 'instagram' ? { subscribed_fields: fields.join(',') } : {};

const surfaces = { page: 'graph', instagram: 'instagram', waba: 'whatsapp', 'ad-account': 'marketing' } as const;

/** An Instagram account is subscribed on Instagram's graph, whatever app asks (fact sheet §7). */
function onItsHost<T>(call: GraphCall<T>, { kind }: SubscribedAsset): GraphCall<T> {
  const surface = surfaces[kind];
  return kind === 'instagram' ? { ...call, surface, host: 'graph.instagram.com' } : { ...call, surface };
}

type AppCalls = 'listAppSubscriptions' | 'setAppSubscription' | 'removeAppSubscription';

const ofApp = (send: Send): Pick<SubscriptionCalls, AppCalls> => ({
  listAppSubscriptions: async (app, page) => {
    const params = pageParams(page);
    const call = { name: 'listAppSubscriptions', effect: 'read', method: 'GET', params } as const;
    return send({ ...byApp(app), ...call, answer: paged(appSubscription) });
  },
  setAppSubscription: async (app, { object, callbackUrl, fields, verifyToken }) => {
    const params = { object, callback_url: callbackUrl, fields: fields.join(','), include_values: 'true' };
    const secrets = { verify_token: verifyToken };
    const call = { name: 'setAppSubscription', effect: 'set', method: 'POST', params, secrets } as const;
    return send({ ...byApp(app), ...call, answer: done });
  },
  removeAppSubscription: async (app, object) => {
    const call = { name: 'removeAppSubscription', effect: 'set', method: 'DELETE', params: { object } } as const;
    return send({ ...byApp(app), ...call, answer: done });
  },
});

const byApp = (app: GraphApp) =>
  ({
    host: 'graph.facebook.com',
    path: `/${pathId(app.appId)}/subscriptions`,
    speaker: { app },
    keys: appBudget(app),
  }) as const;
