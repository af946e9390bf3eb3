import { isDeepStrictEqual } from 'node:util';
import { bundled } from './bundled.ts';
import { shopEvents } from './capi-events.ts';
import { figureOf, type Report } from './figure.ts';
import { type Effort, race } from './measure.ts';
import type { SendReport } from './send-sink.ts';
import { startSink } from './start-sink.ts';

/** One event, as JSON and as the body that it becomes: some 800 bytes. */
const [event] = shopEvents(1).map(({ raw }) => Buffer.from(JSON.stringify(raw)));
const body = Buffer.from(`{"data":[${event}]}`);

/** Bundled as they are deployed, so that no loader stands between. `stop` ends the sink. */
export async function openRace() {
  const { openSend } = bundled<typeof import('./send-subject.ts')>('./send-subject.ts');
  const { openFloor } = bundled<typeof import('./send-floor.ts')>('./send-floor.ts');
  const sink = await startSink<SendReport>('./send-sink.ts');
  const send = openSend(sink.origin);
  const post = openFloor(sink.origin);
  if (!event) throw new Error('no event');
  let made = 0;
  const counted = <T>(call: () => T) => {
    made += 1;
    return call();
  };
  const contender = () => counted(() => send(event));
  const floor = () => counted(() => post(body));
  return {
    contender,
    floor,
    stop: sink.stop,
    /** Throws unless both send the same request and read the same of its answer. */
    async agree(): Promise<void> {
      const { eventsReceived: events_received, messages, fbtraceId: fbtrace_id } = await contender();
      const { last: ours } = await sink.report();
      const answer = await floor();
      const { last: least } = await sink.report();
      made = 0;
      if (!ours || !isDeepStrictEqual(ours, least)) throw new Error('the client and its floor do not send the same');
      if (!isDeepStrictEqual({ events_received, messages, fbtrace_id }, answer))
        throw new Error('they read another answer');
    },
    /** How many calls were made and reached the sink since both agreed; throws when these are not as many. */
    async arrived(): Promise<number> {
      const { calls } = await sink.report();
      if (calls !== made) throw new Error(`${calls} of ${made} calls reached the sink`);
      made = 0;
      return calls;
    },
  };
}

/**
 * What one call of the Graph client costs, against a POST of the same bytes. One call after the other, as the messages
 * of a thread go. An event for Meta stands in for a message: sending has no room yet.
 */
export async function send(effort: Effort): Promise<Report> {
  const one = await openRace();
  try {
    await one.agree();
    const { ratio, contenderUs, floorUs, rounds } = await race(one.contender, one.floor, effort);
    const calls = await one.arrived();
    const [ours, least] = [contenderUs, floorUs].map((us) => us.toFixed(1));
    const text = `${ours} µs a call, floor ${least} µs; ${rounds} rounds, ${calls} calls of both in all`;
    return { figures: [figureOf('send/call', ratio, 'x')], notes: [{ name: 'send/call', text }], skipped: [] };
  } finally {
    one.stop();
  }
}
