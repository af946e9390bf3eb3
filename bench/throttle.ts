import { budgetRule } from '../lambdas/foundation/meta/budget.ts';
import { openUsageLedger } from '../lambdas/foundation/store/dynamo-usage-ledger.ts';
import { figureOf, type Report } from './figure.ts';
import { type HourTold, type Overload, simulate, simulatedClock } from './throttle-hour.ts';
import { ledgerTable } from './throttle-table.ts';

/** Four times as many calls as Meta allows, wanted by twenty accounts through five processes, from a cold start. */
export const overload: Overload = { allowance: 5000, accounts: 20, times: 4, hours: 2 };

/** Processes with views of their own over one table: an account's five workers sit in all of them. */
const processes = 5;

/** What of one hour is promised: percent of the quota used, percent of the calls refused, most over least of an account. */
export interface HourFigures {
  readonly used: number;
  readonly throttled: number;
  readonly share: number;
}

/** The figures of one hour; throws for an hour in which some account did not call at all. */
export function figuresOf({ calls, refused, byAccount }: HourTold, { allowance, accounts }: Overload): HourFigures {
  if (byAccount.size < accounts) throw new Error(`only ${byAccount.size} of ${accounts} accounts called`);
  const counts = [...byAccount.values()];
  return {
    used: (100 * (calls - refused)) / allowance,
    throttled: (100 * refused) / calls,
    share: Math.max(...counts) / Math.min(...counts),
  };
}

/** Lets the overload run through the production ledger and rule. */
export async function overloaded(wanted: Overload = overload) {
  const clock = simulatedClock(Date.parse('2026-11-21T10:00:00.000Z'));
  const table = ledgerTable();
  const open = () => openUsageLedger({ calls: table.calls, tableName: 'ledger', clock, rule: budgetRule });
  const ledgers = Array.from({ length: processes }, open);
  const hours = await simulate(wanted, clock, (worker) => ledgers[worker % processes] ?? open());
  return { hours, counted: table.counted };
}

const told = (hour: HourTold, at: number) => {
  const { used, throttled, share } = figuresOf(hour, overload);
  const classes = [...hour.byPriority].map(([priority, calls]) => `${priority} ${calls}`).join(', ');
  return `hour ${at + 1}: ${used.toFixed(1)} % used, ${throttled.toFixed(2)} % refused, share ${share.toFixed(2)}; ${classes}`;
};

/**
 * Quota and refusals: the worst of the first hour, in which the allowance must be learned, and of the second, in which
 * the first one leaves it. The share: of the second, which is contended throughout; the first begins with room for all.
 */
export async function throttle(): Promise<Report> {
  const { hours, counted } = await overloaded();
  const figures = hours.map((hour) => figuresOf(hour, overload));
  const worst = (name: keyof HourFigures) => figures.map((one) => one[name]);
  const calls = hours.reduce((sum, hour) => sum + hour.calls, 0);
  const perCall = (times: number) => (times / calls).toFixed(1);
  const cost = `a call took ${perCall(counted.reads)} reads and ${perCall(counted.writes)} writes of the ledger`;
  return {
    figures: [
      figureOf('throttle:used', Math.min(...worst('used')), '%'),
      figureOf('throttle:throttled', Math.max(...worst('throttled')), '%'),
      figureOf('throttle:share', figures.at(-1)?.share ?? Number.NaN, 'x'),
    ],
    notes: [...hours.map(told), cost].map((text) => ({ name: 'throttle:share', text })),
    skipped: [],
  };
}
