import { readFileSync } from 'node:fs';

/** How many checks passed, failed and were left out. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The sum of several tallies. */
export const sum = (tallies: readonly Tally[]): Tally => ({
  passed: tallies.reduce((total, { passed }) => total + passed, 0),
  failed: tallies.reduce((total, { failed }) => total + failed, 0),
  skipped: tallies.reduce((total, { skipped }) => total + skipped, 0),
});

/** The last line of `npm test` and of `.ci/run`. */
export const lastLine = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** One gate that is a single yes or no. */
export const oneOf = (held: boolean): Tally => ({ passed: held ? 1 : 0, failed: held ? 0 : 1, skipped: 0 });

interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/**
 * What jest's `--outputFile` says. A suite that could not run counts as one failure, and so does a run that failed
 * without naming a test, that left no report, or that ran nothing.
 */
export function tallyOfJest(file: string, held: boolean): Tally {
  const report = reportIn(file);
  if (!report) return oneOf(false);
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  const ranNothing = report.numPassedTests + failed === 0;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && (!held || ranNothing) ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function reportIn(file: string): JestReport | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JestReport;
  } catch {
    return undefined;
  }
}
