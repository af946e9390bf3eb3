import { businessEdges } from '../../lambdas/foundation/meta/edges/account-calls.ts';
import { demo } from './demo-ids.ts';
import type { Stops } from './travellers.ts';

const two = { limit: 2 };

const shared = [
  [{ kind: 'page', id: demo.page }, ['MANAGE', 'CREATE_CONTENT', 'MODERATE', 'MESSAGING', 'ADVERTISE', 'ANALYZE']],
  [{ kind: 'ad-account', id: demo.adAccount }, ['MANAGE', 'ADVERTISE', 'ANALYZE', 'DRAFT']],
  [{ kind: 'catalog', id: demo.catalog }, ['MANAGE', 'ADVERTISE']],
  [{ kind: 'pixel', id: demo.pixel }, ['EDIT', 'ADVERTISE', 'ANALYZE', 'UPLOAD']],
] as const;

/** What businesses share, as the owner and as the agency. */
export const sharingStops = {
  shareAsset: async (call, { person }) => {
    for (const [asset, tasks] of shared) await call(person, asset, { businessId: demo.partner, tasks });
  },
  listAgencies: async (call, { person }) => {
    for (const [asset] of shared) await call(person, asset, two);
  },
  listBusinessAgencies: (call, { person }) => call(person, demo.business, two),
  listBusinessClients: (call, { person }) => call(person, demo.business, two),
  unshareAsset: async (call, { person }) => {
    for (const [asset] of shared) await call(person, asset, demo.partner);
  },
  requestClientPage: (call, { person }) =>
    call(person, demo.business, { pageId: demo.partnersPage, tasks: ['ANALYZE', 'ADVERTISE'] }),
} satisfies Partial<Stops>;

/** Who we are and what we may see. */
export const accountStops = {
  readMe: async (call, { person, systemUser }) => {
    await call(person);
    await call(systemUser);
  },
  readInstagramMe: (call, { instagram }) => call(instagram),
  readClientBusinessId: (call, { business }) => call(business),
  listPages: async (call, { person, systemUser }) => {
    const { after } = await call(person, two);
    if (after === null) throw new Error('the demo world has one page of Pages only');
    await call(person, { ...two, after });
    await call(systemUser);
  },
  readPage: async (call, { person, page }) => {
    await call(person, demo.page, { token: true });
    await call(page, demo.page);
  },
  listBusinesses: async (call, { person, systemUser }) => {
    await call(person, two);
    await call(systemUser);
  },
  listBusinessAssets: async (call, { person }) => {
    for (const edge of businessEdges) await call(person, demo.business, edge, two);
  },
  listAdAccounts: async (call, { person, systemUser }) => {
    await call(person, two);
    await call(systemUser);
  },
  readAdAccount: (call, { person }) => call(person, demo.adAccount),
  listPixels: (call, { person }) => call(person, demo.adAccount, two),
  listPhoneNumbers: (call, { person }) => call(person, demo.waba, two),
  registerNumber: (call, { person }) => call(person, demo.phone, '000000'),
  readNodes: (call, { person: identity }) =>
    call([demo.page, demo.pixel, demo.catalog].map((id) => ({ identity, id, fields: ['id', 'name'] }))),
} satisfies Partial<Stops>;

/** What the doctor looks at. */
export const probeStops = {
  listLeadForms: (call, { page }) => call(page, demo.page, two),
  listConversations: async (call, { page }) => {
    await call(page, demo.page, 'messenger', two);
    await call(page, demo.page, 'instagram', two);
  },
  readInsights: async (call, { page, person }) => {
    await call(page, { kind: 'page', id: demo.page });
    await call(person, { kind: 'ad-account', id: demo.adAccount });
  },
  readPixel: (call, { person }) => call(person, demo.pixel),
} satisfies Partial<Stops>;
