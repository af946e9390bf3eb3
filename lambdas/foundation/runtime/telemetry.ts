import { envName } from '../contract/env.ts';
import { asFailure, type Failure } from '../core/failure.ts';
import type { Notes } from '../core/notes.ts';
import { failureFacts } from './failure-facts.ts';
import type { Machine } from './machine.ts';
import { openBook } from './metric-lines.ts';
import { redact } from './redact.ts';

/** How loud a line is. */
export type Level = 'INFO' | 'WARN' | 'ERROR';

type Fact = string | number | boolean;

/** Notes of one item among many: its counts join the line, its facts are folded into it. */
export interface ItemNotes extends Notes {
  /** Writes a line of its own for this item, with its facts: for what somebody must look at. */
  write(level: Level, failure: Failure): void;
}

/** The one line of a unit of work, still open. */
export interface OpenLine extends Notes {
  now(): number;
  /** What the work named as the unit's own outcome. */
  named(): string | undefined;
  /** Remembers why the unit failed and answers it as a `Failure`. */
  failed(thrown: unknown): Failure;
  /** Facts of the items of a batch become tallies, for example `topic: {messages: 3, feed: 1}`. */
  item(): ItemNotes;
  /** Writes the line: log and embedded metrics in one. `outcome` is the unit's own, as its metrics have it. */
  end(level: Level, outcome: string): void;
}

/** Most values that a tally tells apart; what comes later is counted as `other`. */
const tallyWidth = 8;

const shown = (value: Fact): Fact => (typeof value === 'string' ? redact(value) : value);

/** Opens the line of one unit of work of `service`. */
export function beginLine(machine: Machine, service: string, requestId: string): OpenLine {
  const begun = machine.clock.now();
  const stage = machine.environment[envName.stage] ?? '-';
  const facts: Record<string, unknown> = {};
  const tallies = new Map<string, Map<string, number>>();
  const book = openBook();
  let own: string | undefined;
  const write = (document: Readonly<Record<string, unknown>>) => machine.write(`${JSON.stringify(document)}\n`);
  return {
    now: machine.clock.now,
    fact: (name, value) => {
      facts[name] = shown(value);
    },
    count: book.count,
    outcome: (word) => {
      own = word;
    },
    named: () => own,
    failed: (thrown) => {
      const failure = asFailure(thrown);
      Object.assign(facts, failureFacts(failure));
      return failure;
    },
    item: () => {
      const facts: Record<string, unknown> = {};
      return {
        count: book.count,
        outcome: (word) => tally(tallies, 'outcomes', word),
        fact: (name, value) => {
          facts[name] = shown(value);
          tally(tallies, name, String(facts[name]));
        },
        write: (level, failure) => write({ level, ...facts, ...failureFacts(failure), service, requestId }),
      };
    },
    end: (level, outcome) => {
      const now = machine.clock.now();
      const folded = Object.fromEntries([...tallies].map(([name, counts]) => [name, fold(counts)]));
      const [main, ...others] = book.documents(stage, now, outcome);
      // The most frequent line, a delivery that was taken, leaves out what its log group and the access log say too.
      const terse = own !== undefined && level === 'INFO' && !book.counted('service');
      // Time is a field, not a metric: Lambda measures every function's time itself.
      const about = terse ? nameOf(own, requestId) : { service, requestId, durationMs: now - begun };
      write({ ...(terse ? {} : { level }), ...folded, ...facts, ...about, ...main });
      for (const other of others) write({ service, ...other });
    },
  };
}

/** Nobody looks up one accepted request among a million equal lines: the access log has its id, with its status. */
const nameOf = (outcome: string | undefined, requestId: string) => (outcome === 'accepted' ? {} : { requestId });

function tally(tallies: Map<string, Map<string, number>>, name: string, value: string): void {
  const counts = tallies.get(name) ?? new Map<string, number>();
  tallies.set(name, counts);
  const key = counts.has(value) || counts.size < tallyWidth ? value : 'other';
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function fold(counts: ReadonlyMap<string, number>): unknown {
  const [only] = counts;
  return counts.size === 1 && only?.[1] === 1 ? only[0] : Object.fromEntries(counts);
}
