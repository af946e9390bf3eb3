import * as z from 'zod/mini';
import { nobody } from '../../core/ids.ts';
import { defineEntity } from '../define-entity.ts';

/** The data key under which a shard's new tokens are sealed, wrapped by KMS. Sealed tokens carry a copy of their own. */
export const ShardKey = defineEntity('shardKey', {
  table: 'vault',
  schema: () =>
    z.object({
      shard: z.number(),
      key: z.instanceof(Uint8Array),
      /** ISO-8601. */
      madeAt: z.string(),
    }),
  named: { pk: ['-', 'shard'], sk: ['wrapped'] },
  parts: ({ shard }: { readonly shard: number }) => ({ pk: [nobody, String(shard)], sk: ['wrapped'] }),
  inKey: ['shard'],
  ofParts: ([, shard]) => ({ shard: Number(shard) }),
  lives: 'until replaced after 90 days',
});
