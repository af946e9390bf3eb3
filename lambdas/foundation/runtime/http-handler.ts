import * as z from 'zod/mini';
import '../core/zod-english.ts';
import type { Env } from '../contract/env.ts';
import type { HttpFunction, RouteOf } from '../contract/function-types.ts';
import type { functions } from '../contract/functions.ts';
import { type BrowserAnswer, type Caller, Otherwise, type RouteSchema } from '../core/api.ts';
import type { Clock } from '../core/clock.ts';
import { Failure } from '../core/failure.ts';
import type { Notes } from '../core/notes.ts';
import { browserReply, isBrowserAnswer } from './http-browser.ts';
import { bytesHandler, type EdgeRequest, type EdgeWork, type HttpLambda } from './http-edge.ts';
import { jsonReply, type Reply } from './http-reply.ts';
import { refuseTooLarge } from './http-request.ts';
import { lambdaMachine, type Machine } from './machine.ts';

/** One schema line a route: a route of the manifest without one does not compile. */
export type RouteSchemas<N extends HttpFunction> = Readonly<Record<RouteOf<N>, RouteSchema>>;

type Parsed<S, Part extends string> = S extends { readonly [P in Part]: infer Z extends z.core.$ZodType }
  ? z.infer<Z>
  : undefined;
type ScopeAt<N extends HttpFunction, R> = (typeof functions)[N]['trigger'] extends { routes: infer Routes }
  ? R extends keyof Routes
    ? Routes[R]
    : never
  : never;

/** A parsed request; `caller` is undefined on public routes only. */
export interface ApiRequest<S, C = Caller> {
  readonly path: Parsed<S, 'path'>;
  readonly query: Parsed<S, 'query'>;
  readonly body: Parsed<S, 'body'>;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
  readonly caller: C;
  readonly requestId: string;
  readonly notes: Notes;
  readonly clock: Clock;
  /** When the function ends, milliseconds since 1970. */
  readonly deadline: number;
}

/**
 * The works of a function, one a route, typed by the route's schemas; what they answer is parsed too. A conditional
 * type for the same reason as `EdgeRoutes`.
 */
export type ApiRoutes<N extends HttpFunction, S extends RouteSchemas<N>> = [N] extends [HttpFunction]
  ? {
      readonly [R in RouteOf<N>]: (
        request: ApiRequest<S[R], ScopeAt<N, R> extends 'public' ? undefined : Caller>,
      ) => Promise<AnswerOf<S[R]>>;
    }
  : never;

/** A 204 has no body, whatever its work answers; a browser is sent on or shown a page. */
type AnswerOf<S extends RouteSchema> = S extends { readonly answers: 'browser' }
  ? BrowserAnswer
  : S extends { readonly status: 204 }
    ? unknown
    : z.input<S['response']> | OtherwiseOf<S>;

type OtherwiseOf<S> = S extends { readonly otherwise: readonly (infer O)[] }
  ? O extends { readonly response: infer Z extends z.core.$ZodType }
    ? Otherwise<z.input<Z>>
    : never
  : never;

/** A request whose parts are parsed, their types forgotten. */
type AnyRequest = Omit<EdgeRequest, 'path' | 'query' | 'body'> & Readonly<Record<RequestPart, unknown>>;
type AnyRoutes = Readonly<Record<string, (request: AnyRequest) => Promise<unknown>>>;
type RequestPart = 'path' | 'query' | 'body';

/** The HTTP entry of the API: what goes in and what comes out is parsed by the route's schemas. */
export function httpHandler<N extends HttpFunction, const S extends RouteSchemas<N>>(
  name: N,
  schemas: S,
  open: (env: Env<N>) => ApiRoutes<N, S>,
  machine?: Machine,
): HttpLambda;
export function httpHandler(
  name: HttpFunction,
  schemas: Readonly<Record<string, RouteSchema>>,
  open: (env: Env<HttpFunction>) => AnyRoutes,
  machine: Machine = lambdaMachine,
): HttpLambda {
  const openParsed = (env: Env<HttpFunction>) => {
    const routes = Object.entries(open(env)).map(([route, work]) => [route, parsing(schemas[route], work)]);
    return Object.fromEntries(routes);
  };
  return bytesHandler(name, openParsed, machine);
}

function parsing(schema: RouteSchema | undefined, work: AnyRoutes[string]): EdgeWork {
  if (!schema) throw new Error('a route without a schema');
  return async (request) => respond(schema, await work(parseRequest(schema, request)));
}

/** Throws `Failure` `too-large` before anything is parsed. */
function parseRequest(schema: RouteSchema, request: EdgeRequest): AnyRequest {
  refuseTooLarge(request.body);
  return {
    ...request,
    path: schema.path && parsePart('path', schema.path, request.path),
    query: schema.query && parsePart('query', schema.query, request.query),
    body: schema.body && parseBody(schema.body, schema, jsonOf(request.body)),
  };
}

const parseBody = (whole: z.core.$ZodType, { bodyMember }: RouteSchema, body: unknown) =>
  parsePart('body', bodyMember?.(body) ?? whole, body);

/** Throws `Failure` `invalid-request` with one line a wrong field. */
function parsePart(part: RequestPart, schema: z.core.$ZodType, value: unknown): unknown {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.slice(0, mostErrors).map(({ path, message }) => ({
    path: [part, ...path.map(String)].join('.'),
    reason: message,
  }));
  throw new Failure('invalid-request', `the ${part} is not as the API wants it`, { errors });
}

/** How many wrong fields one answer names. */
const mostErrors = 20;

function jsonOf(body: Uint8Array): unknown {
  if (body.byteLength === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    const errors = [{ path: 'body', reason: 'is not JSON in UTF-8' }];
    throw new Failure('invalid-request', 'the body is not JSON', { errors });
  }
}

function otherOf({ otherwise = [] }: RouteSchema, status: number): RouteSchema {
  const other = otherwise.find((one) => one.status === status);
  if (other === undefined) throw new Failure('bug', `a route answers ${status}, which its schema does not know`);
  return other;
}

/** What a work answers goes through its schema too, so that no undeclared field leaks. */
function respond(schema: RouteSchema, answer: unknown): Reply {
  if (answer instanceof Otherwise) return respond(otherOf(schema, answer.status), answer.answer);
  const { response, answers, status = 200 } = schema;
  if (answers === 'browser' && isBrowserAnswer(answer)) return browserReply(answer);
  if (status === 204) return { status };
  const parsed = z.safeParse(response, answer);
  if (parsed.success) return jsonReply(status, parsed.data);
  throw new Failure('bug', 'an answer does not fit its schema', { cause: parsed.error });
}
