import * as z from 'zod/mini';
import type { RouteOf } from '../foundation/contract/function-types.ts';
import type { RouteSchema } from '../foundation/core/api.ts';

/** What the room's routes give. */
export const routes = {
  'GET /v1/openapi.json': {
    summary: 'This document',
    response: z.looseObject({ openapi: z.string() }),
  },
  'GET /v1/docs': { summary: 'The same as a page for people', response: z.string() },
} as const satisfies Record<RouteOf<'reference/serve'>, RouteSchema>;
