import type { MetaApp, Secrets } from '../foundation/core/doors.ts';
import { asFailure } from '../foundation/core/failure.ts';
import type { AppSubscription } from '../foundation/meta/edges/subscription-shapes.ts';
import type { Graph } from '../foundation/meta/graph.ts';
import { everyPage } from './every-page.ts';
import { type FieldWish, metaObjects, type WishedObject, wishedObjects } from './webhook-fields.ts';

/** What the app's own subscriptions may touch. `publicUrl` is the API's origin without a slash at its end. */
export interface AppDoors {
  readonly secrets: Pick<Secrets, 'metaApps' | 'verifyToken'>;
  readonly graph: Pick<Graph, 'listAppSubscriptions' | 'setAppSubscription'>;
  readonly publicUrl: string;
}

/** How one object of one app stands at Meta, beside what is wished. */
export interface AppStanding {
  readonly appId: string;
  readonly object: WishedObject;
  readonly state: 'subscribed' | 'drifted' | 'failed' | 'unknown';
  readonly wished: readonly string[];
  readonly standing: readonly string[];
  readonly missing: readonly string[];
  /** Why it failed or cannot be told. */
  readonly reason: string | null;
}

/** Where Meta shall send. */
export const callbackUrl = (publicUrl: string) => `${publicUrl}/webhooks/meta`;

/**
 * The apps whose webhooks are declared with their own token. An Instagram app's are declared in the dashboard of the
 * Facebook app that it belongs to: the fact sheet knows no call for them.
 */
const declaring = (apps: readonly MetaApp[]) => apps.filter(({ kind }) => kind === 'facebook');

/** An object's wish over all its assets: the object's list and what single assets have besides. */
export function fieldsOf({ objects, perAsset = {} }: FieldWish, object: WishedObject): readonly string[] {
  const single = Object.entries(perAsset).filter(([name]) => name.startsWith(`${object}:`));
  return [...new Set([...(objects[object] ?? []), ...single.flatMap(([, fields]) => fields)])];
}

/** How the apps stand against a wish, without changing anything. One app's trouble does not hide another's. */
export async function appStandings(wish: FieldWish, doors: AppDoors): Promise<readonly AppStanding[]> {
  const apps = declaring(await doors.secrets.metaApps());
  const all = await Promise.all(apps.map((app) => standingsOf(app, wish, doors)));
  return all.flat();
}

async function standingsOf(app: MetaApp, wish: FieldWish, doors: AppDoors): Promise<readonly AppStanding[]> {
  const wished = wishedObjects.filter((object) => fieldsOf(wish, object).length > 0);
  try {
    const subscriptions = await everyPage((page) => doors.graph.listAppSubscriptions(app, page));
    return wished.map((object) => compare(app.appId, object, fieldsOf(wish, object), subscriptions, doors.publicUrl));
  } catch (thrown) {
    const { message: reason } = asFailure(thrown);
    return wished.map((object) => unknown(app.appId, object, fieldsOf(wish, object), reason));
  }
}

const unknown = (appId: string, object: WishedObject, wished: readonly string[], reason: string): AppStanding => ({
  appId,
  object,
  state: 'unknown',
  wished,
  standing: [],
  missing: [],
  reason,
});

function compare(
  appId: string,
  object: WishedObject,
  wished: readonly string[],
  subscriptions: readonly AppSubscription[],
  publicUrl: string,
): AppStanding {
  const found = subscriptions.find((one) => one.object === metaObjects[object]);
  const ours = found?.callback_url === callbackUrl(publicUrl) && found.active !== false;
  const standing = found?.fields ?? [];
  const missing = wished.filter((field) => !standing.includes(field));
  const state = ours && missing.length === 0 ? 'subscribed' : 'drifted';
  const reason = found && !ours ? 'Meta sends this object to another callback, or has stopped sending it' : null;
  return { appId, object, state, wished, standing, missing, reason };
}

/**
 * Declares at Meta what lacks. An app serves all workspaces of the stage, so its fields only ever grow here: what stands
 * is kept beside what is wished. A refusal is an answer, since the wish stands and may be declared again.
 */
export async function declareApps(wish: FieldWish, doors: AppDoors): Promise<readonly AppStanding[]> {
  const apps = declaring(await doors.secrets.metaApps());
  const standings = await appStandings(wish, doors);
  return Promise.all(
    standings.map(async (one) => {
      const app = apps.find(({ appId }) => appId === one.appId);
      return app === undefined || one.state !== 'drifted' ? one : declare(app, one, doors);
    }),
  );
}

async function declare(app: MetaApp, one: AppStanding, { graph, secrets, publicUrl }: AppDoors): Promise<AppStanding> {
  const fields = [...new Set([...one.standing, ...one.wished])];
  try {
    const verifyToken = await secrets.verifyToken();
    const wish = { object: metaObjects[one.object], callbackUrl: callbackUrl(publicUrl), fields, verifyToken };
    await graph.setAppSubscription(app, wish);
    return { ...one, state: 'subscribed', standing: fields, missing: [], reason: null };
  } catch (thrown) {
    return { ...one, state: 'failed', reason: asFailure(thrown).message };
  }
}
