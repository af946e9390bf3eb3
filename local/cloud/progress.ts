/** Where progress lines go: a terminal, a log file, a parent process, or nowhere. */
export type Say = (line: string) => void;

/** Runs one step and says when it is done: `✓ emulator  https://localhost:4566  2.1 s`. */
export async function step<T>(
  say: Say,
  name: string,
  work: () => Promise<T>,
  detail: (result: T) => string,
): Promise<T> {
  const begun = performance.now();
  const result = await work();
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  say(`✓ ${name.padEnd(12)} ${`${detail(result)}`.padEnd(52)} ${seconds} s`);
  return result;
}
