import { capi } from './capi.ts';
import { cold } from './cold.ts';
import { cost } from './cost.ts';
import type { Report } from './figure.ts';
import { runBenchmarks } from './gate.ts';
import { idle } from './idle.ts';
import { ingest } from './ingest.ts';
import { slowness } from './machine-speed.ts';
import { pipeline } from './pipeline.ts';
import { relay } from './relay.ts';
import { send } from './send.ts';
import { throttle } from './throttle.ts';
import { wrap } from './wrap.ts';

/** Every benchmark by its name; `fast` is what CI has time for: fewer rounds, the same gates. */
const benchmarks: Readonly<Record<string, (fast: boolean) => Promise<Report>>> = {
  ingest: (fast) => ingest({ rounds: fast ? 7 : 15, roundMs: 240 }),
  pipeline: (fast) => pipeline({ rounds: fast ? 7 : 15, roundMs: 240 }, fast),
  capi: (fast) => capi({ rounds: fast ? 5 : 15, roundMs: 240 }, fast),
  relay: (fast) => relay({ rounds: fast ? 5 : 15, roundMs: 240 }, fast),
  send: (fast) => send({ rounds: fast ? 7 : 15, roundMs: 240 }, fast),
  cold: (fast) => cold({ runs: fast ? 9 : 20 }),
  wrap: (fast) => wrap({ rounds: fast ? 7 : 15, roundMs: 4 }),
  cost: () => cost(),
  idle: () => idle(),
  throttle: () => throttle(),
};

const words = process.argv.slice(2);
const flags = new Set(words.filter((word) => word.startsWith('--')));
const names = words.filter((word) => !word.startsWith('--'));
const unknown = [
  ...names.filter((name) => !benchmarks[name]),
  ...[...flags].filter((flag) => !/^--(json|fast)$/.test(flag)),
];
if (unknown.length > 0) {
  console.error(`✗ Unknown: ${unknown.join(' ')}. There are ${Object.keys(benchmarks).join(' ')}, and --json --fast.`);
  process.exit(2);
}
const asked = Object.entries(benchmarks).filter(([name]) => names.length === 0 || names.includes(name));
process.exitCode = await runBenchmarks(
  asked.map(([name, run]) => [name, () => run(flags.has('--fast'))] as const),
  flags.has('--json'),
  { out: console.log, warn: console.error },
  slowness(),
);
