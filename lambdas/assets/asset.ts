import * as z from 'zod/mini';
import { Failure } from '../foundation/core/failure.ts';
import { type AssetRef, assetKinds, assetName, parseAsset } from '../foundation/core/ids.ts';
import type { AssetRow, Assets } from '../foundation/store/assets.ts';

/** What stands of our wish that Meta sends webhooks for an asset. */
const Subscription = z.object({
  fields: z
    .array(z.string())
    .check(z.describe('Empty where Meta’s edge has no list of fields (WhatsApp, ad accounts).')),
  state: z.enum(['subscribed', 'failed', 'not-possible']),
  reason: z.nullable(z.string()),
  checkedAt: z.string(),
});

/** An asset as its workspace sees it. Times ISO-8601 UTC. */
export const Asset = z
  .object({
    id: z.string().check(z.describe('`<kind>:<id>`, for example `page:1234567890`.')),
    kind: z.enum(assetKinds),
    assetId: z.string().check(z.describe("Meta's id; an ad account's without `act_`.")),
    name: z.nullable(z.string()),
    linkedAt: z.nullable(z.string()).check(z.describe('Null: found, but not linked here, so it gets no webhooks.')),
    ownerBusiness: z.nullable(z.string()),
    access: z
      .nullable(z.enum(['direct', 'partner']))
      .check(z.describe('`partner`: another business shares it with ours.')),
    tasks: z.array(z.string()).check(z.describe("What the person may do on it, in Meta's words.")),
    parent: z.nullable(z.string()).check(z.describe('The Page of an Instagram account, the WABA of a number, …')),
    connections: z.array(z.string()).check(z.describe('The connections that reach it, best first.')),
    subscription: z.nullable(Subscription),
    discoveredAt: z.nullable(z.string()),
  })
  .register(z.globalRegistry, { id: 'Asset' });

/** An asset that nobody has discovered yet: linked by an operator. */
const undiscovered = {
  name: null,
  ownerBusiness: null,
  access: null,
  tasks: [],
  parent: null,
  connections: [],
  discoveredAt: null,
};

/** A row as the API shows it. */
export function assetView({ asset, linkedAt, discovery, subscription }: AssetRow): z.input<typeof Asset> {
  const { kind, id: assetId } = asset;
  const found = discovery ?? undiscovered;
  return { id: assetName(asset), kind, assetId, linkedAt, ...found, subscription: subscription ?? null };
}

/** Reads the `{id}` of a path; throws `Failure` `not-found`, since no asset has such a name. */
export function assetAt(id: string): AssetRef {
  const asset = parseAsset(id);
  if (asset === undefined) throw noSuchAsset();
  return asset;
}

/** What an unknown asset and another workspace's both look like. */
export const noSuchAsset = () => new Failure('not-found', 'no such asset');

/** The workspace's asset of that name; throws `Failure` `not-found` also for another workspace's. */
export async function demandAsset(workspace: string, id: string, assets: Pick<Assets, 'get'>): Promise<AssetRow> {
  const row = await assets.get(workspace, assetAt(id));
  if (row === undefined) throw noSuchAsset();
  return row;
}
