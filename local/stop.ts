import { places } from './cloud/places.ts';
import { whoRuns } from './cloud/running.ts';
import { waitUntil } from './cloud/wait-until.ts';
import { removeOutputs } from './outputs.ts';

/** Longer than the guard's own patience, so that a slow end is still an end. */
const patienceSeconds = 30;

async function main(): Promise<number> {
  const runs = whoRuns(places.running);
  if (!runs) {
    removeOutputs(places.outputs);
    console.log('No local cloud runs.');
    return 0;
  }
  process.kill(runs.pid, 'SIGTERM');
  if (await waitUntil(patienceSeconds, async () => whoRuns(places.running) === undefined)) {
    console.log(`The local cloud (process ${runs.pid}) has ended; what it stored is kept for the next start.`);
    return 0;
  }
  console.error(`✗ The local cloud (process ${runs.pid}) does not end; kill -9 ${runs.pid} does, and tidies up.`);
  return 1;
}

process.exitCode = await main();
