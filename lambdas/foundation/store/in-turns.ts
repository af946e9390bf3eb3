/** Does a piece of work for each item, at most `atOnce` at a time; the first failure ends it and is thrown. */
export async function inTurns<T>(items: Iterable<T>, atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items[Symbol.iterator]();
  let stopped = false;
  const worker = async () => {
    for (let next = waiting.next(); !next.done && !stopped; next = waiting.next()) {
      try {
        await work(next.value);
      } catch (error) {
        stopped = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
