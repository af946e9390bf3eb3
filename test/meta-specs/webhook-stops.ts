import type { GraphIdentity } from '../../lambdas/foundation/meta/identity.ts';
import { wishedByDefault } from '../../lambdas/foundation/store/subscription-wishes.ts';
import { demo } from './demo-ids.ts';
import { app, type Stops, type Travellers } from './travellers.ts';

const installs = ({ page, person, instagram }: Travellers) =>
  [
    [page, { kind: 'page', id: demo.page }, wishedByDefault.page],
    [instagram, { kind: 'instagram', id: demo.instagram }, wishedByDefault.instagram],
    [person, { kind: 'waba', id: demo.waba }, []],
    [person, { kind: 'ad-account', id: demo.adAccount }, []],
  ] as const satisfies readonly (readonly [GraphIdentity, object, readonly string[]])[];

/** Webhooks, each asset's and the app's own: set, seen, taken away. */
export const webhookStops = {
  subscribeAsset: async (call, on) => {
    for (const [identity, asset, fields] of installs(on)) await call(identity, asset, fields);
  },
  listSubscribedApps: async (call, on) => {
    for (const [identity, asset] of installs(on)) await call(identity, asset, { limit: 2 });
  },
  unsubscribeAsset: async (call, on) => {
    for (const [identity, asset] of installs(on)) await call(identity, asset);
  },
  setAppSubscription: async (call, { callbackUrl }) => {
    const wish = { callbackUrl, verifyToken: 'demo-verify' };
    await call(app, { ...wish, object: 'page', fields: wishedByDefault.page });
    await call(app, { ...wish, object: 'ad_account', fields: wishedByDefault.ad_account });
  },
  listAppSubscriptions: (call) => call(app, { limit: 1 }),
  removeAppSubscription: (call) => call(app, 'page'),
} satisfies Partial<Stops>;
