import * as z from 'zod/mini';
import { defineEntity } from '../define-entity.ts';

/** A person as one workspace knows them: one human behind several ids of Meta's. Times ISO-8601 UTC. */
export const PersonRow = defineEntity('person', {
  table: 'state',
  schema: () =>
    z.object({
      workspace: z.string(),
      id: z.string(),
      /** `<kind>:<value>`; `until` null: holds today. */
      aliases: z.readonly(z.array(z.object({ alias: z.string(), since: z.string(), until: z.nullable(z.string()) }))),
      name: z.nullable(z.string()),
      username: z.nullable(z.string()),
      /** Ids that another person holds though they came with one of this person's; nobody is ever merged. */
      conflicts: z.readonly(z.array(z.object({ alias: z.string(), personId: z.string(), at: z.string() }))),
      version: z.number(),
      expiresAt: z.number(),
    }),
  named: { pk: ['workspace', 'id'], sk: ['person'] },
  parts: ({ workspace, id }: { readonly workspace: string; readonly id: string }) => ({
    pk: [workspace, id],
    sk: ['person'],
  }),
  inKey: ['workspace', 'id'],
  ofParts: ([workspace, id]) => ({ workspace, id }),
  lives: 'retention of messages after they were last met, a day less at most',
});
