import type * as z from 'zod/mini';

/** What a route takes and gives; times ISO-8601 UTC, ids strings. Parsed both ways by the HTTP door. */
export interface RouteSchema {
  /** One line for the document. */
  readonly summary: string;
  readonly description?: string;
  readonly path?: z.core.$ZodType;
  readonly query?: z.core.$ZodType;
  readonly body?: z.core.$ZodType;
  /**
   * Of a `body` that is a union: the part of it by which this body is read, so that the others are never made. It reads
   * exactly as the whole.
   */
  readonly bodyMember?: (body: unknown) => z.core.$ZodType;
  /** Status of success; default 200. */
  readonly status?: 200 | 201 | 202 | 204;
  /** `browser`: a person comes, and is sent on (302) or shown a page; `response` then describes the page's text. */
  readonly answers?: 'browser';
  readonly response: z.core.$ZodType;
  /** Other successes, for a work that answers `Otherwise` with their status: done at once instead of taken, for example. */
  readonly otherwise?: readonly OtherSuccess[];
}

/** One more success of a route. */
export interface OtherSuccess {
  readonly status: 200 | 201 | 202;
  readonly summary: string;
  readonly response: z.core.$ZodType;
}

/** What a work answers when it came to another of the route's successes. */
export class Otherwise<T> {
  readonly status: OtherSuccess['status'];
  readonly answer: T;

  constructor(status: OtherSuccess['status'], answer: T) {
    this.status = status;
    this.answer = answer;
  }
}

/** A cookie for the browser that asks: this host's alone, over TLS only, and out of reach of scripts. */
export interface BrowserCookie {
  /** Begins with `__Host-`, by which browsers hold us to that. */
  readonly name: string;
  /** Letters, digits, `-` and `_`. */
  readonly value: string;
  /** 0 takes it away. */
  readonly maxAgeSeconds: number;
}

/** What a person's browser gets: an address to go to, or a page without scripts, as HTML. */
export type BrowserAnswer = ({ readonly redirect: string } | { readonly status: number; readonly page: string }) & {
  readonly cookie?: BrowserCookie;
};

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
