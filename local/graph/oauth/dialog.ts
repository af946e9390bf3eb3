import type { GraphRequest, Params } from '../http/graph-request.ts';
import { appOf, type Meta } from '../meta.ts';
import { grantedIn } from '../world/grants.ts';
import type { App, Asset, Thing, ThingOf } from '../world/things.ts';
import { isAsset } from '../world/things.ts';
import { tasksOf } from '../world/visible.ts';

/** What the dialog was asked for. */
export type Asked = {
  app: App;
  platform: 'facebook' | 'instagram';
  redirectUri: string;
  state: string | null;
  scopes: string[];
  /** Login for Business: all or nothing. */
  configuration: App['configurations'][string] | null;
};

/** What the person answers; `scopes` and `assets` are what stays ticked, undefined means everything. */
export type Choice = { person: string; deny: boolean; scopes?: readonly string[]; assets?: readonly string[] };

/** Reads a dialog's URL; a sentence says why it cannot be shown (Meta shows an error page and redirects nowhere). */
export function askedOf(meta: Meta, { host, params }: GraphRequest): Asked | string {
  const platform = host === 'www.instagram.com' ? 'instagram' : 'facebook';
  const { client_id: id = '', redirect_uri: redirectUri = '', config_id: config } = params;
  const app = appOf(meta, id);
  if (!app || app.platform !== platform)
    return 'Invalid App ID: the provided app ID does not look like a valid app ID.';
  const list = app.redirectUris.length > 0 ? app.redirectUris : meta.settings().redirectUris;
  if (!list.includes(redirectUri)) return 'URL blocked: this redirect_uri is not on the list of the app.';
  if (platform === 'facebook' && !params.state) return 'The parameter state is required.';
  if ((params.response_type ?? 'code') !== 'code') return 'The parameter response_type must be code.';
  const configuration = config === undefined ? null : configurationOf(app, config);
  if (configuration === undefined) return 'Invalid config_id.';
  const scopes = configuration?.scopes ?? scopesOf(params, platform);
  return { app, platform, redirectUri, state: params.state ?? null, scopes, configuration };
}

const configurationOf = ({ configurations }: App, id: string) =>
  Object.hasOwn(configurations, id) ? configurations[id] : undefined;

/** Facebook always adds the public profile. */
const scopesOf = ({ scope = '' }: Params, platform: Asked['platform']): string[] => {
  const wanted = scope.split(/[\s,]+/).filter(Boolean);
  return [...new Set(platform === 'facebook' ? ['public_profile', ...wanted] : wanted)];
};

/** Who can answer: users, or Instagram's professional accounts. */
export const people = (meta: Meta, { platform }: Asked): (ThingOf<'user'> | ThingOf<'instagram'>)[] =>
  platform === 'instagram' ? meta.world.of('instagram') : meta.world.of('user');

const PICKED: readonly Thing['kind'][] = ['page', 'instagram', 'waba', 'ad_account', 'catalog'];

/** The assets among which a user picks: what they have a task on, and their businesses. */
export function pickable(meta: Meta, person: Thing): (Asset | ThingOf<'business'>)[] {
  if (person.kind !== 'user') return [];
  const assets = meta.world.all().filter(isAsset);
  return [
    ...meta.world.of('business').filter(({ id }) => person.businesses[id] !== undefined),
    ...assets.filter((asset) => PICKED.includes(asset.kind) && tasksOf(person, asset).length > 0),
  ];
}

/** The scopes that are put to this person: declined ones only come back with `auth_type=rerequest` (fact sheet §2). */
export function askable(meta: Meta, asked: Asked, person: string, rerequest: boolean): string[] {
  const before = meta.grants.of(asked.app.id, person);
  return asked.scopes.filter((scope) => rerequest || before.get(scope) !== 'declined');
}

/** Where the browser goes after the answer: back to the app with a code, or with why not (fact sheet §2). */
export function decide(meta: Meta, asked: Asked, choice: Choice, rerequest: boolean): string {
  const to = (query: Record<string, string>) => redirect(asked, query);
  if (choice.deny) {
    const error_description = 'Permissions error';
    return to({ error: 'access_denied', error_code: '200', error_description, error_reason: 'user_denied' });
  }
  const put = askable(meta, asked, choice.person, rerequest);
  const ticked = put.filter((scope) => choice.scopes?.includes(scope) ?? true);
  const scopes = asked.configuration && ticked.length < put.length ? [] : ticked;
  meta.grants.set(asked.app.id, choice.person, put, 'declined');
  meta.grants.set(asked.app.id, choice.person, scopes, 'granted');
  const code = meta.codes.issue({
    app: asked.app.id,
    person: choice.person,
    redirectUri: asked.redirectUri,
    token: asked.platform === 'instagram' ? 'instagram' : (asked.configuration?.token ?? 'user'),
    scopes: asked.configuration ? scopes : grantedIn(meta.grants.of(asked.app.id, choice.person)),
    assets: pickedOf(meta, choice),
    sixtyDays: asked.configuration?.sixtyDays ?? false,
  });
  return to({ code });
}

/** Null when everything that can be picked stays ticked: then later assets are included too. */
function pickedOf(meta: Meta, { person, assets }: Choice): string[] | null {
  const thing = meta.world.find(person);
  const all = thing ? pickable(meta, thing).map(({ id }) => id) : [];
  if (assets === undefined) return null;
  const picked = all.filter((id) => assets.includes(id));
  return picked.length === all.length ? null : picked;
}

/** Instagram's redirects end with `#_`, which callers must strip from the code. */
function redirect({ redirectUri, state, platform }: Asked, query: Record<string, string>): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  if (state !== null) url.searchParams.set('state', state);
  return platform === 'instagram' && query.code ? `${url.href}#_` : url.href;
}
