import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Process ids of a function's warm workers: children of the emulator whose script lies in a folder of `workersDir`
 * that is named after the function (`ministack-lambda-<function>-…`). None before its first call.
 */
export function workersOf(workersDir: string, functionName: string): number[] {
  const script = join(workersDir, `ministack-lambda-${functionName}-`);
  return execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 })
    .split('\n')
    .filter((line) => line.includes(script))
    .map((line) => Number.parseInt(line, 10))
    .filter((pid) => Number.isInteger(pid));
}
