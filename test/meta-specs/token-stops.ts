import { AccessToken } from '../../lambdas/foundation/core/access-token.ts';
import { demo } from './demo-ids.ts';
import { app, instagramApp, redirectUri, type Stops } from './travellers.ts';

/** Tokens: their making, care and end. */
export const tokenStops = {
  exchangeCode: async (call, { sim }) => {
    await call(app, { code: await sim.code(app, { scopes: ['email'] }), redirectUri });
    const signup = { app: app.appId, user: demo.ada, wabaId: demo.waba, phoneNumberId: demo.phone };
    await call(app, { code: String((await sim.post('/embedded-signup', signup)).code) });
  },
  exchangeLongLived: (call, { person }) => call(app, person.token),
  refreshSystemUserToken: (call, { systemUser }) => call(systemUser),
  exchangeInstagramCode: async (call, { sim }) =>
    call(instagramApp, { code: await sim.code(instagramApp, { scopes: ['instagram_business_basic'] }), redirectUri }),
  exchangeInstagramLongLived: async (call, { sim }) =>
    call(instagramApp, await sim.token('instagram', { person: demo.instagram, long: false })),
  refreshInstagramToken: async (call, { instagram, sim }) => {
    await sim.post('/clock', { advanceSeconds: 25 * 3600 });
    await call(instagram);
  },
  inspectToken: async (call, { person, page, systemUser }) => {
    for (const { token } of [person, page, systemUser]) await call(app, token);
    await call(app, new AccessToken('not-a-token'));
  },
  listPermissions: async (call, { person }) => {
    await call(person, { limit: 2 });
    await call(person);
  },
  removePermissions: async (call, { sim }) =>
    call({ app, token: await sim.token('user', { person: demo.ben, scopes: ['email'] }) }, demo.ben),
  revokeToken: async (call, { sim }) => call(app, await sim.token('system-user', { person: demo.systemUser })),
  fetchSystemUserTokens: async (call, { business }) => {
    await call(business, { businessId: demo.business });
    const scopes = ['ads_read', 'pages_show_list'];
    await call(business, { businessId: demo.business, systemUserId: demo.systemUser, scopes, assetIds: [demo.page] });
  },
} satisfies Partial<Stops>;
