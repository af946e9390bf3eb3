import * as z from 'zod/mini';
import { defineEntity } from '../define-entity.ts';

/** What names the counts of one event on one day. */
export interface ConversionDayKey {
  readonly workspace: string;
  readonly pixel: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  readonly eventName: string;
}

/** What is counted of one event on one day: every number beside the members named here is a counter. */
export const ConversionDayRow = defineEntity('conversionDay', {
  table: 'state',
  schema: () =>
    z.looseObject({
      workspace: z.string(),
      pixel: z.string(),
      day: z.string(),
      eventName: z.string(),
      expiresAt: z.number(),
    }),
  named: { pk: ['workspace', 'pixel'], sk: ['day', 'eventName'] },
  parts: ({ workspace, pixel, day, eventName }: ConversionDayKey) => ({ pk: [workspace, pixel], sk: [day, eventName] }),
  inKey: ['workspace', 'pixel', 'day', 'eventName'],
  // The schema lets unknown members through, and the key is none of them.
  ofParts: ([workspace, pixel], [day, eventName]) => ({
    ...{ workspace, pixel, day, eventName },
    ...{ pk: undefined, sk: undefined },
  }),
  lives: '400 days after the day',
});
