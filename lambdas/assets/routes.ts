import * as z from 'zod/mini';
import type { RouteOf } from '../foundation/contract/function-types.ts';
import type { RouteSchema } from '../foundation/core/api.ts';
import { assetKinds } from '../foundation/core/ids.ts';
import { Asset } from './asset.ts';
import { probeNames } from './probe-rules.ts';
import { webhookFields } from './webhook-fields.ts';

const paging = {
  limit: z
    ._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 50)
    .check(z.describe('How many at most.')),
  cursor: z.optional(z.string()).check(z.describe('`nextCursor` of the page before.')),
};
const words = z.array(z.string());
const metaId = z.string().check(z.regex(/^\d{1,32}$/, 'digits only'));

/** One wish to discover anew what the connections reach, and how far it is. Times ISO-8601 UTC. */
export const Sync = z
  .object({
    id: z.string(),
    state: z.enum(['running', 'done', 'cancelled']),
    connections: z.object({ total: z.int(), done: z.int(), failed: z.int() }),
    found: z.int().check(z.describe('Assets that Meta told of.')),
    linked: z.int().check(z.describe('Those that are linked to this workspace.')),
    requestedAt: z.string(),
    updatedAt: z.string(),
  })
  .register(z.globalRegistry, { id: 'Sync' });

/** What one question to Meta found. */
export const Probe = z
  .object({
    probe: z.enum(probeNames),
    ok: z.nullable(z.boolean()).check(z.describe('Null: Meta gave no answer that tells; ask again later.')),
    missing: z.nullable(z.enum(['scope', 'task', 'setting'])),
    names: words.check(z.describe("The scopes or tasks that lack, in Meta's words, or what setting it is.")),
    remedy: z.nullable(z.string()).check(z.describe('What to do, and where.')),
    code: z.nullable(z.string()).check(z.describe("Meta's `code` or `code/subcode`, when it refused.")),
  })
  .register(z.globalRegistry, { id: 'Probe' });

/** All of them for one asset. */
export const Examination = z
  .object({ asset: z.string(), linked: z.boolean(), examinedAt: z.string(), probes: z.array(Probe) })
  .register(z.globalRegistry, { id: 'Examination' });

const step = z.object({ who: z.enum(['owner', 'agency']), step: z.string(), where: z.string() });
const partner = z.object({ business: z.string(), name: z.nullable(z.string()) });

/** Who works with an asset. */
export const AgencyList = z
  .object({
    data: z.array(z.extend(partner, { state: z.enum(['active', 'pending']) })),
    clients: z.array(partner).check(z.describe('Of a business: for whom it works.')),
    how: z.enum(['api', 'ui']).check(z.describe('`ui`: Meta shares this kind in its own pages only; `steps` say how.')),
    steps: z.array(step),
  })
  .register(z.globalRegistry, { id: 'AgencyList' });

const tasks = z
  .array(z.string().check(z.minLength(1), z.maxLength(64)))
  .check(z.minLength(1), z.maxLength(20), z.describe("Meta's own words, for example `ADVERTISE`."));

/** Give another business access (we own it), or ask for access as one of our businesses (another owns it). */
export const SharingAsk = z.union([
  z.strictObject({ business: metaId.check(z.describe('The business that gets access.')), tasks }),
  z.strictObject({ as: metaId.check(z.describe('Our business, for which access is asked.')), tasks }),
]);

/** What came of it. */
export const Sharing = z
  .object({
    business: z.string(),
    state: z
      .enum(['active', 'pending', 'manual'])
      .check(z.describe('`manual`: nothing was done; people follow `steps`.')),
    steps: z.array(step),
  })
  .register(z.globalRegistry, { id: 'Sharing' });

const fieldLists = z.object({ page: words, instagram: words, whatsapp: words, ad_account: words });

/** What a workspace wishes to be told. `updatedAt` null: the defaults, nothing was declared. */
export const Wish = z
  .object({ objects: fieldLists, assets: z.record(z.string(), words), updatedAt: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: 'SubscriptionWish' });

const fields = z._default(z.array(z.string().check(z.maxLength(128))).check(z.maxLength(100)), []);
const listOf = (object: keyof typeof webhookFields) =>
  fields.check(z.describe(`Any of: ${webhookFields[object].join(', ')}.`));

/** The wish to declare; what is left out is not wished. */
export const SubscriptionDeclaration = z.strictObject({
  objects: z.strictObject({
    page: listOf('page'),
    instagram: listOf('instagram'),
    whatsapp: listOf('whatsapp'),
    ad_account: listOf('ad_account'),
  }),
  assets: z
    ._default(z.record(z.string(), z.array(z.string().check(z.maxLength(128))).check(z.maxLength(100))), {})
    .check(z.describe('Other lists for single Pages (`page:<id>`) and Instagram accounts (`instagram:<id>`).')),
});

const compared = { wished: words, standing: words, missing: words, reason: z.nullable(z.string()) };

/** How one object of one app stands at Meta. */
export const AppSubscription = z
  .object({
    appId: z.string(),
    object: z.enum(['page', 'instagram', 'whatsapp', 'ad_account']),
    state: z.enum(['subscribed', 'drifted', 'failed', 'unknown']),
    ...compared,
  })
  .register(z.globalRegistry, { id: 'AppSubscription' });

/** How one linked asset stands, by the last look at Meta. */
export const AssetSubscription = z
  .object({
    asset: z.string(),
    state: z.enum(['subscribed', 'failed', 'not-possible', 'unknown']),
    drifted: z.boolean(),
    ...compared,
    extra: words.check(z.describe('Fields that stand at Meta and are not wished.')),
    checkedAt: z.nullable(z.string()),
  })
  .register(z.globalRegistry, { id: 'AssetSubscription' });

/** The wish beside what stands. */
export const SubscriptionList = z.object({
  wish: Wish,
  apps: z.array(AppSubscription),
  data: z.array(AssetSubscription),
  nextCursor: z.nullable(z.string()),
});

/** What a declaration came to; the connections subscribe their assets on a queue. */
export const Declared = z.object({ wish: Wish, apps: z.array(AppSubscription), connections: z.int() });

const byId = z.object({
  id: z.string().check(z.minLength(1), z.maxLength(200), z.describe('`<kind>:<id>`, for example `page:1234567890`.')),
});
const byJob = z.object({ id: z.string().check(z.minLength(1), z.maxLength(128)) });

/** What the room's routes take and give. */
export const routes = {
  'GET /v1/assets': {
    summary: 'The assets that the connections reach, by name',
    query: z.object({ kind: z.optional(z.enum(assetKinds)), ...paging }),
    response: z.object({ data: z.array(Asset), nextCursor: z.nullable(z.string()) }),
  },
  'POST /v1/assets/sync': {
    summary: 'Discover anew what every connection reaches',
    description: 'The header `Idempotency-Key` makes a retry answer the job of the first call.',
    status: 202,
    response: Sync,
  },
  'GET /v1/assets/syncs/{id}': { summary: 'One sync and its progress', path: byJob, response: Sync },
  'DELETE /v1/assets/syncs/{id}': {
    summary: 'Cancel a sync',
    description: 'Connections that have begun go on to their end; a finished job stays as it is.',
    path: byJob,
    response: Sync,
  },
  'GET /v1/assets/{id}': { summary: 'One asset', path: byId, response: Asset },
  'PUT /v1/assets/{id}/link': {
    summary: 'Link an asset to this workspace, and subscribe its webhooks',
    description: 'Only an asset that a connection of this workspace reaches. 409 when another workspace has it.',
    path: byId,
    response: Asset,
  },
  'DELETE /v1/assets/{id}/link': {
    summary: 'Take an asset off this workspace, so that another may link it',
    description: 'Its webhooks end; what still comes is counted and dropped.',
    path: byId,
    status: 204,
    response: z.undefined(),
  },
  'GET /v1/assets/{id}/doctor': {
    summary: 'What may be done with an asset, asked of Meta now',
    description: 'Each failed probe names the missing scope, task or setting and where to mend it.',
    path: byId,
    response: Examination,
  },
  'GET /v1/assets/{id}/agencies': {
    summary: 'Who shares an asset',
    description: 'With `as`, one of our businesses, also whether its own request for the asset still waits.',
    path: byId,
    query: z.object({ as: z.optional(metaId) }),
    response: AgencyList,
  },
  'POST /v1/assets/{id}/agencies': {
    summary: 'Share an owned asset with a business, or ask its owner for access',
    description:
      'What stands already is looked at first, so a repeated call, with or without `Idempotency-Key`, does it once.',
    path: byId,
    body: SharingAsk,
    response: Sharing,
  },
  'DELETE /v1/assets/{id}/agencies/{business}': {
    summary: 'End the sharing of an asset with a business',
    path: z.extend(byId, { business: metaId }),
    status: 204,
    response: z.undefined(),
  },
  'GET /v1/webhooks/subscriptions': {
    summary: 'Which webhook fields are wished, and what stands at Meta',
    description: 'Assets by name, linked ones with webhooks only: a page may be short and still have a `nextCursor`.',
    query: z.object(paging),
    response: SubscriptionList,
  },
  'PUT /v1/webhooks/subscriptions': {
    summary: 'Declare which webhook fields are wished',
    description:
      "Names are Meta's own and differ between Page and Instagram. Apps are declared at once (their fields only grow, " +
      'because an app serves every workspace), assets on a queue.',
    body: SubscriptionDeclaration,
    response: Declared,
  },
} as const satisfies Record<RouteOf<'assets/manage'>, RouteSchema>;
