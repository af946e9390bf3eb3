import { isDeepStrictEqual } from 'node:util';
import { bundled } from './bundled.ts';
import { figureOf, type Report } from './figure.ts';
import { told } from './ingest.ts';
import { type Effort, race } from './measure.ts';
import { livingBytes } from './memory.ts';
import { queueMessage } from './payloads.ts';

const eventsAMessage = 100;

/** Bundled as they are deployed, so that no loader stands between. */
export function openRace(items = eventsAMessage) {
  const { openPipeline } = bundled<typeof import('./pipeline-subject.ts')>('./pipeline-subject.ts');
  const { pipelineFloor } = bundled<typeof import('./pipeline-floor.ts')>('./pipeline-floor.ts');
  const run = openPipeline();
  const message = queueMessage(items);
  return {
    run,
    contender: () => run(message),
    floor: () => pipelineFloor(message),
    /** Throws unless both make the same items. */
    async agree(): Promise<number> {
      const ours: unknown = JSON.parse(JSON.stringify(await run(message)));
      const plain = pipelineFloor(message);
      if (!isDeepStrictEqual(ours, plain)) throw new Error('the pipeline and its floor do not make the same items');
      return plain.length;
    },
  };
}

/** By how many MB the process grew while so many different events passed, after a tenth of them had warmed it up. */
export async function growth(events: number): Promise<number> {
  const { run } = openRace();
  let kept = 0;
  const pass = async (from: number, to: number) => {
    for (let at = from; at < to; at += eventsAMessage) kept += (await run(queueMessage(eventsAMessage, at))).length;
  };
  const warm = Math.ceil(events / 10 / eventsAMessage) * eventsAMessage;
  await pass(0, warm);
  const before = livingBytes();
  await pass(warm, warm + events);
  if (kept < events) throw new Error(`only ${kept} of ${events} events became items`);
  return Math.max(0, livingBytes() - before) / 1e6;
}

/** What keeping an event costs, from the text of its message to its item, against the same without validation. */
export async function pipeline(effort: Effort, fast: boolean): Promise<Report> {
  const one = openRace();
  await one.agree();
  const measured = await race(one.contender, one.floor, effort);
  const figures = [figureOf('pipeline', measured.ratio, 'x')];
  const notes = [{ name: 'pipeline', text: told(measured, `message of ${eventsAMessage} events`) }];
  if (fast) return { figures, notes, skipped: ['pipeline:growth over 1,000,000 events takes minutes'] };
  figures.push(figureOf('pipeline:growth', await growth(1_000_000), 'MB'));
  return { figures, notes, skipped: [] };
}
