import type { Env } from '../contract/env.ts';
import type { FunctionName } from '../contract/functions.ts';
import type { Notes } from '../core/notes.ts';
import type { Priority, UsageLedger } from '../core/usage.ts';
import { type GraphDoors, makeClient } from '../meta/graph-client.ts';
import type { ExchangeLine, ExchangeSample } from '../meta/wire/exchange-line.ts';
import type { Edges } from './graph-edges.ts';
import { lambdaMachine, type Machine } from './machine.ts';
import { redact } from './redact.ts';

/** The unit of work that calls Meta. */
export interface GraphUnit {
  readonly notes: Notes;
  /** When the function ends, milliseconds since 1970; absent: each call has its own time-out and no other. */
  readonly deadline?: number;
  /** Of calls whose identity names none; default `today`. */
  readonly priority?: Priority;
}

/** Of a hundred exchanges one leaves a redacted sample: enough to see what Meta really answers. */
const sampleShare = 0.01;

/**
 * What a function's calls to Meta stand on; opened once a cold start, then asked for each unit of work. It carries the
 * families of calls that its handler names (`graph-edges.ts`).
 */
export const openGraph =
  <N extends FunctionName, Calls>(
    { name: service, settings }: Pick<Env<N>, 'name' | 'settings'>,
    ledger: UsageLedger,
    edges: Edges<Calls>,
    machine: Machine = lambdaMachine,
  ) =>
  ({ notes, deadline, priority }: GraphUnit): Calls => {
    const write = (line: Readonly<Record<string, unknown>>, replacer?: Replacer) =>
      machine.write(`${JSON.stringify({ ...line, service }, replacer)}\n`);
    const keep = (sample: ExchangeSample) => write({ level: 'INFO', event: 'graph.sample', ...sample }, redacted);
    const doors: GraphDoors = {
      origin: settings.graphOrigin,
      ledger,
      clock: machine.clock,
      deadline,
      priority,
      waited: (call) => {
        notes.fact('graph', `${call} waited`);
        notes.count('GraphCalls', 1, { outcome: 'waited' });
      },
      audit: (line) => {
        write({ level: levelOf(line), event: 'graph.exchange', ...line });
        notes.fact('graph', `${line.call} ${line.outcome}`);
        notes.count('GraphCalls', line.calls, { outcome: line.outcome });
        notes.count('GraphDuration', line.durationMs);
      },
      samples: { share: sampleShare, keep },
    };
    return edges(makeClient(doors), machine.clock, doors);
  };

const levelOf = ({ outcome, usageLost }: ExchangeLine) => (outcome === 'ok' && !usageLost ? 'INFO' : 'WARN');

type Replacer = (name: string, value: unknown) => unknown;

/** A second look at a sample, by the shape of secrets, after the first one by names. */
const redacted: Replacer = (_name, value) => (typeof value === 'string' ? redact(value) : value);
