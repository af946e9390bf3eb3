import { argv, exit, stderr, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bigChaos } from './chaos/chaos-plan.ts';
import { chaosHolds, chaosTable } from './chaos/chaos-report.ts';
import { runChaos } from './chaos/run-chaos.ts';
import { Trouble } from './cloud/trouble.ts';
import { readOutputs } from './outputs.ts';

const OUTPUTS = fileURLToPath(new URL('../.local/outputs.json', import.meta.url));

/** `npm run chaos -- --sends 2000 --threads 200 --seed 7`: sends through trouble, and prints what became of it. */
async function main(): Promise<void> {
  const options = { sends: { type: 'string' }, threads: { type: 'string' }, seed: { type: 'string' } } as const;
  const { values } = parseArgs({ args: argv.slice(2), options });
  const asked = Object.entries(values).map(([name, text]) => [name, Number(text)]);
  if (asked.some(([, number]) => !Number.isInteger(number)))
    throw new Trouble('--sends, --threads and --seed are whole numbers.');
  const plan = { ...bigChaos, ...Object.fromEntries(asked) };
  const outputs = readOutputs(OUTPUTS);
  if (!outputs) throw new Trouble('No local cloud is running: start it with `npm start`, then run the chaos again.');
  const result = await runChaos(outputs, plan, (line) => void stdout.write(`· ${line}\n`));
  stdout.write(`${chaosTable(plan, result).join('\n')}\n`);
  if (!chaosHolds(result, plan)) throw new Trouble('Something is as it must not be: see above.');
}

main().catch((cause: unknown) => {
  const why = cause instanceof Error ? cause.message : 'unknown';
  stderr.write(`${cause instanceof Trouble ? why : `The chaos failed: ${why}`}\n`);
  exit(1);
});
