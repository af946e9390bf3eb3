import * as z from 'zod/mini';
import { defineEntity } from '../define-entity.ts';

/** Whose an id of Meta's is: one row an alias, so that it has one owner at most. Times ISO-8601 UTC. */
export const PersonAlias = defineEntity('personAlias', {
  table: 'state',
  schema: () =>
    z.object({
      workspace: z.string(),
      alias: z.string(),
      personId: z.string(),
      /** When the person gave it up; nobody has it since. */
      until: z.optional(z.string()),
      /** Who had it before this person, and until when: numbers go to other people. */
      before: z.optional(z.object({ personId: z.string(), until: z.string() })),
      expiresAt: z.number(),
    }),
  named: { pk: ['workspace', 'alias'], sk: ['owner'] },
  parts: ({ workspace, alias }: { readonly workspace: string; readonly alias: string }) => ({
    pk: [workspace, alias],
    sk: ['owner'],
  }),
  inKey: ['workspace', 'alias'],
  ofParts: ([workspace, alias]) => ({ workspace, alias }),
  lives: 'as long as the person; one that was given up, retention of messages from then on',
});
