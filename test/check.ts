import { stopChildren } from './children.ts';
import { gates, runGates } from './gates.ts';

const say = (line: string): void => console.log(line);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    stopChildren();
    process.exit(130);
  });
}

const began = performance.now();
const outcomes = await runGates(gates(), say);
const broken = outcomes.filter(({ held }) => !held).map(({ name }) => name);
const seconds = ((performance.now() - began) / 1000).toFixed(1);
say(broken.length > 0 ? `✗ broken: ${broken.join(', ')} (${seconds} s)` : `✓ everything holds (${seconds} s)`);
process.exitCode = broken.length > 0 ? 1 : 0;
