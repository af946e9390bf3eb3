import { queues } from '../lambdas/foundation/contract/resources.ts';
import { callsAtOnce, itemsAtOnce } from '../lambdas/webhooks/few-at-once.ts';
import { type SinkCall, startSink } from './aws-sink.ts';
import { memoryMB, prices } from './cost-prices.ts';
import { queueEvent, trouble } from './first-events.ts';
import { median } from './measure.ts';
import { deliveryText, pageEntry, pageMessage, webhookEvent } from './payloads.ts';
import { deployed, environmentOf, runChild } from './run-child.ts';

/** What one POST and the work behind it take, counted on the deployed bundles. */
export interface Counters {
  readonly eventsPerPost: number;
  readonly sqsSendsPerPost: number;
  readonly ingestMs: number;
  readonly ingestLogBytes: number;
  /** Messages that a worker is handed at once. */
  readonly messagesPerBatch: number;
  readonly processMs: number;
  readonly processLogBytes: number;
  readonly writeUnitsPerEvent: number;
  readonly readUnitsPerEvent: number;
  readonly rowBytes: number;
  readonly announcedPerEvent: number;
  /** Requests by which events are passed on to the room that owns them, and the messages inside. */
  readonly passingSendsPerEvent: number;
  readonly passedMessagesPerEvent: number;
  readonly metricSeries: number;
}

/** The two ends between which a worker's batches lie: one message, and as many as the queue's line allows. */
export interface Measured {
  readonly thin: Counters;
  readonly full: Counters;
}

/**
 * Events that go through both bundles, half of them to warm up, and POSTs at least: traffic that fills batches keeps an
 * environment for hours, so what is paid is code that V8 has compiled.
 */
const most = { events: 9_600, posts: 1_200 };

/** Milliseconds of so much CPU time: a Lambda of this size has this share of a core: a whole one at 1,769 MB (AWS). */
export const wallOf = (cpuMs: number, size: number) => cpuMs * Math.max(1, 1769 / size);

/** CloudWatch counts so many bytes beside each line. */
export const besideLine = 26;

const logBytes = (lines: readonly string[]) =>
  lines.reduce((sum, line) => sum + Buffer.byteLength(line) + besideLine, 0);

/** Distinct series in the embedded metrics of these lines. */
function seriesIn(lines: readonly string[]): number {
  const series = new Set<string>();
  for (const line of lines) {
    const document = JSON.parse(line) as Record<string, unknown> & {
      _aws?: { CloudWatchMetrics: { Dimensions: string[][]; Metrics: { Name: string }[] }[] };
    };
    for (const { Dimensions, Metrics } of document._aws?.CloudWatchMetrics ?? [])
      for (const set of Dimensions)
        for (const { Name } of Metrics)
          series.add([Name, ...set.map((one) => `${one}=${String(document[one])}`)].join(' '));
  }
  return series.size;
}

/** Runs both bundles in processes of their own against the sink, half of the calls to warm up, and counts the rest. */
export async function measured(eventsPerPost: number): Promise<Measured> {
  const sink = await startSink({ tls: false });
  try {
    let nth = 0;
    const count = Math.max(most.posts, most.events / eventsPerPost);
    const begun = Date.now() - eventsPerPost * count;
    const message = () => {
      nth += 1;
      // Written just now: the line holds each message's age, whose digits are paid for.
      return { ...pageMessage(nth), timestamp: begun + nth };
    };
    const page = () => pageEntry(0, Array.from({ length: eventsPerPost }, message));
    const posts = Array.from({ length: count }, () => webhookEvent(deliveryText('page', [page()])));
    const ingest = await runHalf('webhooks/ingest', posts, sink.url);
    const sends = unitsOf(sink.calls, 'SendMessageBatch') / posts.length;
    const bodies = [...sink.messages];
    const worked = async (messagesPerBatch: number): Promise<Counters> => {
      sink.calls.length = 0;
      sink.messages.length = 0;
      const batches = batchesOf(bodies, messagesPerBatch).slice(0, most.posts);
      const work = await runHalf('webhooks/process', batches.map(queueEvent), sink.url);
      const { calls, messages } = sink;
      const passed = messages.length;
      return counted({ eventsPerPost, messagesPerBatch, sends, ingest, work, batches: batches.length, calls, passed });
    };
    return { thin: await worked(1), full: await worked(queues.webhookEvents.batchSize) };
  } finally {
    await sink.close();
  }
}

/** Full batches; what is left over is not worked on. */
export const batchesOf = (bodies: readonly string[], size: number) =>
  Array.from({ length: Math.floor(bodies.length / size) }, (_, at) => bodies.slice(at * size, (at + 1) * size));

/** What the calls of one bundle took. */
export interface Half {
  /** CPU milliseconds of a warm call. */
  readonly cpuMs: number;
  /** Log bytes of a call. */
  readonly logBytes: number;
  readonly lines: readonly string[];
}

/** Runs a deployed bundle over these events, half of them to warm up; throws when it answers one with a failure. */
export async function runHalf(
  name: 'webhooks/ingest' | 'webhooks/process' | 'messaging/collect',
  events: readonly unknown[],
  url: string,
): Promise<Half> {
  if (events.length < 8) throw new Error(`${name}: too few calls to count`);
  const { callsUs, lines, answers } = await runChild(deployed(name).path, events, environmentOf(name, url));
  const wrong = answers.map(trouble).find((one) => one !== undefined);
  if (wrong !== undefined) throw new Error(`${name} did not do its work: ${wrong}`);
  return { cpuMs: median(callsUs.slice(callsUs.length / 2)) / 1000, logBytes: logBytes(lines) / events.length, lines };
}

interface Raw {
  readonly eventsPerPost: number;
  readonly messagesPerBatch: number;
  readonly sends: number;
  readonly ingest: Half;
  readonly work: Half;
  readonly batches: number;
  readonly calls: readonly SinkCall[];
  /** Messages that went on to other queues. */
  readonly passed: number;
}

/** What calls of these operations are billed as, together. */
export const unitsOf = (calls: readonly SinkCall[], ...operations: readonly string[]) =>
  calls.filter(({ operation }) => operations.includes(operation)).reduce((sum, { units }) => sum + units, 0);

function counted(raw: Raw): Counters {
  const { eventsPerPost, messagesPerBatch, sends, ingest, work, batches, calls, passed } = raw;
  const rows = calls.filter(({ operation, about }) => operation === 'PutItem' && about === 'webhookEvent');
  const events = batches * messagesPerBatch * eventsPerPost;
  if (rows.length !== events) throw new Error(`${rows.length} rows for ${events} events: something was not kept`);
  const { sqs, dynamodb } = prices.assumedLatencyMs;
  const atWork = messagesPerBatch * eventsPerPost;
  // Put and settle, passed on between. Waiting for the bus is the bus's own line, like the event itself.
  const waits = Math.ceil(atWork / callsAtOnce) * 2 * dynamodb + Math.ceil(atWork / itemsAtOnce) * sqs;
  return {
    eventsPerPost,
    sqsSendsPerPost: sends,
    ingestMs: Math.ceil(wallOf(ingest.cpuMs, memoryMB.ingest) + sqs),
    ingestLogBytes: ingest.logBytes,
    messagesPerBatch,
    processMs: Math.ceil(wallOf(work.cpuMs, memoryMB.process) + waits),
    processLogBytes: work.logBytes,
    writeUnitsPerEvent: unitsOf(calls, 'PutItem', 'UpdateItem', 'DeleteItem') / events,
    readUnitsPerEvent: unitsOf(calls, 'GetItem', 'Query') / events,
    rowBytes: rows.reduce((sum, { bytes }) => sum + bytes, 0) / events,
    announcedPerEvent: unitsOf(calls, 'PutEvents') / events,
    passingSendsPerEvent: unitsOf(calls, 'SendMessageBatch') / events,
    passedMessagesPerEvent: passed / events,
    metricSeries: seriesIn([...ingest.lines, ...work.lines]),
  };
}
