import type { BudgetKey, Priority, UsageLedger } from '../lambdas/foundation/core/usage.ts';
import { priorities } from '../lambdas/foundation/core/usage.ts';
import { metaAllowance } from './throttle-meta.ts';

/** An overload: `accounts` share one allowance, each with a worker for each class of call, heavier ones call twice as often. */
export interface Overload {
  readonly allowance: number;
  readonly accounts: number;
  /** Calls wanted by all together, as a multiple of the allowance. */
  readonly times: number;
  readonly hours: number;
}

/** What an hour came to. */
export interface HourTold {
  readonly calls: number;
  readonly refused: number;
  readonly asks: number;
  readonly byAccount: ReadonlyMap<string, number>;
  readonly byPriority: ReadonlyMap<Priority, number>;
}

const hourMs = 3600_000;
/** From asking to Meta's count, and back. */
const outMs = 150;
const backMs = 350;

interface Worker {
  readonly account: string;
  readonly priority: Priority;
  readonly everyMs: number;
  /** When its next call is wanted; calls that had to wait pile up no further. */
  wantedAt: number;
}

type Work = () => Promise<void>;

/** Things that happen, in the order of their times; those of one time in the order in which they were planned. */
function agenda() {
  const heap: { readonly at: number; readonly order: number; readonly work: Work }[] = [];
  let order = 0;
  const before = (a: number, b: number) => {
    const [one, other] = [heap[a], heap[b]];
    return one && other ? one.at < other.at || (one.at === other.at && one.order < other.order) : false;
  };
  const swap = (a: number, b: number) => {
    const [one, other] = [heap[a], heap[b]];
    if (one && other) [heap[a], heap[b]] = [other, one];
  };
  return {
    plan(at: number, work: Work) {
      heap.push({ at, order, work });
      order += 1;
      for (let here = heap.length - 1; here > 0; ) {
        const parent = (here - 1) >> 1;
        if (!before(here, parent)) break;
        swap(here, parent);
        here = parent;
      }
    },
    next() {
      swap(0, heap.length - 1);
      const first = heap.pop();
      for (let here = 0; ; ) {
        const [left, right] = [2 * here + 1, 2 * here + 2];
        const child = before(right, left) ? right : left;
        if (!before(child, here)) break;
        swap(here, child);
        here = child;
      }
      return first;
    },
  };
}

/** A clock that the simulation sets, and chance that is the same in every run. */
export function simulatedClock(start: number) {
  let [at, seed] = [start, 1];
  const chance = () => {
    // Park and Miller's minimal standard generator.
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  return { now: () => at, chance, set: (to: number) => (at = Math.max(at, to)) };
}

/** The key that all accounts share: an app's platform allowance. */
const key: BudgetKey = { scope: 'app', id: '1234567890', useCase: 'platform' };

function workersOf({ allowance, accounts, times }: Overload, now: number, chance: () => number): readonly Worker[] {
  const weightOf = (account: number) => 1 + (account % 2);
  const all = Array.from({ length: accounts }, (_, account) => weightOf(account)).reduce((sum, one) => sum + one, 0);
  return Array.from({ length: accounts }, (_, account) => {
    const perWorker = (times * allowance * weightOf(account)) / all / priorities.length;
    const everyMs = hourMs / perWorker;
    return priorities.map((priority) => ({
      account: `account-${account}`,
      priority,
      everyMs,
      wantedAt: now + chance() * everyMs,
    }));
  }).flat();
}

const emptyHour = () => ({
  calls: 0,
  refused: 0,
  asks: 0,
  byAccount: new Map<string, number>(),
  byPriority: new Map<Priority, number>(),
});
const add = <K>(counts: Map<K, number>, key: K) => counts.set(key, (counts.get(key) ?? 0) + 1);

/** Lets the overload run against Meta's model through a ledger; answers what each hour came to. */
export async function simulate(
  overload: Overload,
  clock: ReturnType<typeof simulatedClock>,
  ledgerOf: (worker: number) => UsageLedger,
): Promise<readonly HourTold[]> {
  const { plan, next } = agenda();
  const begun = clock.now();
  const meta = metaAllowance(overload.allowance);
  const hours = Array.from({ length: overload.hours }, emptyHour);
  const hourAt = (at: number) => hours[Math.floor((at - begun) / hourMs)];

  const turn =
    (worker: Worker, ledger: UsageLedger): Work =>
    async () => {
      const now = clock.now();
      const told = hourAt(now);
      if (told) told.asks += 1;
      const answer = await ledger.ask({ keys: [key], priority: worker.priority, account: worker.account, calls: 1 });
      if (!answer.go) return plan(answer.waitUntil, turn(worker, ledger));
      plan(now + outMs, async () => {
        const { refused, percent, regainMinutes } = meta.call(clock.now());
        const hour = hourAt(clock.now());
        if (hour) {
          hour.calls += 1;
          hour.refused += refused ? 1 : 0;
          add(hour.byAccount, worker.account);
          add(hour.byPriority, worker.priority);
        }
        plan(clock.now() + backMs, async () => {
          const readAt = clock.now();
          const regain = regainMinutes > 0 ? { regainAt: readAt + regainMinutes * 60_000 } : {};
          if (percent !== undefined) await ledger.record([{ key, percent, readAt, ...regain }]);
        });
      });
      worker.wantedAt = Math.max(worker.wantedAt + worker.everyMs, now);
      plan(Math.max(worker.wantedAt, now + outMs + backMs), turn(worker, ledger));
    };

  for (const [at, worker] of workersOf(overload, begun, clock.chance).entries())
    plan(worker.wantedAt, turn(worker, ledgerOf(at)));
  for (let event = next(); event && event.at < begun + overload.hours * hourMs; event = next()) {
    clock.set(event.at);
    await event.work();
  }
  return hours;
}
