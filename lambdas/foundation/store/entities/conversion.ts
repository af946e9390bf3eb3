import * as z from 'zod/mini';
import { defineEntity } from '../define-entity.ts';

/** What names a conversion event: Meta dedupes by event id and name within a pixel. */
export interface ConversionKey {
  readonly workspace: string;
  readonly eventId: string;
  readonly pixel: string;
  readonly eventName: string;
}

/** `sending`: taken for a sending that Meta does not dedupe, not settled yet; `parked`: a person must look. */
export const conversionStates = ['accepted', 'sending', 'delivered', 'parked'] as const;

/** What became of a conversion event; nothing of the person is in it. Times ISO-8601 UTC. */
export const ConversionRow = defineEntity('conversion', {
  table: 'state',
  schema: () =>
    z.object({
      workspace: z.string(),
      /** As the caller gave it: any characters. */
      eventId: z.string(),
      pixel: z.string(),
      eventName: z.string(),
      state: z.enum(conversionStates),
      eventTime: z.string(),
      actionSource: z.string(),
      /** Hex. */
      payloadHash: z.string(),
      /** Names of the match keys that the event carried (`em`, `fbp`), never their values. */
      matchKeys: z.readonly(z.array(z.string())),
      acceptedAt: z.string(),
      updatedAt: z.string(),
      deliveredAt: z.nullable(z.string()),
      /** In words, why it is parked. */
      reason: z.nullable(z.string()),
      fbtraceId: z.nullable(z.string()),
      /** Whose sending it is in. */
      claimToken: z.optional(z.string()),
      expiresAt: z.number(),
    }),
  named: { pk: ['workspace', 'eventId'], sk: ['pixel', 'eventName'] },
  parts: ({ workspace, eventId, pixel, eventName }: ConversionKey) => ({
    pk: [workspace, eventId],
    sk: [pixel, eventName],
  }),
  inKey: ['workspace', 'eventId', 'pixel', 'eventName'],
  ofParts: ([workspace, eventId], [pixel, eventName]) => ({ workspace, eventId, pixel, eventName }),
  lives: 'retention after acceptance',
});
