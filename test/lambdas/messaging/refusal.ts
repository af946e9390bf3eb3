import { Failure } from '../../../lambdas/foundation/core/failure.ts';

/** The failure that a work throws; a work that throws none, or something else, fails the test. */
export function refusal(work: () => unknown): Failure {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown;
    throw thrown;
  }
  throw new Error('nothing was refused');
}

/** What was wrong where: the reason by its path. Two of one path would hide each other, so they are joined. */
export function reasons(work: () => unknown): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { path, reason } of refusal(work).errors ?? []) {
    found[path] = path in found ? `${found[path]}; ${reason}` : reason;
  }
  return found;
}
