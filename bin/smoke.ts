import { setMaxListeners } from 'node:events';
import { CtlError } from './ctl/words.ts';
import { allSteps } from './smoke/all-steps.ts';
import { askedOf } from './smoke/asked.ts';
import { runSteps } from './smoke/run-steps.ts';
import { setScene } from './smoke/scene.ts';

const stop = new AbortController();
// Ten deliveries at once, each of which ends with the run, are no leak.
setMaxListeners(0, stop.signal);
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(name, () => stop.abort(new Error(`interrupted by ${name}`)));

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const scene = setScene(askedOf(process.argv.slice(2)), stop.signal);
  return runSteps(allSteps, scene, say);
}

// A step that was left behind may hold a connection open: the run is over when its last line is out.
main().then(
  (code) => process.exit(code),
  (thrown: unknown) => {
    process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
    process.exit(thrown instanceof CtlError ? 2 : 1);
  },
);
