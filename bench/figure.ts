import { readFileSync } from 'node:fs';

/** One line of `--json`: a figure, what was promised, whether that holds, and where the gate closes. */
export interface Figure {
  /** `<benchmark>` or `<benchmark>/<case>` for ratios, `<benchmark>:<what>` for anything absolute. */
  readonly name: string;
  readonly figure: number;
  readonly goal: number;
  readonly unit: 'x' | 'us' | 'B' | 'MB' | '$' | '%';
  /** Whether the promise holds: the figure is at most the goal. */
  readonly holds: boolean;
  /** Up to here the gate stays open: the goal, with slack for noise where CPU time is measured. */
  readonly budget: number;
  /** The promise is a floor: more is better. */
  readonly atLeast?: true;
}

/** A figure that is told beside the gates: how it came about. */
export interface Note {
  readonly name: string;
  readonly text: string;
}

/** What one benchmark found. `skipped` names what was left out, and why. */
export interface Report {
  readonly figures: readonly Figure[];
  readonly notes: readonly Note[];
  readonly skipped: readonly string[];
}

/** `goal` is what is promised, `budget` is the gate. A budget may only tighten. */
export interface Budget {
  readonly goal: number;
  readonly budget: number;
  readonly atLeast?: true;
}

/** The promises, by figure name; a name with `*` stands for all that begin alike. */
export const budgets: Readonly<Record<string, Budget>> = JSON.parse(
  readFileSync(new URL('budgets.json', import.meta.url), 'utf8'),
);

/** The promise for a figure; throws for a figure that nobody promised, which no gate would watch. */
export function budgetOf(name: string): Budget {
  const starred = Object.keys(budgets).find((key) => key.endsWith('*') && name.startsWith(key.slice(0, -1)));
  const found = budgets[name] ?? (starred === undefined ? undefined : budgets[starred]);
  if (!found) throw new Error(`bench/budgets.json promises nothing for ${name}`);
  return found;
}

/** A measured figure beside its promise; throws for what is no figure at all. */
export function figureOf(name: string, figure: number, unit: Figure['unit']): Figure {
  if (!Number.isFinite(figure)) throw new Error(`${name} is ${figure}: nothing was measured`);
  const { goal, budget, atLeast } = budgetOf(name);
  const holds = atLeast ? figure >= goal : figure <= goal;
  return { name, figure, goal, unit, holds, budget, ...(atLeast && { atLeast }) };
}

/** Whether a figure closes the gate: a promise missed by less than the noise is told, and lets pass. */
export const closesGate = ({ figure, budget, atLeast }: Figure): boolean =>
  atLeast ? figure < budget : figure > budget;

/** Dollars of which a tenth are milliseconds of Lambda, measured here. */
const paidByTime: ReadonlySet<string> = new Set(['cost:http-api', 'cost:function-url', 'cost:ten-a-post']);

/** Whether it is CPU time, a ratio of such, or paid by it: everything else is the same on any machine. */
export const isOfCpu = ({ name, unit }: Figure): boolean => unit === 'x' || unit === 'us' || paidByTime.has(name);
