import type { ChaosPlan } from './chaos-plan.ts';
import { chaosVerdict } from './chaos-verdict.ts';
import type { ChaosResult } from './run-chaos.ts';

const seconds = (ms: number) => `${(ms / 1000).toFixed(0)} s`;

/** The table of a chaos, as people read it. */
export function chaosTable(plan: ChaosPlan, result: ChaosResult): readonly string[] {
  const { messages, answers, killed, sendingMs, settledMs } = result;
  const verdict = chaosVerdict(messages);
  const states = new Map<string, number>();
  for (const { state = 'nothing is known' } of messages) states.set(state, (states.get(state) ?? 0) + 1);
  const rows: readonly (readonly [string, string | number])[] = [
    ['messages handed in', `${messages.length} over ${plan.threads} threads, ${plan.atOnce} at once`],
    [
      'answers',
      Object.entries(answers)
        .map(([status, count]) => `${count} × ${status}`)
        .join(', '),
    ],
    ['workers killed', killed],
    ['messages sending then', messages.filter(({ caught }) => caught).length],
    ['answers of Meta lost', messages.filter(({ cut }) => cut).length],
    ['handed in within', seconds(sendingMs)],
    ['all at their end within', seconds(settledMs)],
    ['their ends', [...states].map(([state, count]) => `${count} ${state}`).join(', ')],
    ['commits at Meta', messages.reduce((sum, { commits }) => sum + commits.length, 0)],
    ['taken twice', verdict.doubled.length],
    ['out of order', verdict.outOfOrder.length],
    ['without an end', verdict.unsettled.length],
    ['said what is not so', verdict.untrue.length],
    ['unknown without a reason', verdict.unexplained.length],
  ];
  return rows.map(([name, value]) => `  ${name.padEnd(26)} ${value}`);
}

/** Whether nothing is as it must not be. */
export const chaosHolds = ({ messages }: ChaosResult, { sends }: ChaosPlan): boolean =>
  messages.length >= sends && Object.values(chaosVerdict(messages)).every((wrong) => wrong.length === 0);
