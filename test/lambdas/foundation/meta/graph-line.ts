import type { Graph } from '../../../../lambdas/foundation/meta/graph.ts';

/** One call: what it is called with, what Meta answers, what must go over the wire, and whose allowance it is. */
export interface GraphLine {
  readonly method: keyof Graph;
  readonly call: (graph: Graph) => Promise<unknown>;
  readonly answer: unknown;
  /** Method and path on the loopback. */
  readonly sent: string;
  readonly query?: Readonly<Record<string, string>>;
  /** The body, where it is JSON and not a form. */
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  /** Default: the app's platform limit. */
  readonly budget?: string;
}
