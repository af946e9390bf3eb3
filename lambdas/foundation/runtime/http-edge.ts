import type { Env } from '../contract/env.ts';
import type { HttpFunction, RouteOf } from '../contract/function-types.ts';
import type { Caller } from '../core/api.ts';
import type { Clock } from '../core/clock.ts';
import { Failure } from '../core/failure.ts';
import type { Notes } from '../core/notes.ts';
import { type HttpAnswer, type Reply, toAnswer, toProblem } from './http-reply.ts';
import { callerOf, type HttpEvent, readRequest, routeKeyOf } from './http-request.ts';
import { envOf, type LambdaContext, lambdaMachine, type Machine, openOnce } from './machine.ts';
import { beginLine, type OpenLine } from './telemetry.ts';

/** A request as the edge hands it on: nothing parsed, the body exactly the bytes that were sent, whatever their number. */
export interface EdgeRequest {
  readonly method: string;
  readonly routeKey: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case; a doubled header is one value joined by commas, as API Gateway does. */
  readonly headers: Readonly<Record<string, string>>;
  /** The browser's cookies; of two with one name the first, which is the one with the longest path. */
  readonly cookies: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The address that the gateway's connection came from. */
  readonly sourceIp?: string;
  /** Absent on public routes. */
  readonly caller?: Caller;
  readonly requestId: string;
  readonly notes: Notes;
  readonly clock: Clock;
  /** When the function ends, milliseconds since 1970. */
  readonly deadline: number;
}

/** Work on raw bytes; a thrown `Failure` becomes problem+json by the table of verdicts. */
export type EdgeWork = (request: EdgeRequest) => Promise<Reply>;

/** What Lambda calls for an HTTP API. */
export type HttpLambda = (event: HttpEvent, context: LambdaContext) => Promise<HttpAnswer>;

/**
 * One work for each route of `N`. A conditional type, because TypeScript resolves those, and not mapped ones, while it
 * infers: so a wiring's arguments are typed without a word.
 */
export type EdgeRoutes<N extends HttpFunction> = [N] extends [HttpFunction]
  ? Readonly<Record<RouteOf<N>, EdgeWork>>
  : never;

type Routes = Readonly<Record<string, EdgeWork>>;
type Opened = () => { readonly env: Env<HttpFunction>; readonly routes: Routes };

/** The lean HTTP entry, without schemas: for raw bodies and public text. `open` runs once a cold start. */
export function bytesHandler<N extends HttpFunction>(
  name: N,
  open: (env: Env<N>) => EdgeRoutes<N>,
  machine?: Machine,
): HttpLambda;
export function bytesHandler(
  name: HttpFunction,
  open: (env: Env<HttpFunction>) => Routes,
  machine: Machine = lambdaMachine,
): HttpLambda {
  const opened = openOnce(() => {
    const env = envOf(name, machine);
    return { env, routes: open(env) };
  });
  return async (event, context) => {
    const requestId = event.requestContext.requestId || context.awsRequestId;
    const line = beginLine(machine, name, requestId);
    const { clock } = machine;
    const deadline = clock.now() + context.getRemainingTimeInMillis();
    const reply = await answer(event, { requestId, notes: line, clock, deadline }, line, opened);
    const level = reply.status >= 500 ? 'ERROR' : 'INFO';
    const named = line.named();
    const outcome = named ?? `${Math.floor(reply.status / 100)}xx`;
    // Work with an outcome of its own has metrics of its own; its line is the most frequent one, so every byte counts.
    if (named === undefined) line.count('Requests', 1, { outcome });
    if (named === undefined || reply.status >= 400) {
      line.fact('route', routeKeyOf(event));
      line.fact('status', reply.status);
    }
    line.end(level, outcome);
    return toAnswer(reply);
  };
}

async function answer(
  event: HttpEvent,
  unit: Pick<EdgeRequest, 'requestId' | 'notes' | 'clock' | 'deadline'>,
  line: OpenLine,
  opened: Opened,
): Promise<Reply> {
  try {
    const { env, routes } = opened();
    const routeKey = routeKeyOf(event);
    const work = Object.hasOwn(routes, routeKey) ? routes[routeKey] : undefined;
    if (!work) throw new Failure('not-found', 'no such route');
    const caller = callerOf(event, env);
    return await work({ ...readRequest(event), ...unit, caller });
  } catch (thrown) {
    return toProblem(line.failed(thrown), unit.requestId, unit.clock.now());
  }
}
