import * as z from 'zod/mini';
import { nobody } from '../../core/ids.ts';
import { defineEntity } from '../define-entity.ts';

/** `failed`: something could not be erased and people are on it. */
export const deletionStates = ['received', 'erasing', 'done', 'failed'] as const;

/** What became of a request to delete a person's data; nothing of the person is left in it. Times ISO-8601. */
export const DeletionRequestRow = defineEntity('deletionRequest', {
  table: 'state',
  schema: () =>
    z.object({
      /** The public confirmation code, letters and digits. */
      code: z.string(),
      appId: z.string(),
      state: z.enum(deletionStates),
      /** Counts changes, so that two workers never overwrite each other. */
      version: z.number(),
      /** How many of each kind were erased, by our words for them. */
      counts: z.record(z.string(), z.number()),
      /** Where the erasure goes on, opaque; it may name the person, so it is null again when the erasure ends. */
      cursor: z.nullable(z.string()),
      requestedAt: z.string(),
      updatedAt: z.string(),
      finishedAt: z.nullable(z.string()),
      /** Whole Unix seconds. */
      expiresAt: z.number(),
    }),
  named: { pk: ['-', 'code'], sk: ['request'] },
  parts: ({ code }: { readonly code: string }) => ({ pk: [nobody, code], sk: ['request'] }),
  inKey: ['code'],
  ofParts: ([, code]) => ({ code }),
  lives: 'a year after the request',
});

/** A request to delete a person's data. */
export type DeletionRequest = z.infer<(typeof DeletionRequestRow)['schema']>;
