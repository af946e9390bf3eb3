import * as z from 'zod/mini';
import { defineEntity } from '../define-entity.ts';

/** What a workspace has settled for all its conversion events. */
export const WorkspaceSettingsRow = defineEntity('workspaceSettings', {
  table: 'state',
  schema: () =>
    z.object({
      workspace: z.string(),
      /** Where events go that name no pixel. */
      pixels: z.readonly(z.array(z.string())),
      /** ISO 3166-1, two letters; for phone numbers without a country code. */
      country: z.nullable(z.string()),
      /** Meta's data processing options, as it wants them; null: none. */
      dataProcessing: z.nullable(
        z.object({ options: z.readonly(z.array(z.string())), country: z.number(), state: z.number() }),
      ),
      /** Meta's `opt_out`: use events for attribution only. */
      optOut: z.boolean(),
      /** Counts changes, so that two callers never overwrite each other. */
      version: z.number(),
      /** ISO-8601. */
      updatedAt: z.string(),
    }),
  named: { pk: ['workspace'], sk: ['settings'] },
  parts: ({ workspace }: { readonly workspace: string }) => ({ pk: [workspace], sk: ['settings'] }),
  inKey: ['workspace'],
  ofParts: ([workspace]) => ({ workspace }),
  lives: 'for good',
});
