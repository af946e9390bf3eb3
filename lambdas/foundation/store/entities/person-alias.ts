import * as z from 'zod/mini';
import { defineEntity } from '../define-entity.ts';

/** Whose an id of Meta's is: one row an alias, so that it has one owner at most. */
export const PersonAlias = defineEntity('personAlias', {
  table: 'state',
  schema: () => z.object({ workspace: z.string(), alias: z.string(), personId: z.string(), expiresAt: z.number() }),
  named: { pk: ['workspace', 'alias'], sk: ['owner'] },
  parts: ({ workspace, alias }: { readonly workspace: string; readonly alias: string }) => ({
    pk: [workspace, alias],
    sk: ['owner'],
  }),
  inKey: ['workspace', 'alias'],
  ofParts: ([workspace, alias]) => ({ workspace, alias }),
  lives: 'as long as the person, or until the id changes hands',
});
