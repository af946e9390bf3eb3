/** One of two runners: called once an iteration; both are awaited, as Lambda awaits whatever a handler answers. */
export type Runner = () => unknown;

/** How hard to measure. A `handicap` runs after each of the contender's calls: for the tests of the gates. */
export interface Effort {
  readonly rounds: number;
  /** CPU milliseconds of the floor in one round. */
  readonly roundMs: number;
  readonly handicap?: () => void;
}

/** What a race gave: medians over the rounds, CPU microseconds a call. */
export interface Measured {
  readonly ratio: number;
  readonly contenderUs: number;
  readonly floorUs: number;
  readonly rounds: number;
  readonly iterations: number;
}

/** Fewest rounds whose median counts. */
export const fewestRounds = 5;

/**
 * Turns of contender and floor inside one round: what disturbs the machine for a while then disturbs both. Each must be
 * long enough for several collections of garbage: in turns that hold one or none, the median turn of one runner may
 * have one and the other's none, which alone moved a ratio by a fifth.
 */
const turns = 8;

/** CPU milliseconds each runs first, in turns: V8 optimises long after the first thousand calls. */
const warmUpMs = 2500;

/** The middle value; throws for none, so that nothing is concluded from nothing. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('nothing was measured: no median');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const at = (index: number) => sorted[index] ?? Number.NaN;
  return sorted.length % 2 === 1 ? at(Math.floor(middle)) : (at(middle - 1) + at(middle)) / 2;
}

/** CPU microseconds that this process used, user and system, all threads. */
export function cpuUs(since?: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return user + system;
}

/** CPU microseconds of `times` calls. */
export async function cpuOf(run: Runner, times: number): Promise<number> {
  const begun = process.cpuUsage();
  for (let time = 0; time < times; time += 1) {
    await run();
  }
  return cpuUs(begun);
}

async function warmedUp(...runners: readonly Runner[]): Promise<void> {
  for (let part = 0; part < 5; part += 1) {
    for (const run of runners) await cpuOf(run, await callsIn(run, warmUpMs / 10));
  }
}

/** How many calls take so many CPU milliseconds, at least one. */
async function callsIn(run: Runner, milliseconds: number): Promise<number> {
  let times = 1;
  for (;;) {
    const used = await cpuOf(run, times);
    if (used >= (milliseconds * 1000) / 4) return Math.max(1, Math.round((times * milliseconds * 1000) / used));
    times *= 2;
  }
}

/** Runs contender and floor in turns, the same number of calls each; the gate is on the ratio of their CPU times. */
export async function race(contender: Runner, floor: Runner, effort: Effort): Promise<Measured> {
  const { rounds, roundMs, handicap } = effort;
  if (rounds < fewestRounds) throw new Error(`${rounds} rounds are too few: at least ${fewestRounds}`);
  const handicapped = handicap ? slowed(contender, handicap) : contender;
  await warmedUp(handicapped, floor);
  const times = Math.max(1, Math.round((await callsIn(floor, roundMs)) / turns));
  const measured: { readonly contender: number; readonly floor: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const contenders: number[] = [];
    const floors: number[] = [];
    for (let turn = 0; turn < turns; turn += 1) {
      contenders.push(await cpuOf(handicapped, times));
      floors.push(await cpuOf(floor, times));
    }
    // The median turn: one in which another process emptied the caches says nothing about either.
    measured.push({ contender: median(contenders), floor: median(floors) });
  }
  if (measured.some((one) => one.floor <= 0 || one.contender <= 0)) throw new Error('a round used no CPU at all');
  return {
    ratio: median(measured.map((one) => one.contender / one.floor)),
    contenderUs: median(measured.map((one) => one.contender / times)),
    floorUs: median(measured.map((one) => one.floor / times)),
    rounds: measured.length,
    iterations: times * turns * rounds,
  };
}

function slowed(run: Runner, handicap: () => void): Runner {
  return () => {
    const answer = run();
    handicap();
    return answer;
  };
}

/** Burns so many microseconds of CPU: a handicap. */
export function burn(microseconds: number): void {
  const begun = process.cpuUsage();
  while (cpuUs(begun) < microseconds);
}
