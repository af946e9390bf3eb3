import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runGates } from '../gates.ts';
import { lastLine, oneOf, sum, tallyOfJest } from '../tally.ts';

const folder = mkdtempSync(join(tmpdir(), 'metaport-tally-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const reported = (counts: Readonly<Record<string, number>>): string => {
  const file = join(folder, `${Object.values(counts).join('-')}.json`);
  const none = {
    numPassedTests: 0,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    numRuntimeErrorTestSuites: 0,
  };
  writeFileSync(file, JSON.stringify({ ...none, ...counts }));
  return file;
};

describe('the count of npm test', () => {
  it('adds up jest and the gates', () => {
    const unit = tallyOfJest(reported({ numPassedTests: 7, numFailedTests: 1, numPendingTests: 2 }), false);
    expect(lastLine(sum([unit, oneOf(true), oneOf(false)]))).toBe('8 passed, 2 failed, 2 skipped');
  });

  it('counts a suite that could not run as a failure', () => {
    expect(tallyOfJest(reported({ numPassedTests: 3, numRuntimeErrorTestSuites: 1 }), false).failed).toBe(1);
  });

  it.each([
    ['jest ran nothing', reported({ numPendingTests: 4 }), true],
    ['jest left no report', join(folder, 'absent.json'), true],
    ['jest failed without naming a test', reported({ numPassedTests: 5 }), false],
  ])('is a failure when %s', (_, file, held) => {
    expect(tallyOfJest(file, held).failed).toBe(1);
  });
});

describe('a gate', () => {
  const said: string[] = [];
  const gate = (name: string, code: string) => ({ name, args: ['-e', code] });

  it('holds by exit code 0, shows what it said only when it fails, and never asks stdin', async () => {
    const outcomes = await runGates(
      [
        gate('good', 'console.log("quiet"); process.stdin.resume();'),
        gate('bad', 'console.error("this is why"); process.exit(3);'),
        gate('killed', 'process.kill(process.pid, "SIGKILL");'),
      ],
      (line) => said.push(line),
    );
    const held = Object.fromEntries(outcomes.map((outcome) => [outcome.name, outcome.held]));
    expect(held).toEqual({ good: true, bad: false, killed: false });
    expect(said.join('\n')).toContain('this is why');
    expect(said.join('\n')).not.toContain('quiet');
    expect(said.filter((line) => /^[✓✗] \w+ +[0-9.]+ s$/.test(line))).toHaveLength(3);
  });
});
