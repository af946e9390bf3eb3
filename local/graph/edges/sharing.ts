import { listParam } from '../http/graph-request.ts';
import { badParameter, missing, Refusal } from '../http/refusal.ts';
import { type Asset, isAsset, isPerson, type Thing } from '../world/things.ts';
import { sees } from '../world/visible.ts';
import type { World } from '../world/world.ts';
import { type Edge, type EdgeCall, type Edges, SUCCESS } from './edge.ts';

/** The kinds that can be shared, each with the scopes that may (fact sheet §13). */
const SHAREABLE = {
  page: ['business_management', 'pages_manage_metadata'],
  ad_account: ['business_management', 'ads_management'],
  pixel: ['business_management', 'ads_management'],
  catalog: ['business_management', 'catalog_management'],
};

/** What may be given to a business or a person, by kind. */
const PERMITTED: Readonly<Record<string, readonly string[]>> = {
  page: ['MANAGE', 'CREATE_CONTENT', 'MODERATE', 'MESSAGING', 'ADVERTISE', 'ANALYZE'],
  ad_account: ['MANAGE', 'ADVERTISE', 'ANALYZE', 'DRAFT'],
  pixel: ['EDIT', 'ANALYZE', 'UPLOAD', 'ADVERTISE', 'AA_ANALYZE'],
  catalog: ['MANAGE', 'ADVERTISE', 'MANAGE_AR', 'AA_ANALYZE'],
  waba: [
    'MANAGE',
    'DEVELOP',
    'MANAGE_TEMPLATES',
    'MANAGE_PHONE',
    'VIEW_COST',
    'MANAGE_EXTENSIONS',
    'VIEW_PHONE_ASSETS',
    'MANAGE_PHONE_ASSETS',
    'VIEW_TEMPLATES',
    'MESSAGING',
  ],
};

const assetOf = ({ node }: { node: Thing }): Asset => {
  if (!isAsset(node)) throw missing(node.id);
  return node;
};

/** A business that exists. */
export function businessParam(world: World, id: string | undefined): string {
  if (!id || world.find(id)?.kind !== 'business') throw badParameter('Param business must be the id of a business');
  return id;
}

/** Tasks that this kind of asset knows. */
export function tasksParam(call: EdgeCall, kind: string, name = 'permitted_tasks'): string[] {
  const tasks = listParam(call.params, name);
  const known = PERMITTED[kind] ?? [];
  const wrong = tasks.find((task) => !known.includes(task));
  if (wrong !== undefined || tasks.length === 0)
    throw badParameter(`Param ${name} must be a list of ${known.join(', ')}`);
  return tasks;
}

/** Only the owner gives away (fact sheet §13). */
function demandOwner({ meta, caller, node }: EdgeCall): Asset {
  const asset = assetOf({ node });
  const owner = asset.owner === null ? undefined : meta.world.find(asset.owner);
  if (!owner || caller.token === null || !sees(meta.world, caller.token, owner)) {
    throw new Refusal(200, '(#200) Only the business that owns the asset can share it');
  }
  return asset;
}

const listAgencies: Edge['run'] = ({ meta, node }) => ({
  things: Object.keys(assetOf({ node }).agencies).flatMap((id) => meta.world.find(id) ?? []),
});

const share: Edge['run'] = (call) => {
  const asset = demandOwner(call);
  const business = businessParam(call.meta.world, call.params.business);
  if (business === asset.owner) throw badParameter('The business owns the asset already');
  const tasks = tasksParam(call, asset.kind);
  call.meta.world.merge({ kind: asset.kind, id: asset.id, agencies: { [business]: tasks } });
  return SUCCESS;
};

const unshare: Edge['run'] = (call) => {
  const asset = demandOwner(call);
  const business = businessParam(call.meta.world, call.params.business);
  if (!asset.agencies[business]) throw badParameter('The asset is not shared with this business');
  call.meta.world.merge({ kind: asset.kind, id: asset.id, agencies: { [business]: null } });
  return SUCCESS;
};

const assignedUsers: Edge['run'] = ({ meta, node, params }) => {
  const business = businessParam(meta.world, params.business);
  const people = [...meta.world.of('user'), ...meta.world.of('system_user')].filter((person) =>
    person.kind === 'user' ? person.businesses[business] !== undefined : person.business === business,
  );
  const rows = people.flatMap(({ id, fields, tasks }) =>
    tasks[node.id] ? [{ id, name: fields.name, tasks: tasks[node.id] }] : [],
  );
  return { rows };
};

const assign: Edge['run'] = (call) => {
  const person = call.meta.world.find(call.params.user ?? '');
  if (!person || !isPerson(person)) throw badParameter('Param user must be the id of a person');
  const tasks = call.request.method === 'DELETE' ? null : tasksParam(call, call.node.kind, 'tasks');
  call.meta.world.merge({ kind: person.kind, id: person.id, tasks: { [call.node.id]: tasks } });
  return SUCCESS;
};

const sharingOf = ([kind, scopes]: [string, readonly string[]]): [string, Edge][] => [
  [`${kind}/agencies GET`, { scopes, run: listAgencies }],
  [`${kind}/agencies POST`, { scopes, run: share }],
  [`${kind}/agencies DELETE`, { scopes, run: unshare }],
];
const unassigning = (kind: string, scopes: readonly string[]): [string, Edge] => [
  `${kind}/assigned_users DELETE`,
  { scopes, run: assign },
];
const assigningOf = ([kind, scopes]: [string, readonly string[]]): [string, Edge][] => [
  [`${kind}/assigned_users GET`, { scopes, run: assignedUsers }],
  [`${kind}/assigned_users POST`, { scopes, run: assign }],
  // Meta's specs know no DELETE of a pixel's people.
  ...(kind === 'pixel' ? [] : [unassigning(kind, scopes)]),
];

const WITH_WABA = { ...SHAREABLE, waba: ['business_management', 'whatsapp_business_management'] };

/** Sharing between businesses, and roles of people. */
export const SHARING_EDGES: Edges = Object.fromEntries([
  ...Object.entries(SHAREABLE).flatMap(sharingOf),
  ...Object.entries(WITH_WABA).flatMap(assigningOf),
]);
