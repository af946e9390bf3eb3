import { contractOf } from '../lambdas/foundation/contract/functions.ts';
import { queues } from '../lambdas/foundation/contract/resources.ts';
import { callsAtOnce } from '../lambdas/webhooks/few-at-once.ts';
import { collectParts } from './cost-collect.ts';
import { besideLine, type Counters, type Measured, measured } from './cost-counters.ts';
import { gigabytes, logged, memoryMB, monthSeconds, type Parts, prices, sum, told } from './cost-prices.ts';
import { accessLogBytes, resourcesOf } from './cost-template.ts';
import { type Figure, figureOf, type Report } from './figure.ts';
import { production } from './idle.ts';

/** What is priced: counters of the bundles, how often Meta posts, and the line that the gateway writes of it. */
export interface Traffic {
  readonly counters: Measured;
  /** POSTs a second, spread evenly over the month. */
  readonly postsPerSecond: number;
  /** Bytes of a line in the access log, without what CloudWatch counts beside it. */
  readonly accessLogBytes: number;
}

const { batchSize, batchWindowSeconds } = queues.webhookEvents;
const { inboundMessages } = queues;

/** POSTs a second at which a worker's batches are full: the promised figures are of such traffic. */
export const fullBatches = batchSize / batchWindowSeconds;

/** Between the two ends that were measured, what a batch takes grows with its messages. */
export function countersAt({ thin, full }: Measured, postsPerSecond: number): Counters {
  const messages = Math.min(batchSize, Math.max(1, postsPerSecond * batchWindowSeconds));
  const share = (messages - 1) / (batchSize - 1);
  const between = (from: number, to: number) => from * (1 - share) + to * share;
  return {
    ...full,
    messagesPerBatch: messages,
    processMs: between(thin.processMs, full.processMs),
    processLogBytes: between(thin.processLogBytes, full.processLogBytes),
    passingSendsPerEvent: between(thin.passingSendsPerEvent, full.passingSendsPerEvent),
    passedMessagesPerEvent: between(thin.passedMessagesPerEvent, full.passedMessagesPerEvent),
  };
}

/** Messages that the owning room is handed at once, of so many that are passed on in a second. */
const passedPerBatch = (messagesPerSecond: number) =>
  Math.min(inboundMessages.batchSize, Math.max(1, messagesPerSecond * inboundMessages.batchWindowSeconds));

/** Environments of a function that stay warm, for calls of so many milliseconds. */
const environments = (callsPerSecond: number, ms: number, { burst } = prices) =>
  Math.max(1, Math.ceil((callsPerSecond * ms * burst.factor) / 1000));

/** Dollars a month for what goes by time while anything comes: metrics, secrets read again, the customer key asked. */
export function standing({ counters, postsPerSecond }: Traffic, table = prices): Parts {
  const at = countersAt(counters, postsPerSecond);
  const { perMillion, monthly, remembered } = table;
  const turns = monthSeconds / remembered.seconds;
  const workers = environments(postsPerSecond / at.messagesPerBatch, at.processMs, table);
  const connections = Math.min(callsAtOnce, Math.ceil(at.messagesPerBatch * at.eventsPerPost));
  const tables = Object.keys(contractOf('webhooks/process').tables ?? {}).length;
  // A POST needs one secret, the apps.
  const secretReads = turns * environments(postsPerSecond, at.ingestMs, table);
  return {
    series: at.metricSeries * monthly.customMetric,
    secrets: (secretReads * perMillion.secretRead) / 1e6,
    key: ((secretReads + turns * workers * connections * tables) * perMillion.keyRequest) / 1e6,
  };
}

/** Dollars for a million kept events, by part, without `standing`. */
export function priced({ counters, postsPerSecond, accessLogBytes: accessBytes }: Traffic, table = prices): Parts {
  const at = countersAt(counters, postsPerSecond);
  const { perMillion, lambdaArmGbSecond, dynamodbGbMonth } = table;
  const posts = 1 / at.eventsPerPost;
  const batches = posts / at.messagesPerBatch;
  // Lambda's pollers receive and delete ten messages a request at most, however large the batch that they hand on.
  const receives = posts / Math.min(10, at.messagesPerBatch);
  const { sqsRequest, sqsFairQueueSurcharge } = perMillion;
  // Passed on: up to the invocation of the room that owns them; what it does is the room's own line.
  const handedOn = passedPerBatch(postsPerSecond * at.eventsPerPost * at.passedMessagesPerEvent);
  const passed = at.passedMessagesPerEvent;
  const gbSeconds = (ms: number, size: number) => (ms / 1000) * (size / 1024) * 1_000_000 * lambdaArmGbSecond;
  const written = (bytes: number) => logged(bytes, table);
  return {
    gateway: posts * perMillion.httpApiRequest,
    accessLog: written(posts * (accessBytes + besideLine)),
    lambda:
      (posts + batches + passed / handedOn) * perMillion.lambdaRequest +
      posts * gbSeconds(at.ingestMs, memoryMB.ingest) +
      batches * gbSeconds(at.processMs, memoryMB.process),
    // The surcharge is for requests that carry a message group: our sends.
    queue: posts * at.sqsSendsPerPost * (sqsRequest + sqsFairQueueSurcharge) + 2 * receives * sqsRequest,
    passing:
      at.passingSendsPerEvent * (sqsRequest + sqsFairQueueSurcharge) +
      ((2 * passed) / Math.min(10, handedOn)) * sqsRequest,
    table: at.writeUnitsPerEvent * perMillion.dynamodbWriteUnit + at.readUnitsPerEvent * perMillion.dynamodbReadUnit,
    logs: written(at.ingestLogBytes * posts + at.processLogBytes * batches),
    storage: gigabytes(at.rowBytes + 100) * dynamodbGbMonth,
    bus: at.announcedPerEvent * perMillion.busEvent,
  };
}

/** What a Function URL has not. */
export const withoutGateway = (parts: Parts): Parts => ({ ...parts, gateway: 0, accessLog: 0 });

/**
 * What a million events cost, kept and passed on. Storage and bus are lines of their own; what is `standing` costs the
 * same for one event as for a million, so it is told beside the figure and counted in the README's table.
 */
export const running = ({
  gateway = 0,
  accessLog = 0,
  lambda = 0,
  queue = 0,
  passing = 0,
  table = 0,
  logs = 0,
}: Parts) => gateway + accessLog + lambda + queue + passing + table + logs;

/** `priced`, and a million events' share of what is `standing` in such a month. */
export function whole(traffic: Traffic, table = prices): Parts {
  const millions = (traffic.postsPerSecond * monthSeconds * traffic.counters.full.eventsPerPost) / 1e6;
  const shared = sum(standing(traffic, table)) / millions;
  return { ...priced(traffic, table), standing: shared };
}

/**
 * The promised figures: one event a POST and ten, in full batches, and a month's standing costs at a million events;
 * `table` is today's prices.
 */
export function costFigures(one: Measured, ten: Measured, accessBytes: number, table = prices): readonly Figure[] {
  const traffic = { postsPerSecond: fullBatches, accessLogBytes: accessBytes };
  const [single, tenth] = [whole({ counters: one, ...traffic }, table), whole({ counters: ten, ...traffic }, table)];
  return [
    figureOf('cost:http-api', running(single), '$'),
    figureOf('cost:function-url', running(withoutGateway(single)), '$'),
    figureOf('cost:ten-a-post', running(tenth), '$'),
    figureOf('cost:storage', single.storage ?? Number.NaN, '$'),
    figureOf(
      'cost:standing',
      sum(standing({ ...traffic, postsPerSecond: 1e6 / monthSeconds, counters: one }, table)),
      '$',
    ),
  ];
}

/** The line that the production stage's gateway writes. */
export const productionAccessLog = () => accessLogBytes(resourcesOf(production()));

/** Dollars per million webhook events. */
export async function cost(): Promise<Report> {
  const [one, ten] = [await measured(1), await measured(10)];
  const accessBytes = productionAccessLog();
  const of = (counters: Measured, postsPerSecond: number) =>
    whole({ counters, postsPerSecond, accessLogBytes: accessBytes });
  const sparse = of(one, 1e6 / monthSeconds);
  return {
    figures: costFigures(one, ten, accessBytes),
    notes: [
      { name: 'cost:http-api', text: `${told(of(one, fullBatches))}; ${JSON.stringify(one.full)}` },
      {
        name: 'cost:http-api',
        text: `at 1 million a month, evenly spread, a batch is one message: ${(running(sparse) + (sparse.standing ?? 0)).toFixed(2)} with what is standing (${told(sparse)})`,
      },
      {
        name: 'cost:http-api',
        text: `were every event another asset’s, each passed on as a message of its own: ${running(of(ofManyAssets(one), fullBatches)).toFixed(3)}`,
      },
      { name: 'cost:ten-a-post', text: told(of(ten, fullBatches)) },
      {
        name: 'cost:collect',
        text: `told, no gate: of a million messages of people who never wrote before, what their room writes: ${told(await collectParts())}`,
      },
    ],
    skipped: [],
  };
}

/** The same, with a message for each event that is passed on; ten of them are a request of SQS's. */
function ofManyAssets({ thin, full }: Measured): Measured {
  const passingSendsPerEvent = Math.max(full.passingSendsPerEvent, 1 / 10);
  return { thin, full: { ...full, passedMessagesPerEvent: 1, passingSendsPerEvent } };
}
