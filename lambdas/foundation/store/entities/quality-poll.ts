import * as z from 'zod/mini';
import { defineEntity } from '../define-entity.ts';

/** When a dataset's quality is to be read next, and how it went. Times ISO-8601 UTC. */
export const QualityPollRow = defineEntity('qualityPoll', {
  table: 'state',
  schema: () =>
    z.object({
      workspace: z.string(),
      pixel: z.string(),
      /** Not the index's own `dueAt`, which the sweep moves when it wakes the row. */
      readDueAt: z.string(),
      lastReadAt: z.nullable(z.string()),
      failures: z.number(),
      reason: z.nullable(z.string()),
    }),
  named: { pk: ['workspace'], sk: ['pixel'] },
  parts: ({ workspace, pixel }: { readonly workspace: string; readonly pixel: string }) => ({
    pk: [workspace],
    sk: [pixel],
  }),
  inKey: ['workspace', 'pixel'],
  ofParts: ([workspace], [pixel]) => ({ workspace, pixel }),
  due: ({ readDueAt }) => readDueAt,
  lives: 'until it is taken away',
});
