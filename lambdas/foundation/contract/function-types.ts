import type { RouteKey } from './function-line.ts';
import type { FunctionName, functions } from './functions.ts';
import type { QueueName, SecretName, TableName } from './resources.ts';

type Line<N extends FunctionName> = (typeof functions)[N];
type TriggerOf<N extends FunctionName> = Line<N>['trigger'];

/** The functions that a queue feeds. */
export type QueueFunction = { [N in FunctionName]: TriggerOf<N> extends { kind: 'queue' } ? N : never }[FunctionName];

/** The functions behind API Gateway. */
export type HttpFunction = { [N in FunctionName]: TriggerOf<N> extends { kind: 'http' } ? N : never }[FunctionName];

/** The functions that a clock starts. */
export type ScheduleFunction = {
  [N in FunctionName]: TriggerOf<N> extends { kind: 'schedule' } ? N : never;
}[FunctionName];

/** The queue that feeds `N`. */
export type SourceOf<N extends QueueFunction> = TriggerOf<N> extends { from: infer Q extends QueueName } ? Q : never;

/** The route keys of `N`. */
export type RouteOf<N extends HttpFunction> =
  TriggerOf<N> extends { routes: infer R } ? Extract<keyof R, RouteKey> : never;

/** The queues that `N` may send to: the declared ones and, for a worker, its own source (to defer). */
export type SendsOf<N extends FunctionName> =
  | (Line<N> extends { sends: readonly (infer Q extends QueueName)[] } ? Q : never)
  | (N extends QueueFunction ? SourceOf<N> : never);

/** The secrets that `N` may read. */
export type SecretsOf<N extends FunctionName> =
  Line<N> extends { secrets: readonly (infer S extends SecretName)[] } ? S : never;

/** The tables that `N` may touch. */
export type TablesOf<N extends FunctionName> =
  Line<N> extends { tables: infer T } ? Extract<keyof T, TableName> : never;
