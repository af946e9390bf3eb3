import { startSink } from './aws-sink.ts';
import { batchesOf, runHalf, unitsOf, wallOf } from './cost-counters.ts';
import { logged, memoryMB, type Parts, prices } from './cost-prices.ts';
import { queueEvent } from './first-events.ts';
import { pageEntry, pageMessage } from './payloads.ts';

/** Events of one asset that come in a second at full batches, and are passed on together. */
const together = 50;

/** Messages, each of a person who never wrote before: a thread, a person and their lists are made for each. */
const events = 2_400;

/** Items that a worker has under way at once, where it says nothing (`runtime/queue-handler`). */
const atOnce = 10;

/** Dollars for a million messages of new people that `messaging/collect` is handed: what its room writes and takes. */
export async function collectParts(): Promise<Parts> {
  const sink = await startSink({ tls: false });
  try {
    const receivedAt = new Date().toISOString();
    const { id, time } = pageEntry(0, []);
    const placed = Array.from({ length: events }, (_, nth) => ({
      ...{ object: 'page', entry: { id, time }, list: 'messaging', receivedAt },
      item: pageMessage(nth),
    }));
    const bodies = placed.map((item) => JSON.stringify({ firstSeenAt: receivedAt, hops: 0, items: [item] }));
    await runHalf('webhooks/process', batchesOf(bodies, together).map(queueEvent), sink.url);
    const passed = [...sink.messages];
    sink.calls.length = 0;
    const half = await runHalf(
      'messaging/collect',
      passed.map((body) => queueEvent([body])),
      sink.url,
    );
    const { calls } = sink;
    const rows = calls.filter(({ about }) => about === 'message').length;
    if (rows < events) throw new Error(`${rows} messages of ${events} were kept: something was parked`);
    const writes = unitsOf(calls, 'PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems') / events;
    const reads = unitsOf(calls, 'GetItem', 'BatchGetItem', 'Query') / events;
    const invocations = passed.length / events;
    const waits = (calls.length / passed.length / atOnce) * prices.assumedLatencyMs.dynamodb;
    const gbSeconds = ((wallOf(half.cpuMs, memoryMB.collect) + waits) / 1000) * (memoryMB.collect / 1024);
    return {
      table: writes * prices.perMillion.dynamodbWriteUnit + reads * prices.perMillion.dynamodbReadUnit,
      lambda: invocations * gbSeconds * 1e6 * prices.lambdaArmGbSecond,
      logs: logged(invocations * half.logBytes),
      bus: (unitsOf(calls, 'PutEvents') / events) * prices.perMillion.busEvent,
    };
  } finally {
    await sink.close();
  }
}
