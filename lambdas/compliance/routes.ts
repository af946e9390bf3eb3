import * as z from 'zod/mini';
import type { RouteOf } from '../foundation/contract/function-types.ts';
import type { RouteSchema } from '../foundation/core/api.ts';
import { DeletionStatus } from './deletion-status.ts';

const form =
  'A form with one `signed_request`, signed with the secret of one of our apps within the last hour; 401 otherwise.';

const signed = z.object({ signed_request: z.string() });

/** What the room's routes take and give. */
export const routes = {
  'POST /compliance/deauthorize': {
    summary: 'Meta’s word that a person took the app off',
    description: `${form} Their tokens are wiped.`,
    body: signed,
    response: z.string(),
  },
  'POST /compliance/deletion': {
    summary: 'Meta’s word that a person wants their data deleted',
    description: `${form} The same request is answered the same.`,
    body: signed,
    response: z.object({ url: z.string(), confirmation_code: z.string() }),
  },
  'GET /compliance/deletion/{code}': {
    summary: 'How far a deletion request is',
    description: 'A page for a browser (`Accept: text/html`), else JSON.',
    path: z.object({ code: z.string().check(z.minLength(1), z.maxLength(128)) }),
    response: DeletionStatus,
  },
} as const satisfies Record<RouteOf<'compliance/callback'>, RouteSchema>;
