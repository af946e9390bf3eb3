import { bundled } from './bundled.ts';
import { figureOf, type Report } from './figure.ts';
import { firstEvents } from './first-events.ts';
import { type Effort, race } from './measure.ts';

const context = { awsRequestId: '00000000-0000-4000-8000-000000000000', getRemainingTimeInMillis: () => 30_000 };

type Wraps = ReturnType<typeof import('./wrap-subject.ts').openWraps>;
type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** The wrapped handlers with the event that each is called with, bundled as they are deployed. */
export function openRaces() {
  const { openWraps, bare } = bundled<typeof import('./wrap-subject.ts')>('./wrap-subject.ts');
  const wraps: Wraps = openWraps();
  const events = {
    http: firstEvents['webhooks/ingest'],
    queue: firstEvents['webhooks/process'],
    schedule: firstEvents['parking/collect'],
  };
  return (['http', 'queue', 'schedule'] as const).map((name) => {
    const { written } = wraps[name];
    const handler = wraps[name].handler as Handler;
    return { name, written, contender: () => handler(events[name], context), floor: () => bare(events[name], context) };
  });
}

/** What a warm wrapper adds to a bare handler, its line included: CPU and log bytes of one invocation. */
export async function wrap(effort: Effort): Promise<Report> {
  const figures = [];
  const notes = [];
  for (const { name, written, contender, floor } of openRaces()) {
    await contender();
    written.bytes = 0;
    await contender();
    const { bytes } = written;
    if (bytes === 0) throw new Error(`the ${name} wrapper wrote no line`);
    const { contenderUs, floorUs, rounds, iterations } = await race(contender, floor, effort);
    figures.push(figureOf(`wrap:${name}`, contenderUs - floorUs, 'us'), figureOf(`wrap:${name}-log`, bytes, 'B'));
    notes.push({ name: `wrap:${name}`, text: `${rounds} rounds, ${iterations} invocations each` });
  }
  return { figures, notes, skipped: [] };
}
