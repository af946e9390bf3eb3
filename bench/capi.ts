import { isDeepStrictEqual } from 'node:util';
import { bundled } from './bundled.ts';
import { batchesOf, shopEvents } from './capi-events.ts';
import { figureOf, type Report } from './figure.ts';
import { type Effort, race } from './measure.ts';
import { livingBytes } from './memory.ts';

const eventsARun = 20_000;
/** Where time is short: the same batches, fewer of them. */
const eventsOfFast = 4_000;

const bytesOf = (pieces: readonly Buffer[]) => pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);

/** Bundled as they are deployed, so that no loader stands between. */
export function openRace(road: 'normalised' | 'validated', count = eventsARun) {
  const subject = bundled<typeof import('./capi-subject.ts')>('./capi-subject.ts');
  const { requestFloor } = bundled<typeof import('./capi-floor.ts')>('./capi-floor.ts');
  const build = subject.openCapi(subject[road]);
  const batches = batchesOf(shopEvents(count)).map((events) => ({ events, raws: events.map(({ raw }) => raw) }));
  return {
    build,
    /** Both make every body's bytes: V8 leaves a text in pieces until somebody reads it. */
    async contender(): Promise<number> {
      let bytes = 0;
      for (const { raws } of batches) bytes += bytesOf(await build(raws));
      return bytes;
    },
    floor(): number {
      let bytes = 0;
      for (const { events } of batches) bytes += requestFloor(events).byteLength;
      return bytes;
    },
    /** Throws unless both make the same requests; answers how many events stand in them. */
    async agree(): Promise<number> {
      let agreed = 0;
      for (const { events, raws } of batches) {
        const ours = JSON.parse(Buffer.concat(await build(raws)).toString()) as { data: readonly unknown[] };
        if (!isDeepStrictEqual(ours, JSON.parse(requestFloor(events).toString()))) {
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
  const { build } = openRace('validated', 0);
  let bytes = 0;
  const pass = async (from: number, to: number) => {
    for (let at = from; at < to; at += 1_000) {
      bytes += bytesOf(await build(shopEvents(1_000, at).map(({ raw }) => raw)));
    }
  };
  const warm = Math.ceil(events / 10 / 1_000) * 1_000;
  await pass(0, warm);
  const before = livingBytes();
  await pass(warm, warm + events);
  if (bytes < events * 500) throw new Error(`only ${bytes} bytes came of ${events} events`);
  return Math.max(0, livingBytes() - before) / 1e6;
}

/**
 * What the bodies of Meta's requests cost, from raw events, against hashing and stringifying: as a straightforward SDK
 * makes them (`capi`), and with every check that we make besides (`capi/validated`).
 */
export async function capi(effort: Effort, fast: boolean): Promise<Report> {
  const count = fast ? eventsOfFast : eventsARun;
  const roads = [
    await one('capi', 'normalised', count, effort),
    await one('capi/validated', 'validated', count, effort),
  ];
  const figures = roads.map(({ figure }) => figure);
  const notes = roads.map(({ note }) => note);
  if (fast) return { figures, notes, skipped: ['capi:memory over 200,000 events takes a while'] };
  figures.push(figureOf('capi:memory', await growth(200_000), 'MB'));
  return { figures, notes, skipped: [] };
}

async function one(name: string, road: Parameters<typeof openRace>[0], count: number, effort: Effort) {
  const it = openRace(road, count);
  const events = await it.agree();
  const { ratio, contenderUs, floorUs, rounds } = await race(it.contender, it.floor, effort);
  const [ours, least] = [contenderUs, floorUs].map((us) => (us / events).toFixed(2));
  const text = `${ours} µs an event, floor ${least} µs; ${rounds} rounds, 8 × ${events} events each`;
  return { figure: figureOf(name, ratio, 'x'), note: { name, text } };
}
