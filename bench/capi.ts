import { isDeepStrictEqual } from 'node:util';
import { bundled } from './bundled.ts';
import { batchesOf, shopEvents } from './capi-events.ts';
import { figureOf, type Report } from './figure.ts';
import { type Effort, race } from './measure.ts';
import { livingBytes } from './memory.ts';

const eventsARun = 20_000;
/** Where time is short: the same batches, fewer of them. */
const eventsOfFast = 4_000;

/** Bundled as they are deployed, so that no loader stands between. */
export function openRace(count = eventsARun) {
  const { openCapi } = bundled<typeof import('./capi-subject.ts')>('./capi-subject.ts');
  const { requestFloor } = bundled<typeof import('./capi-floor.ts')>('./capi-floor.ts');
  const build = openCapi();
  const batches = batchesOf(shopEvents(count)).map((events) => ({ events, raws: events.map(({ raw }) => raw) }));
  return {
    build,
    /** Both hand on every body's bytes: V8 leaves a text in pieces until somebody reads it. */
    async contender(): Promise<number> {
      let bytes = 0;
      for (const { raws } of batches) bytes += Buffer.byteLength(await build(raws));
      return bytes;
    },
    floor(): number {
      let bytes = 0;
      for (const { events } of batches) bytes += Buffer.byteLength(requestFloor(events));
      return bytes;
    },
    /** Throws unless both make the same requests; answers how many events stand in them. */
    async agree(): Promise<number> {
      let agreed = 0;
      for (const { events, raws } of batches) {
        const ours = JSON.parse(await build(raws)) as { data: readonly unknown[] };
        if (!isDeepStrictEqual(ours, JSON.parse(requestFloor(events)))) {
          throw new Error('capi and its floor do not make the same requests');
        }
        agreed += ours.data.length;
      }
      return agreed;
    },
  };
}

/** By how many MB the process grew while so many different events were built, after a tenth had warmed it up. */
export async function growth(events: number): Promise<number> {
  const { build } = openRace(0);
  let bytes = 0;
  const pass = async (from: number, to: number) => {
    for (let at = from; at < to; at += 1_000) {
      bytes += Buffer.byteLength(await build(shopEvents(1_000, at).map(({ raw }) => raw)));
    }
  };
  const warm = Math.ceil(events / 10 / 1_000) * 1_000;
  await pass(0, warm);
  const before = livingBytes();
  await pass(warm, warm + events);
  if (bytes < events * 500) throw new Error(`only ${bytes} bytes came of ${events} events`);
  return Math.max(0, livingBytes() - before) / 1e6;
}

/** What the JSON of Meta's requests costs, from raw events and with every check, against hashing and stringifying. */
export async function capi(effort: Effort, fast: boolean): Promise<Report> {
  const one = openRace(fast ? eventsOfFast : eventsARun);
  const events = await one.agree();
  const { ratio, contenderUs, floorUs, rounds } = await race(one.contender, one.floor, effort);
  const [ours, least] = [contenderUs, floorUs].map((us) => (us / events).toFixed(2));
  const text = `${ours} µs an event, validation included, floor ${least} µs without any; ${rounds} rounds, 8 × ${events} events each`;
  const figures = [figureOf('capi', ratio, 'x')];
  const notes = [{ name: 'capi', text }];
  if (fast) return { figures, notes, skipped: ['capi:memory over 200,000 events takes a while'] };
  figures.push(figureOf('capi:memory', await growth(200_000), 'MB'));
  return { figures, notes, skipped: [] };
}
