import type { GraphIdentity } from '../identity.ts';
import { accountBudget, objectBudget } from '../wire/budget-keys.ts';
import type { Send } from '../wire/graph-call.ts';
import { actId, pathId } from '../wire/path-id.ts';
import { business } from './account-shapes.ts';
import { read, write } from './edge-call.ts';
import { paged, pageParams } from './shapes.ts';
import type { SharedAsset, SharingCalls } from './sharing-calls.ts';

/** The sharing calls over a sender. */
export const sharingCalls = (send: Send): SharingCalls => ({ ...ofAssets(send), ...ofBusinesses(send) });

const names = 'id,name';

type AssetCalls = 'listAgencies' | 'shareAsset' | 'unshareAsset';

const ofAssets = (send: Send): Pick<SharingCalls, AssetCalls> => ({
  listAgencies: async (identity, asset, page) => {
    const { path, keys, surface } = edgeOf(identity, asset);
    const params = { fields: names, ...pageParams(page) };
    return send({ ...read(identity, 'listAgencies', path, params, paged(business), keys), surface });
  },
  shareAsset: async (identity, asset, { businessId, tasks }) => {
    const { path, keys, surface } = edgeOf(identity, asset);
    const params = { business: businessId, permitted_tasks: tasksParam(tasks) };
    return send({ ...write(identity, 'shareAsset', 'POST', path, params, keys), surface });
  },
  unshareAsset: async (identity, asset, businessId) => {
    const { path, keys, surface } = edgeOf(identity, asset);
    return send({ ...write(identity, 'unshareAsset', 'DELETE', path, { business: businessId }, keys), surface });
  },
});

/** A list parameter as JSON, the form that Meta's documentation shows for lists of words. */
const tasksParam = (tasks: readonly string[]) => JSON.stringify(tasks);

const useCases = { page: 'pages', catalog: 'catalog', pixel: 'ads_management' } as const;

function edgeOf(identity: GraphIdentity, { kind, id }: SharedAsset) {
  const surface = kind === 'page' ? 'graph' : 'marketing';
  if (kind === 'ad-account') {
    return { path: `/${actId(id)}/agencies`, keys: accountBudget(id, 'ads_management'), surface } as const;
  }
  return { path: `/${pathId(id)}/agencies`, keys: objectBudget(identity, id, useCases[kind]), surface } as const;
}

type BusinessCalls = 'listBusinessAgencies' | 'listBusinessClients' | 'requestClientPage';

const ofBusinesses = (send: Send): Pick<SharingCalls, BusinessCalls> => ({
  listBusinessAgencies: async (identity, businessId, page) => {
    const params = { fields: names, ...pageParams(page) };
    return send(read(identity, 'listBusinessAgencies', `/${pathId(businessId)}/agencies`, params, paged(business)));
  },
  listBusinessClients: async (identity, businessId, page) => {
    const params = { fields: names, ...pageParams(page) };
    return send(read(identity, 'listBusinessClients', `/${pathId(businessId)}/clients`, params, paged(business)));
  },
  requestClientPage: async (identity, businessId, { pageId, tasks }) => {
    const params = { page_id: pathId(pageId), permitted_tasks: tasksParam(tasks) };
    const call = write(identity, 'requestClientPage', 'POST', `/${pathId(businessId)}/client_pages`, params);
    return send({ ...call, effect: 'once' });
  },
});
