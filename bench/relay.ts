import { bundled } from './bundled.ts';
import { batchesOf, type ShopEvent, shopEvents } from './capi-events.ts';
import { figureOf, type Report } from './figure.ts';
import { type Effort, race } from './measure.ts';
import { livingBytes } from './memory.ts';
import type { SinkReport } from './relay-sink.ts';
import { startSink } from './start-sink.ts';

const eventsARun = 20_000;
/** Where time is short: a batch for each of eight calls in flight. */
const eventsOfFast = 8_000;
const pixels = 10;

/** One in each thousand is one that the sink does not take. */
const poisoned = (event: ShopEvent, nth: number): ShopEvent =>
  nth % 1_000 === 500 ? { ...event, raw: { ...event.raw, event_id: `poison-${nth}` } } : event;

/** Bundled as they are deployed, so that no loader stands between. `stop` ends the sink. */
export async function openRace(count = eventsARun, step?: () => void) {
  const { openRelay } = bundled<typeof import('./relay-subject.ts')>('./relay-subject.ts');
  const { relayFloor } = bundled<typeof import('./relay-floor.ts')>('./relay-floor.ts');
  const sink = await startSink<SinkReport>('./relay-sink.ts');
  const relay = openRelay(sink.origin, step);
  const batches = batchesOf(shopEvents(count).map(poisoned));
  const requests = batches.map((events, at) => ({
    pixel: String(300_000_000_000_001 + (at % pixels)),
    data: events.map(({ raw }) => raw),
  }));
  return {
    contender: () => relay(requests),
    floor: () => relayFloor(batches, sink.origin),
    stop: sink.stop,
    /** Throws unless each poisoned event alone is refused and each other taken once, and the floor's all. */
    async agree(): Promise<SinkReport> {
      await sink.report();
      const { delivered, refused } = await relay(requests);
      const seen = await sink.report();
      const good = count - batches.length;
      const wrong = refused.filter(({ eventId }) => !eventId.startsWith('poison-'));
      const told = new Set(refused.map(({ eventId }) => eventId));
      if (delivered !== good || seen.taken !== good || seen.different !== good) {
        throw new Error(`${delivered} of ${good} events were delivered, the sink took ${seen.taken}`);
      }
      if (wrong.length > 0 || told.size !== batches.length || seen.alone.length !== batches.length) {
        throw new Error(`${refused.length} events were refused, ${seen.alone.length} of them alone`);
      }
      await relayFloor(batches, sink.origin);
      const least = await sink.report();
      if (least.different !== count) throw new Error(`the floor posted ${least.different} of ${count} events`);
      return seen;
    },
  };
}

/**
 * MB that a run holds at most above what lived before it: heap and what lies outside of it, garbage that nobody has
 * collected yet included, looked at with each request and each exchange. Not the resident set, which a process that
 * has run before never gives back.
 */
export async function peak(count = eventsARun): Promise<number> {
  let highest = 0;
  const look = () => {
    const { heapUsed, external } = process.memoryUsage();
    highest = Math.max(highest, heapUsed + external);
  };
  const one = await openRace(count, look);
  try {
    await one.agree();
    const before = livingBytes();
    highest = 0;
    await one.contender();
    return (highest - before) / 1e6;
  } finally {
    one.stop();
  }
}

/** What it costs to bring raw events to Meta, one in a thousand of them bad, against hashing and posting good ones. */
export async function relay(effort: Effort, fast: boolean): Promise<Report> {
  const count = fast ? eventsOfFast : eventsARun;
  const one = await openRace(count);
  try {
    const { calls, refusals } = await one.agree();
    const { ratio, contenderUs, floorUs, rounds } = await race(one.contender, one.floor, effort);
    const [ours, least] = [contenderUs, floorUs].map((us) => (us / count).toFixed(2));
    const text = `${ours} µs an event, floor ${least} µs; ${calls} calls of which ${refusals} were refused; ${rounds} rounds, 8 × ${count} events each`;
    const figures = [figureOf('relay', ratio, 'x'), figureOf('relay:memory', await peak(), 'MB')];
    const notes = [
      { name: 'relay', text },
      { name: 'relay:memory', text: 'heap and external at their highest, uncollected garbage included' },
    ];
    return { figures, notes, skipped: [] };
  } finally {
    one.stop();
  }
}
