import type { AccessToken } from '../../lambdas/foundation/core/access-token.ts';
import type { Graph } from '../../lambdas/foundation/meta/graph.ts';
import type { GraphApp, GraphIdentity, TokenHolder } from '../../lambdas/foundation/meta/identity.ts';
import { control } from '../doors/simulator-control.ts';
import { demo, everyScope } from './demo-ids.ts';

/** The simulator's two apps, with demo secrets. */
export const app = { appId: '1234567890', appSecret: 'demo-app-secret', kind: 'facebook' } as const;
export const instagramApp = { appId: '1234567891', appSecret: 'demo-instagram-secret', kind: 'instagram' } as const;
export const redirectUri = 'https://app.example.org/oauth/callback';

/** Who calls, and the control of the simulator that is called. */
export interface Travellers {
  readonly sim: ReturnType<typeof control>;
  /** An address that echoes Meta's challenge. */
  readonly callbackUrl: string;
  readonly person: GraphIdentity;
  readonly page: GraphIdentity;
  readonly business: GraphIdentity;
  readonly systemUser: GraphIdentity;
  readonly instagram: GraphIdentity;
}

/** What each call of a `Graph` is used for; the type knows when one is missing. */
export type Stops = { readonly [Call in keyof Graph]: (call: Graph[Call], on: Travellers) => Promise<unknown> };

/** What the demo world lacks, so that no list of a business is empty. */
const more = [
  { kind: 'pixel', id: '990000000000032', agencies: { [demo.business]: ['ANALYZE'] } },
  { kind: 'catalog', id: '990000000000042', owner: demo.partner, agencies: { [demo.business]: ['ADVERTISE'] } },
  { kind: 'waba', id: '990000000000013', owner: demo.partner, agencies: { [demo.business]: ['MANAGE'] } },
  { kind: 'ad_account', id: '990000000000024', owner: demo.partner, pendingAgencies: { [demo.business]: ['ANALYZE'] } },
  { kind: 'ad_account', id: '990000000000034', pendingOwner: demo.business },
  { kind: 'page', id: '990000000000021', pendingOwner: demo.business },
].map((thing) => ({ ...thing, fields: { name: 'One more' } }));

/** One of each kind of caller, before the simulator at `url`, whose world gets a little larger. */
export async function travellers(url: string, callbackUrl: string): Promise<Travellers> {
  const sim = control({ url, redirectUri });
  await sim.post('/world', { things: more });
  const as = async (kind: string, holder: TokenHolder, more: object): Promise<GraphIdentity> => {
    const token: AccessToken = await sim.token(kind, { scopes: everyScope, ...more });
    const speaker: GraphApp = kind === 'instagram' ? instagramApp : app;
    return { app: speaker, token, holder };
  };
  return {
    sim,
    callbackUrl,
    person: await as('user', 'user', { person: demo.ada }),
    page: await as('page', 'page', { person: demo.ada, page: demo.page }),
    business: await as('business', 'system', { person: demo.ada }),
    systemUser: await as('system-user', 'system', { person: demo.systemUser }),
    instagram: await as('instagram', 'system', { person: demo.instagram }),
  };
}
