import { type FunctionName, functionNames } from '../lambdas/foundation/contract/functions.ts';
import { startSink } from './aws-sink.ts';
import { bundledPath } from './bundled.ts';
import type { FloorEvent } from './cold-floor.ts';
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
  readonly runs: ColdRun[];
}

/** CPU microseconds of one fresh process, of the floor with as many requests, and of the floor with one. */
interface ColdRun {
  readonly us: number;
  readonly requests: number;
  readonly floorUs: number;
  readonly oneUs: number;
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

/**
 * What a cold start of each deployed function costs, the whole of its first event included, against as many hand-signed
 * requests as that event makes (`docs/decisions/0017`); all talk TLS to a sink.
 */
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
    const all: readonly Started[] = names.map((name) => ({ name, ...deployed(name), runs: [] }));
    const floorPath = bundledPath('./cold-floor.ts');
    for (let run = 0; run < runs; run += 1) {
      const floors = new Map<number, number>();
      const floorUs = async (requests: number) => {
        const us = floors.get(requests) ?? (await coldUs(floorPath, { requests } satisfies FloorEvent, env()));
        floors.set(requests, us);
        return us;
      };
      for (const { name, path, runs: told } of all) {
        sink.calls.length = 0;
        const us = await coldUs(path, firstEvents[name], env(name), burnUs);
        const requests = sink.calls.length;
        // One that answers by itself is held against one request too.
        told.push({ us, requests, floorUs: await floorUs(Math.max(1, requests)), oneUs: await floorUs(1) });
      }
    }
    if (all.every(({ runs: [first] }) => !first?.requests)) throw new Error('the functions called nobody');
    return report(all);
  } finally {
    await sink.close();
  }
}

function report(all: readonly Started[]): Report {
  const told = all.map(({ name, bytes, runs }) => {
    const middle = (of: (run: ColdRun) => number) => median(runs.map(of));
    const ms = (of: (run: ColdRun) => number) => `${(middle(of) / 1000).toFixed(1)} ms`;
    const text = [
      `${ms(({ us }) => us)} CPU with ${middle(({ requests }) => requests)} requests`,
      `floor ${ms(({ floorUs }) => floorUs)}`,
      `against one request (${ms(({ oneUs }) => oneUs)}) ${middle(({ us, oneUs }) => us / oneUs).toFixed(2)}×`,
      `${runs.length} fresh processes`,
    ].join('; ');
    const figures: readonly Figure[] = [
      figureOf(
        `cold/${name}`,
        middle(({ us, floorUs }) => us / floorUs),
        'x',
      ),
      figureOf(`cold:bytes-${name}`, bytes, 'B'),
    ];
    return { figures, note: { name: `cold/${name}`, text } };
  });
  return { figures: told.flatMap(({ figures }) => figures), notes: told.map(({ note }) => note), skipped: [] };
}
