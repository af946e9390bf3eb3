import { logPrefix } from './cloud/chores.ts';
import { startDetached, tellParent } from './cloud/detached.ts';
import { places, root } from './cloud/places.ts';
import { portsFrom } from './cloud/ports.ts';
import type { Say } from './cloud/progress.ts';
import { readable } from './cloud/readable-log.ts';
import { claim, whoRuns } from './cloud/running.ts';
import { stopSignal } from './cloud/stop-signal.ts';
import { sentenceOf, Trouble } from './cloud/trouble.ts';
import { whatNext } from './cloud/what-next.ts';
import { type Cloud, startCloud } from './cloud.ts';
import { emulatorAnswers } from './emulator/emulator.ts';
import { readOutputs, removeOutputs, writeOutputs } from './outputs.ts';

const detach = process.argv.includes('--detach');
const inBackground = process.argv.includes('--in-background');

/** In the background every line also goes to the process that waits for us to be ready. */
const say: Say = (line) => {
  console.log(line);
  if (inBackground) tellParent({ line });
};

// Whoever read our lines may have gone (`npm start -- --detach | head`); that is no reason to end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

async function main(): Promise<number> {
  const runs = whoRuns(places.running);
  if (runs) return alreadyRuns(runs.pid);
  if (detach) return startDetached(places.log, portsFrom(process.env));
  return runHere();
}

async function alreadyRuns(pid: number): Promise<number> {
  const outputs = readOutputs(places.outputs);
  const healthy = outputs && (await emulatorAnswers(outputs.emulator.endpoint, outputs.emulator.certificate));
  if (!healthy) throw new Trouble(`A local cloud is starting or ending already (process ${pid}); npm stop ends it.`);
  console.log(`A local cloud runs already (process ${pid}, ${outputs.emulator.endpoint}); npm stop ends it.`);
  return detach ? 0 : 1;
}

async function runHere(): Promise<number> {
  const ports = portsFrom(process.env);
  const release = claim(places.running);
  if (!release) throw new Trouble('Another local cloud is starting at this moment; npm stop ends it.');
  const signal = stopSignal(inBackground);
  try {
    const begun = performance.now();
    const onLines: Parameters<typeof startCloud>[0]['onLines'] = (lines) => {
      for (const line of lines) {
        const text = readable(line, logPrefix('local'));
        if (text) console.log(text);
      }
    };
    const cloud = await startCloud({ root, stateDir: places.state, ports, persist: true, say, onLines }, signal);
    writeOutputs(places.outputs, cloud.outputs);
    say(`\nReady in ${((performance.now() - begun) / 1000).toFixed(1)} s.`);
    for (const line of whatNext(cloud.outputs)) say(line);
    if (inBackground) tellParent({ ready: true });
    else say('\nCtrl-C ends it; what it has stored is kept. The functions’ logs follow.\n');
    return await untilStopped(cloud, signal);
  } finally {
    removeOutputs(places.outputs);
    release();
  }
}

async function untilStopped(cloud: Cloud, signal: AbortSignal): Promise<number> {
  const asked = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined));
  });
  const failure = await Promise.race([asked, cloud.failed]);
  if (failure) say(`✗ ${failure}`);
  say('Stopping …');
  await cloud.stop();
  say('Stopped.');
  return failure ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (thrown) {
  const sentence = thrown instanceof Error && thrown.name === 'AbortError' ? 'Stopped.' : sentenceOf(thrown);
  if (inBackground) tellParent({ trouble: sentence });
  console.error(`✗ ${sentence}`);
  process.exitCode = 1;
}
process.exit();
