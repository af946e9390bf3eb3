import { type FunctionName, functionNames } from '../lambdas/foundation/contract/functions.ts';
import { startSink } from './aws-sink.ts';
import { bundledPath } from './bundled.ts';
import { type Figure, figureOf, type Report } from './figure.ts';
import { firstEvents, trouble } from './first-events.ts';
import { fewestRounds, median } from './measure.ts';
import { deployed, environmentOf, runChild } from './run-child.ts';

/** Fresh processes a bundle; `burnUs` is a handicap. */
export interface ColdEffort {
  readonly runs: number;
  readonly burnUs?: number;
}

interface Started {
  readonly name: FunctionName;
  readonly path: string;
  readonly bytes: number;
  readonly cpuUs: number[];
}

/** Import and first call of a bundle in a fresh process, in CPU microseconds. */
async function coldUs(
  path: string,
  event: unknown,
  env: Readonly<Record<string, string>>,
  burnUs = 0,
): Promise<number> {
  const { importUs, callsUs, answers, lines } = await runChild(path, [event], env, burnUs);
  const wrong = trouble(answers[0]);
  if (wrong !== undefined) throw new Error(`${path} did not do its work: ${wrong} ${lines.join(' ')}`);
  return importUs + (callsUs[0] ?? Number.NaN);
}

/** What a cold start of each deployed function costs, against one hand-signed request; all talk TLS to a sink. */
export async function cold(
  { runs, burnUs }: ColdEffort,
  names: readonly FunctionName[] = functionNames,
): Promise<Report> {
  if (runs < fewestRounds) throw new Error(`${runs} runs are too few: at least ${fewestRounds}`);
  const sink = await startSink({ tls: true });
  try {
    const env = (name?: FunctionName) => environmentOf(name, sink.url, sink.certificate);
    const without = names.filter((name) => firstEvents[name] === undefined);
    if (without.length > 0) throw new Error(`bench/first-events.ts has no event for ${without.join(', ')}`);
    const all: readonly Started[] = names.map((name) => ({ name, ...deployed(name), cpuUs: [] }));
    const floorPath = bundledPath('./cold-floor.ts');
    const floorUs: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      floorUs.push(await coldUs(floorPath, {}, env()));
      for (const { name, path, cpuUs } of all) cpuUs.push(await coldUs(path, firstEvents[name], env(name), burnUs));
    }
    if (sink.calls.length < runs * 2) throw new Error('the functions called nobody');
    return report(all, floorUs);
  } finally {
    await sink.close();
  }
}

function report(all: readonly Started[], floorUs: readonly number[]): Report {
  const milliseconds = (us: readonly number[]) => (median(us) / 1000).toFixed(1);
  const figures: Figure[] = all.flatMap(({ name, bytes, cpuUs }) => [
    figureOf(`cold/${name}`, median(cpuUs.map((us, run) => us / (floorUs[run] ?? Number.NaN))), 'x'),
    figureOf(`cold:bytes-${name}`, bytes, 'B'),
  ]);
  const notes = all.map(({ name, cpuUs }) => ({
    name: `cold/${name}`,
    text: `${milliseconds(cpuUs)} ms CPU, floor ${milliseconds(floorUs)} ms; ${cpuUs.length} fresh processes`,
  }));
  return { figures, notes, skipped: [] };
}
