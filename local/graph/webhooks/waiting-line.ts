/** Jobs that wait for their turn. */
export type WaitingLine<J> = { add(job: J, delayMs: number): void; drop(): void };

/**
 * Runs at most `room()` jobs at the same time, in order of arrival. `run` answers the real ms after which the job
 * wants another turn, or null when it is done. `drop` empties the line; what is running then gets no further turn.
 */
export function waitingLine<J>(room: () => number, run: (job: J) => Promise<number | null>): WaitingLine<J> {
  let ready: J[] = [];
  let running = 0;
  let drops = 0;
  const timers = new Set<NodeJS.Timeout>();
  const pump = (): void => {
    while (running < room()) {
      const job = ready.shift();
      if (job === undefined) return;
      running += 1;
      void turn(job);
    }
  };
  const add = (job: J, delayMs: number): void => {
    if (delayMs > 0) {
      later(job, delayMs);
      return;
    }
    ready.push(job);
    pump();
  };
  const later = (job: J, delayMs: number): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      add(job, 0);
    }, delayMs);
    timers.add(timer);
  };
  const turn = async (job: J): Promise<void> => {
    const dropsBefore = drops;
    const againAfter = await run(job);
    running -= 1;
    if (againAfter !== null && drops === dropsBefore) add(job, againAfter);
    pump();
  };
  const drop = (): void => {
    drops += 1;
    ready = [];
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
  };
  return { add, drop };
}
