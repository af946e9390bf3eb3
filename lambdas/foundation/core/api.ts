import type * as z from 'zod';

/** What a route takes and gives; times ISO-8601 UTC, ids strings. Parsed both ways by the HTTP door. */
export interface RouteSchema {
  /** One line for the document. */
  readonly summary: string;
  readonly description?: string;
  readonly path?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Status of success; default 200. */
  readonly status?: 200 | 201 | 202 | 204;
  readonly response: z.ZodType;
}

/**
 * The largest body we take, in bytes: Lambda's 6 MB counts the whole event with its escaping (measured ×1.14-1.33),
 * and Meta sends at most 3 MB (`meta-platform` §7).
 */
export const bodyCapBytes = 4_500_000;

/** Who calls: from the token alone. */
export interface Caller {
  readonly workspace: string;
  readonly subject: string;
  readonly scopes: readonly string[];
}
