import type { BudgetStep, BudgetVerdict } from '../core/budget-rule.ts';
import type { BudgetAsk } from '../core/usage.ts';
import { giveBack, noteTurn, takeStep } from './bucket-steps.ts';
import { type BudgetView, type budgetViews, isAlone } from './budget-views.ts';
import type { OneTable } from './one-table.ts';
import type { UsageLedgerDoors } from './usage-ledger-doors.ts';

/** Tries of one step against what others write at the same time. */
const tries = 3;

/** Whoever lost every try comes back after this and up to as much more: the winners are then through. */
const crowdedMs = 250;

/** What deciding and taking stand on. */
export interface StepDoors extends Pick<UsageLedgerDoors, 'clock' | 'rule'> {
  readonly table: OneTable;
  readonly turnOf: ReturnType<typeof budgetViews>['turnOf'];
}

/**
 * What the rule says as far as the view knows; first as to one who has had nothing yet, because who must wait even so
 * costs no further look at its place in the round (a view that is read anew brings it along).
 */
export async function decided(view: BudgetView, ask: BudgetAsk, doors: StepDoors): Promise<BudgetVerdict> {
  const { clock, rule, turnOf } = doors;
  const { priority, calls } = ask;
  const wish = { priority, calls, useCase: view.key.useCase };
  const best = rule.decide(view.bucket, view.memory, { ...wish, turn: 0 }, clock.now());
  if (!best.go || isAlone(view.key, ask.account)) return best;
  const turn = await turnOf(view, ask.account);
  return rule.decide(view.bucket, view.memory, { ...wish, turn }, clock.now());
}

/** The step that the bucket took, or when to come again. */
async function take(view: BudgetView, ask: BudgetAsk, doors: StepDoors): Promise<BudgetStep | number> {
  const { table, clock } = doors;
  for (let round = 0; round < tries; round += 1) {
    const verdict = await decided(view, ask, doors);
    if (!verdict.go) return verdict.waitUntil;
    if (await takeStep(table, view, verdict.step, clock.now())) return verdict.step;
  }
  return Math.ceil(clock.now() + crowdedMs * (1 + clock.chance()));
}

/** Nobody is slowed while Meta has told of no allowance, so nobody's place in the round is worth a write. */
const hasRound = ({ memory }: BudgetView) => memory !== undefined && memory.allowance > 0;

/** Takes a step of every allowance or of none; answers 0, or when to come again. */
export async function takeAll(views: readonly BudgetView[], ask: BudgetAsk, doors: StepDoors): Promise<number> {
  const { table, clock } = doors;
  const taken: { readonly view: BudgetView; readonly step: BudgetStep }[] = [];
  for (const view of views) {
    const step = await take(view, ask, doors);
    if (typeof step === 'number') {
      for (const one of taken) await giveBack(table, one.view, one.step);
      return step;
    }
    taken.push({ view, step });
  }
  const shared = taken.filter(({ view }) => !isAlone(view.key, ask.account) && hasRound(view));
  for (const { view, step } of shared) await noteTurn(table, view, ask.account, step.turn + ask.calls, clock.now());
  return 0;
}
