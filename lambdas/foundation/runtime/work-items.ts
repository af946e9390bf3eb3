import { asFailure, Failure } from '../core/failure.ts';
import type { BatchItem } from '../core/work.ts';
import type { BatchWork, QueueWork } from './queue-doors.ts';
import type { OpenRecord } from './settle-record.ts';
import { type BegunItem, contextOf, endItem, isTooLate, type QueueUnit, type Worked } from './work-item.ts';

/** How the items of a batch are worked on: each for itself, or all at once. */
export type Work = OneByOne | Together;
type OneByOne = Pick<QueueWork<unknown>, 'work'>;
type Together = Pick<BatchWork<unknown>, 'workAll'>;

/** Works on every item of these records; what became of them stands in the records' order. Never throws. */
export async function workItems(
  records: readonly OpenRecord[],
  work: Work,
  unit: QueueUnit,
): Promise<readonly (readonly Worked[])[]> {
  if ('workAll' in work) return workTogether(records, work, unit);
  const one = (item: BegunItem | Worked) => ('verb' in item ? item : unit.gate(() => workOne(item, work, unit)));
  return Promise.all(records.map(({ items }) => Promise.all(items.map(one))));
}

async function workOne(begun: BegunItem, { work }: OneByOne, unit: QueueUnit): Promise<Worked> {
  if (isTooLate(unit)) return { verb: 'defer', item: begun.trial.item };
  try {
    await work(begun.parsed, contextOf(begun, unit));
    return endItem(begun, undefined, unit);
  } catch (thrown) {
    return endItem(begun, asFailure(thrown), unit);
  }
}

/** What a batch's work said of each item; absent: nothing yet. */
type Outcomes = Map<BegunItem, Failure | undefined>;

async function workTogether(records: readonly OpenRecord[], { workAll }: Together, unit: QueueUnit) {
  const outcomes: Outcomes = new Map();
  const begun = records.flatMap(({ items }) => items.flatMap((item) => ('verb' in item ? [] : [item])));
  const { line: notes, machine, timeLeft } = unit;
  const batch = { notes, clock: machine.clock, deadline: machine.clock.now() + timeLeft() };
  let left = new Failure('bug', 'a batch’s work forgot an item');
  try {
    const items = begun.map((item) => batchItem(item, outcomes, unit));
    if (items.length > 0) await workAll(items, batch);
  } catch (thrown) {
    left = unit.line.failed(thrown);
  }
  const end = (item: BegunItem | Worked) => {
    if ('verb' in item) return item;
    const failure = outcomes.has(item) ? outcomes.get(item) : left;
    return failure ? unit.gate(() => endItem(item, failure, unit)) : endItem(item, undefined, unit);
  };
  return Promise.all(records.map(({ items }) => Promise.all(items.map(end))));
}

const batchItem = (begun: BegunItem, outcomes: Outcomes, unit: QueueUnit): BatchItem<unknown> => ({
  item: begun.parsed,
  context: contextOf(begun, unit),
  settle: (failure) => {
    // The first word counts: what fails afterwards does not undo what was done.
    if (!outcomes.has(begun)) outcomes.set(begun, failure);
  },
});
