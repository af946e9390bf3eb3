import * as z from 'zod/mini';
import { defineEntity } from '../define-entity.ts';

/** What names a reading of a dataset's quality. */
export interface DatasetQualityKey {
  readonly workspace: string;
  readonly pixel: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
}

/** What Meta said of a dataset's quality on a day. */
export const DatasetQualityRow = defineEntity('datasetQuality', {
  table: 'state',
  schema: () =>
    z.object({
      workspace: z.string(),
      pixel: z.string(),
      day: z.string(),
      /** ISO-8601. */
      readAt: z.string(),
      /** Meta's list `web`, compressed JSON. */
      web: z.instanceof(Uint8Array),
      expiresAt: z.number(),
    }),
  named: { pk: ['workspace', 'pixel'], sk: ['day'] },
  parts: ({ workspace, pixel, day }: DatasetQualityKey) => ({ pk: [workspace, pixel], sk: [day] }),
  inKey: ['workspace', 'pixel', 'day'],
  ofParts: ([workspace, pixel], [day]) => ({ workspace, pixel, day }),
  lives: '400 days after the day',
});
