import * as z from 'zod/mini';
import { whenNeeded } from '../../core/when-needed.ts';
import { defineEntity } from '../define-entity.ts';

const fields = whenNeeded(() => z.record(z.string(), z.array(z.string())));

/** Which webhook fields() a workspace has declared, by Meta's own names. */
export const SubscriptionWishRow = defineEntity('subscriptionWish', {
  table: 'state',
  schema: () =>
    z.object({
      workspace: z.string(),
      objects: fields(),
      perAsset: fields(),
      version: z.number(),
      updatedAt: z.string(),
    }),
  named: { pk: ['workspace'], sk: ['wish'] },
  parts: ({ workspace }: { readonly workspace: string }) => ({ pk: [workspace], sk: ['wish'] }),
  inKey: ['workspace'],
  ofParts: ([workspace]) => ({ workspace }),
  lives: 'for good',
});
