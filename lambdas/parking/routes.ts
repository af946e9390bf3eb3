import * as z from 'zod/mini';
import type { RouteOf } from '../foundation/contract/function-types.ts';
import { queueNames } from '../foundation/contract/resources.ts';
import type { RouteSchema } from '../foundation/core/api.ts';

/** What could not be done, with why and who must act. Times ISO-8601 UTC. */
export const Parked = z
  .object({
    id: z.string(),
    queue: z.enum(queueNames),
    kind: z.string().check(z.describe('The kind of the failure, as in errors of the API.')),
    blame: z.enum(['caller', 'owner', 'meta', 'us']).check(z.describe('Who must act.')),
    reason: z.string(),
    firstSeenAt: z.string(),
    parkedAt: z.string(),
    receiptId: z.optional(z.string()).check(z.describe('The webhook event that it holds shut.')),
  })
  .register(z.globalRegistry, { id: 'Parked' });

/** The same with the queue items themselves. */
export const ParkedDetail = z
  .extend(Parked, { items: z.array(z.unknown()) })
  .register(z.globalRegistry, { id: 'ParkedDetail' });

const filters = {
  queue: z.optional(z.enum(queueNames)),
  kind: z.optional(z.string()),
  blame: z.optional(z.enum(['caller', 'owner', 'meta', 'us'])),
};

const byId = z.object({ id: z.string().check(z.minLength(1), z.maxLength(128)) });

/** What became of one item of a redrive. */
export const Redriven = z
  .object({
    id: z.string(),
    outcome: z
      .enum(['sent', 'would-send', 'already-done', 'not-found', 'failed'])
      .check(z.describe('`already-done`: its work was finished meanwhile, so the parked item was only removed.')),
    reason: z.optional(z.string()),
  })
  .register(z.globalRegistry, { id: 'Redriven' });

/** What the room's routes take and give. */
export const routes = {
  'GET /v1/parked': {
    summary: 'What could not be done, from every queue',
    query: z.object({
      ...filters,
      limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 50),
      cursor: z.optional(z.string()),
    }),
    response: z.object({ data: z.array(Parked), nextCursor: z.nullable(z.string()) }),
  },
  'GET /v1/parked/{id}': { summary: 'One parked item with its body', path: byId, response: ParkedDetail },
  'POST /v1/parked/redrive': {
    summary: 'Send parked items back to their queues',
    description:
      'Either up to 100 ids or a filter, of which one call takes the first 100; `more` says that others remain. ' +
      'Each item answers for itself.',
    body: z.union([
      z.strictObject({
        ids: z.array(z.string().check(z.minLength(1), z.maxLength(128))).check(z.minLength(1), z.maxLength(100)),
        dryRun: z._default(z.boolean(), false),
      }),
      z.strictObject({ filter: z.strictObject(filters), dryRun: z._default(z.boolean(), false) }),
    ]),
    response: z.object({ data: z.array(Redriven), more: z.boolean() }),
  },
  'DELETE /v1/parked/{id}': {
    summary: 'Drop a parked item for good',
    path: byId,
    status: 204,
    response: z.undefined(),
  },
} as const satisfies Record<RouteOf<'parking/manage'>, RouteSchema>;
