import { PAGE_TASKS } from './demo-world.ts';
import { type Asset, isAsset, isPerson, type Person, type Thing } from './things.ts';
import type { Token } from './tokens.ts';
import type { World } from './world.ts';

/** Every task of an asset kind, for a business's ADMIN; ad accounts as in fact sheet §13. */
const ALL_TASKS: Readonly<Record<Asset['kind'], readonly string[]>> = {
  page: PAGE_TASKS,
  ad_account: ['MANAGE', 'ADVERTISE', 'ANALYZE', 'DRAFT'],
  pixel: ['EDIT', 'ANALYZE', 'UPLOAD', 'ADVERTISE'],
  catalog: ['MANAGE', 'ADVERTISE'],
  waba: ['MANAGE', 'DEVELOP', 'MANAGE_TEMPLATES', 'MANAGE_PHONE'],
  instagram: PAGE_TASKS,
};

/** The businesses in which a person is ADMIN; a system user's tokens know only what is assigned by name. */
const adminOf = (person: Person): string[] =>
  person.kind === 'user'
    ? Object.entries(person.businesses).flatMap(([id, role]) => (role === 'ADMIN' ? [id] : []))
    : [];

/** What a person may do with an asset, by name or through a business. */
export function tasksOf(person: Person, asset: Asset): readonly string[] {
  const through = adminOf(person).flatMap((business) =>
    asset.owner === business ? ALL_TASKS[asset.kind] : (asset.agencies[business] ?? []),
  );
  return [...new Set([...(person.tasks[asset.id] ?? []), ...through])];
}

/** The thing whose access decides: a number is its WABA's, a form its Page's. */
function deciding(world: World, thing: Thing): Thing | undefined {
  if (thing.kind === 'phone_number') return world.find(thing.waba);
  if (thing.kind === 'lead_form') return world.find(thing.page);
  return thing;
}

/** An Instagram account is also the business of whoever has its Page; a pixel of whoever has one of its ad accounts. */
function related(world: World, asset: Asset): Asset[] {
  if (asset.kind === 'instagram') return world.of('page').filter(({ instagram }) => instagram === asset.id);
  if (asset.kind === 'pixel') return world.of('ad_account').filter(({ id }) => asset.adAccounts.includes(id));
  return [];
}

const isPicked = (token: Token, asset: Asset, kin: readonly Asset[]): boolean =>
  token.assets === null || [asset, ...(asset.kind === 'pixel' ? kin : [])].some(({ id }) => token.assets?.includes(id));

/** The tasks that a token has on a thing; empty when it does not see it as an asset. */
export function tokenTasks(world: World, token: Token, thing: Thing): readonly string[] {
  const asset = deciding(world, thing);
  const person = world.find(token.person);
  if (!asset || !isAsset(asset)) return [];
  if (token.kind === 'instagram') return asset.id === token.person ? ALL_TASKS.instagram : [];
  if (!person || !isPerson(person)) return [];
  const kin = related(world, asset);
  if (token.page !== null && asset.id !== token.page && !kin.some(({ id }) => id === token.page)) return [];
  if (!isPicked(token, asset, kin)) return [];
  const own = tasksOf(person, asset);
  return own.length > 0 ? own : kin.flatMap((one) => tasksOf(person, one));
}

/** Whether a token sees a thing at all. */
export function sees(world: World, token: Token, thing: Thing): boolean {
  if (thing.id === token.person || thing.id === token.app) return true;
  if (thing.kind === 'business') return seesBusiness(world, token, thing.id);
  if (thing.kind === 'system_user') return token.page === null && seesBusiness(world, token, thing.business);
  return tokenTasks(world, token, thing).length > 0;
}

function seesBusiness(world: World, token: Token, id: string): boolean {
  const person = world.find(token.person);
  if (token.page !== null || (token.assets !== null && !isAssigned(token, id))) return false;
  if (person?.kind === 'user') return person.businesses[id] !== undefined;
  return person?.kind === 'system_user' && person.business === id;
}

/** System users' tokens belong to their business without being given it by name. */
const isAssigned = (token: Token, business: string): boolean =>
  token.kind === 'system-user' || token.assets?.includes(business) === true;
