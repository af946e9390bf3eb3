import { openTarget } from './ctl/target.ts';
import { CtlError, wordsOf } from './ctl/words.ts';
import { accessSteps } from './smoke/access.ts';
import { deliverySteps } from './smoke/delivery.ts';
import { openScene } from './smoke/scene.ts';
import { runSteps } from './smoke/steps.ts';
import { watchSteps } from './smoke/watch.ts';

async function main(): Promise<number> {
  const { flags } = wordsOf(process.argv.slice(2));
  if (flags.stage === undefined) throw new CtlError('Name the stage: npm run smoke -- --stage <stage>');
  const scene = await openScene(await openTarget(flags.stage));
  const say = (line: string) => process.stdout.write(`${line}\n`);
  return runSteps([...accessSteps, ...deliverySteps, ...watchSteps], scene, say);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (thrown: unknown) => {
    process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
    process.exitCode = 1;
  },
);
