import { readFileSync } from 'node:fs';
import { queues } from '../lambdas/foundation/contract/resources.ts';
import { type SinkCall, startSink } from './aws-sink.ts';
import { figureOf, type Report } from './figure.ts';
import { queueEvent, trouble } from './first-events.ts';
import { median } from './measure.ts';
import { deliveryText, pageEntry, pageMessage, webhookEvent } from './payloads.ts';
import { deployed, environmentOf, runChild } from './run-child.ts';

/** The dated price table. */
export const prices = JSON.parse(readFileSync(new URL('prices.json', import.meta.url), 'utf8'));

/** What one POST and the work behind it take, counted on the deployed bundles. */
export interface Counters {
  readonly eventsPerPost: number;
  readonly sqsSendsPerPost: number;
  readonly ingestMs: number;
  readonly ingestLogBytes: number;
  readonly eventsPerBatch: number;
  readonly processMs: number;
  readonly processLogBytes: number;
  readonly writeUnitsPerEvent: number;
  readonly readUnitsPerEvent: number;
  readonly rowBytes: number;
  readonly announcedPerEvent: number;
  readonly metricSeries: number;
}

/** Invocations measured after as many warm ones. */
const rounds = 600;

/** Items that a worker has under way at once (`runtime/queue-handler`). */
const atOnce = 10;

const memoryMB = { ingest: 256, process: 512 };

/** A Lambda of this size has this share of a core: a whole one at 1,769 MB (AWS). */
const wallOf = (cpuMs: number, size: number) => cpuMs * Math.max(1, 1769 / size);

/** CloudWatch counts 26 bytes beside each line. */
const logBytes = (lines: readonly string[]) => lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 26, 0);

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
export async function measured(eventsPerPost: number): Promise<Counters> {
  const sink = await startSink({ tls: false });
  try {
    let nth = 0;
    const page = () =>
      pageEntry(
        0,
        Array.from({ length: eventsPerPost }, () => {
          nth += 1;
          return pageMessage(nth);
        }),
      );
    const posts = Array.from({ length: rounds * 2 }, () => webhookEvent(deliveryText('page', [page()])));
    const ingest = await runHalf('webhooks/ingest', posts, sink.url);
    const sends = sink.calls.filter(({ operation }) => operation === 'SendMessageBatch');
    const { batchSize } = queues.webhookEvents;
    const bodies = sink.messages.slice(0, Math.floor(sink.messages.length / batchSize) * batchSize);
    const batches = Array.from({ length: bodies.length / batchSize }, (_, at) =>
      queueEvent(bodies.slice(at * batchSize, (at + 1) * batchSize)),
    );
    sink.calls.length = 0;
    const work = await runHalf('webhooks/process', batches, sink.url);
    return counted({
      eventsPerPost,
      sendsPerPost: sends.reduce((sum, { units }) => sum + units, 0) / posts.length,
      ingest,
      work,
      batches: batches.length,
      calls: sink.calls,
    });
  } finally {
    await sink.close();
  }
}

interface Half {
  /** CPU milliseconds of a warm call. */
  readonly cpuMs: number;
  /** Log bytes of a call. */
  readonly logBytes: number;
  readonly lines: readonly string[];
}

async function runHalf(
  name: 'webhooks/ingest' | 'webhooks/process',
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
  readonly sendsPerPost: number;
  readonly ingest: Half;
  readonly work: Half;
  readonly batches: number;
  readonly calls: readonly SinkCall[];
}

const unitsOf = (calls: readonly SinkCall[], ...operations: readonly string[]) =>
  calls.filter(({ operation }) => operations.includes(operation)).reduce((sum, { units }) => sum + units, 0);

function counted({ eventsPerPost, sendsPerPost, ingest, work, batches, calls }: Raw): Counters {
  const rows = calls.filter(({ operation, about }) => operation === 'PutItem' && about === 'webhookEvent');
  const events = batches * queues.webhookEvents.batchSize * eventsPerPost;
  if (rows.length !== events) throw new Error(`${rows.length} rows for ${events} events: something was not kept`);
  const { sqs, dynamodb } = prices.assumedLatencyMs;
  // Waiting for the bus is the bus's own line, like the event itself.
  const waits = Math.ceil(events / batches / atOnce) * 2 * dynamodb;
  return {
    eventsPerPost,
    sqsSendsPerPost: sendsPerPost,
    ingestMs: Math.ceil(wallOf(ingest.cpuMs, memoryMB.ingest) + sqs),
    ingestLogBytes: ingest.logBytes,
    eventsPerBatch: events / batches,
    processMs: Math.ceil(wallOf(work.cpuMs, memoryMB.process) + waits),
    processLogBytes: work.logBytes,
    writeUnitsPerEvent: unitsOf(calls, 'PutItem', 'UpdateItem', 'DeleteItem') / events,
    readUnitsPerEvent: unitsOf(calls, 'GetItem', 'Query') / events,
    rowBytes: rows.reduce((sum, { bytes }) => sum + bytes, 0) / events,
    announcedPerEvent: unitsOf(calls, 'PutEvents') / events,
    metricSeries: seriesIn([...ingest.lines, ...work.lines]),
  };
}

/** Dollars for a million kept events, by part. */
export function priced(counters: Counters): Readonly<Record<string, number>> {
  const { perMillion, lambdaArmGbSecond, logGbIngested, logGbMonth, dynamodbGbMonth } = prices;
  const posts = 1 / counters.eventsPerPost;
  const batches = 1 / counters.eventsPerBatch;
  // Lambda's pollers receive and delete ten messages a request, however large the batch that they hand on.
  const receives = posts / 10;
  const { sqsRequest, sqsFairQueueSurcharge } = perMillion;
  const gbSeconds = (ms: number, size: number) => (ms / 1000) * (size / 1024) * 1_000_000 * lambdaArmGbSecond;
  const gigabytes = (bytes: number) => (bytes * 1_000_000) / 1e9;
  const logs = gigabytes(counters.ingestLogBytes * posts + counters.processLogBytes * batches);
  return {
    gateway: posts * perMillion.httpApiRequest,
    lambda:
      (posts + batches) * perMillion.lambdaRequest +
      posts * gbSeconds(counters.ingestMs, memoryMB.ingest) +
      batches * gbSeconds(counters.processMs, memoryMB.process),
    // The surcharge is for requests that carry a message group: our sends.
    queue: posts * counters.sqsSendsPerPost * (sqsRequest + sqsFairQueueSurcharge) + 2 * receives * sqsRequest,
    table:
      counters.writeUnitsPerEvent * perMillion.dynamodbWriteUnit +
      counters.readUnitsPerEvent * perMillion.dynamodbReadUnit,
    logs: logs * (logGbIngested + logGbMonth * prices.logCompression.ratio),
    storage: gigabytes(counters.rowBytes + 100) * dynamodbGbMonth,
    bus: counters.announcedPerEvent * perMillion.busEvent,
  };
}

/** What a million events cost, kept and passed on: without storage and bus, which are lines of their own. */
export const running = ({
  gateway = 0,
  lambda = 0,
  queue = 0,
  table = 0,
  logs = 0,
}: Readonly<Record<string, number>>) => gateway + lambda + queue + table + logs;

const told = (parts: Readonly<Record<string, number>>) =>
  Object.entries(parts)
    .map(([part, dollars]) => `${part} ${dollars.toFixed(3)}`)
    .join(', ');

/** Dollars per million webhook events. */
export async function cost(): Promise<Report> {
  const [one, ten] = [await measured(1), await measured(10)];
  const [single, tenth] = [priced(one), priced(ten)];
  return {
    figures: [
      figureOf('cost:http-api', running(single), '$'),
      figureOf('cost:function-url', running({ ...single, gateway: 0 }), '$'),
      figureOf('cost:ten-a-post', running(tenth), '$'),
      figureOf('cost:storage', single.storage ?? Number.NaN, '$'),
    ],
    notes: [
      { name: 'cost:http-api', text: `${told(single)}; ${JSON.stringify(one)}` },
      { name: 'cost:ten-a-post', text: told(tenth) },
    ],
    skipped: [],
  };
}
