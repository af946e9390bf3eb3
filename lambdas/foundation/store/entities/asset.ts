import * as z from 'zod/mini';
import { type AssetRef, assetName } from '../../core/ids.ts';
import { whenNeeded } from '../../core/when-needed.ts';
import { defineEntity } from '../define-entity.ts';
import { assetOfPart } from '../key-parts.ts';
import { AssetRefSchema } from './asset-owner.ts';

/** What Meta said of an asset when it was last discovered. Times ISO-8601 UTC. */
const Discovery = whenNeeded(() =>
  z.object({
    name: z.nullable(z.string()),
    /** Business that owns it, if any does and we may know. */
    ownerBusiness: z.nullable(z.string()),
    /** `direct`: through the person's own role or their business; `partner`: another business shares it with theirs. */
    access: z.enum(['direct', 'partner']),
    tasks: z.array(z.string()),
    /** The asset it hangs on: the Page of an Instagram account, the WABA of a number, the account of a pixel. */
    parent: z.nullable(z.string()),
    /** Ids of the connections that reach it, in the order in which they found it. */
    connections: z.array(z.string()),
    discoveredAt: z.string(),
  }),
);

/** What stands of our wish that Meta sends webhooks for it. */
const Subscription = whenNeeded(() =>
  z.object({
    fields: z.array(z.string()),
    state: z.enum(['subscribed', 'failed', 'not-possible']),
    reason: z.nullable(z.string()),
    checkedAt: z.string(),
  }),
);

/**
 * An asset in the list of a workspace that may use it. `linkedAt` is null while it is only discovered: it belongs to
 * another workspace, or was taken off here; then it gets no webhooks. `letGo`: it was taken off by a wish, so the next
 * discovery does not link it again; a link that is asked for takes the mark away.
 */
export const Asset = defineEntity('asset', {
  table: 'state',
  schema: () =>
    z.object({
      workspace: z.string(),
      asset: AssetRefSchema(),
      linkedAt: z.nullable(z.string()),
      letGo: z.optional(z.boolean()),
      discovery: z.optional(Discovery()),
      subscription: z.optional(Subscription()),
    }),
  named: { pk: ['workspace'], sk: ['asset'] },
  parts: ({ workspace, asset }: { readonly workspace: string; readonly asset: AssetRef }) => ({
    pk: [workspace],
    sk: [assetName(asset)],
  }),
  inKey: ['workspace', 'asset'],
  ofParts: ([workspace], [asset = '']) => ({ workspace, asset: assetOfPart(asset) }),
  lives: 'until its last connection is deleted',
});

/** An asset as a workspace sees it. */
export type AssetRow = z.infer<(typeof Asset)['schema']>;
