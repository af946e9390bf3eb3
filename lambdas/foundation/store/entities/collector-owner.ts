import * as z from 'zod/mini';
import { nobody } from '../../core/ids.ts';
import { defineEntity } from '../define-entity.ts';

/** Which workspace a collector belongs to: one row an id, so there is one owner at most. */
export const CollectorOwner = defineEntity('collectorOwner', {
  table: 'state',
  schema: () => z.object({ id: z.string(), workspace: z.string() }),
  named: { pk: ['-', 'id'], sk: ['owner'] },
  parts: ({ id }: { readonly id: string }) => ({ pk: [nobody, id], sk: ['owner'] }),
  inKey: ['id'],
  ofParts: ([, id]) => ({ id }),
  lives: 'as long as the collector',
});
