import * as z from 'zod/mini';
import { defineEntity } from '../define-entity.ts';

/** `assumed`: the site asks its visitors by itself; `required`: an event must say that they consented. */
export const consentRules = ['assumed', 'required'] as const;

/** A public address to which a site's pages send events. Times ISO-8601 UTC. */
export const CollectorRow = defineEntity('collector', {
  table: 'state',
  schema: () =>
    z.object({
      workspace: z.string(),
      /** Public, one in the world: its owner row sees to that. */
      id: z.string(),
      pixels: z.readonly(z.array(z.string())),
      /** Origins of the pages that may send. */
      origins: z.readonly(z.array(z.string())),
      consent: z.enum(consentRules),
      /** For which domain our cookies are set; null: the collector’s host alone. */
      cookieDomain: z.nullable(z.string()),
      createdAt: z.string(),
      updatedAt: z.string(),
    }),
  named: { pk: ['workspace'], sk: ['id'] },
  parts: ({ workspace, id }: { readonly workspace: string; readonly id: string }) => ({ pk: [workspace], sk: [id] }),
  inKey: ['workspace', 'id'],
  ofParts: ([workspace], [id]) => ({ workspace, id }),
  lives: 'until it is deleted',
});
