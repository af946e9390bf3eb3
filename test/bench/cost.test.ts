import { describe, expect, it } from '@jest/globals';
import { costFigures, countersAt, fullBatches, priced, running, standing, withoutGateway } from '../../bench/cost.ts';
import type { Counters } from '../../bench/cost-counters.ts';
import { prices, sum } from '../../bench/cost-prices.ts';
import { closesGate } from '../../bench/figure.ts';
import { queues } from '../../lambdas/foundation/contract/resources.ts';

/** Round numbers near the real ones, so that prices can be reckoned by hand; all gates are open. */
const full: Counters = {
  eventsPerPost: 1,
  sqsSendsPerPost: 1,
  ingestMs: 8,
  ingestLogBytes: 174,
  messagesPerBatch: queues.webhookEvents.batchSize,
  processMs: 200,
  processLogBytes: 1000,
  writeUnitsPerEvent: 2,
  readUnitsPerEvent: 0,
  rowBytes: 900,
  announcedPerEvent: 1,
  passingSendsPerEvent: 0.02,
  passedMessagesPerEvent: 0.02,
  metricSeries: 2,
};
const alone = { messagesPerBatch: 1, passingSendsPerEvent: 1, passedMessagesPerEvent: 1 };
const thin: Counters = { ...full, ...alone, processMs: 20, processLogBytes: 500 };
const one = { thin, full };
const ten = { thin: { ...thin, eventsPerPost: 10 }, full: { ...full, eventsPerPost: 10 } };
const accessBytes = 74;

const traffic = (postsPerSecond: number) => ({ counters: one, postsPerSecond, accessLogBytes: accessBytes });
const closed = (table = prices, access = accessBytes, counters = one, tens = ten) =>
  costFigures(counters, tens, access, table)
    .filter(closesGate)
    .map(({ name }) => name);
const all = ['cost:http-api', 'cost:function-url', 'cost:ten-a-post'];
const dearer = (name: string, factor: number) => ({
  ...prices,
  perMillion: { ...prices.perMillion, [name]: prices.perMillion[name] * factor },
});

describe('a million events', () => {
  // AWS’s price pages, us-east-1: logs $0.50 a GB and $0.03 a month of 15 % of them; 26 bytes count beside each line.
  it('cost what their parts cost by hand, in full batches', () => {
    const parts = priced(traffic(fullBatches));
    expect(parts.gateway).toBeCloseTo(1, 9);
    expect(parts.accessLog).toBeCloseTo(0.1 * 0.5045, 9);
    expect(parts.logs).toBeCloseTo((0.174 + 0.02) * 0.5045, 9);
    // One message a second is passed on: 0.02 an event, each received, deleted and handed to the room alone.
    expect(parts.lambda).toBeCloseTo(0.2 * 1.04 + (0.008 / 4 + 0.2 / 2 / 50) * 13.3334, 9);
    expect(parts.queue).toBeCloseTo(0.5 + 0.08, 9);
    expect(parts.passing).toBeCloseTo(0.02 * 0.5 + 2 * 0.02 * 0.4, 9);
    expect(parts.table).toBeCloseTo(1.25, 9);
  });

  it('cost more where a batch is one message: each is received, deleted, worked on and logged alone', () => {
    const parts = priced(traffic(0.4));
    expect(parts.queue).toBeCloseTo(0.5 + 0.8, 9);
    expect(parts.logs).toBeCloseTo((0.174 + 0.5) * 0.5045, 9);
    expect(parts.lambda).toBeCloseTo(0.6 + (0.008 / 4 + 0.02 / 2) * 13.3334, 9);
    expect(parts.passing).toBeCloseTo(0.5 + 0.8, 9);
  });

  it('are passed on in messages that a room is handed twenty at a time, ten a request', () => {
    const many = { ...full, passingSendsPerEvent: 0.1, passedMessagesPerEvent: 1 };
    const parts = priced({ ...traffic(fullBatches), counters: { thin, full: many } });
    expect(parts.passing).toBeCloseTo(0.1 * 0.5 + 0.2 * 0.4, 9);
    expect(parts.lambda).toBeCloseTo(0.2 * (1.02 + 1 / 20) + (0.008 / 4 + 0.2 / 2 / 50) * 13.3334, 9);
    expect(running(parts) - running({ ...parts, passing: 0 })).toBeCloseTo(0.13, 9);
  });

  it('have no gateway and no access log by Function URL', () => {
    const parts = priced(traffic(fullBatches));
    expect(running(parts) - running(withoutGateway(parts))).toBeCloseTo(1 + 0.1 * 0.5045, 9);
  });

  it('take between thin and full what lies between', () => {
    expect(countersAt(one, 0.001).processMs).toBe(20);
    expect(countersAt(one, fullBatches * 9)).toEqual(full);
    expect(countersAt(one, 25.5)).toMatchObject({ messagesPerBatch: 25.5, processMs: 110, processLogBytes: 750 });
    expect(countersAt(one, 25.5).passingSendsPerEvent).toBeCloseTo(0.51, 9);
    expect(countersAt(one, 25.5).passedMessagesPerEvent).toBeCloseTo(0.51, 9);
  });
});

describe('what stands while anything comes', () => {
  it('is metrics, a secret every five minutes, and the customer key for it and for two tables', () => {
    // 8,640 times five minutes a month; one environment of each function; one connection.
    const { series, secrets, key } = standing(traffic(0.4));
    expect(series).toBeCloseTo(0.6, 9);
    expect(secrets).toBeCloseTo(8640 * 0.000005, 9);
    expect(key).toBeCloseTo(3 * 8640 * 0.000003, 9);
  });

  it('grows with the environments that bursts keep warm, and with their connections', () => {
    // 50 POSTs a second of 8 ms, tenfold: 4 environments; a batch a second of 200 ms, tenfold: 2, of ten connections.
    const { secrets, key } = standing(traffic(fullBatches));
    expect(secrets).toBeCloseTo(4 * 8640 * 0.000005, 9);
    expect(key).toBeCloseTo((4 + 2 * 10 * 2) * 8640 * 0.000003, 9);
    expect(sum(standing(traffic(fullBatches)))).toBeGreaterThan(sum(standing(traffic(0.4))));
  });
});

describe('the cost gate', () => {
  it('is open for these counters, and has no slack', () => {
    const figures = costFigures(one, ten, accessBytes);
    expect(figures.map(({ holds }) => holds)).toEqual([true, true, true, true, true]);
    expect(figures.map(({ goal }) => goal)).toEqual([3.3, 2.3, 1.7, 0.4, 2.5]);
    for (const { goal, budget } of figures) expect(budget).toBe(goal);
  });

  it.each([
    ['dearer writes', dearer('dynamodbWriteUnit', 1.5), all],
    ['a dearer gateway', dearer('httpApiRequest', 1.5), ['cost:http-api']],
    ['dearer queues', dearer('sqsRequest', 2), ['cost:http-api', 'cost:function-url']],
    ['dearer secrets', dearer('secretRead', 200), ['cost:standing']],
    ['a dearer key', dearer('keyRequest', 100), ['cost:standing']],
    ['dearer metrics', { ...prices, monthly: { ...prices.monthly, customMetric: 100 } }, ['cost:standing']],
    ['dearer logs', { ...prices, logGbIngested: 2 }, ['cost:http-api', 'cost:function-url']],
    ['dearer storage', { ...prices, dynamodbGbMonth: 0.5 }, ['cost:storage']],
  ])('closes for %s', (_, table, names) => {
    expect(closed(table)).toEqual(names);
  });

  it('closes for a longer line in the access log', () => {
    expect(closed(prices, accessBytes + 400)).toEqual(['cost:http-api']);
  });

  it('closes for events that are passed on one by one', () => {
    const apart = { passingSendsPerEvent: 1, passedMessagesPerEvent: 1 };
    const singly = (counters: typeof one) => ({ ...counters, full: { ...counters.full, ...apart } });
    expect(closed(prices, accessBytes, singly(one), singly(ten))).toEqual(all);
  });

  it('closes for a third write an event', () => {
    const more = (counters: typeof one) => ({ ...counters, full: { ...counters.full, writeUnitsPerEvent: 3 } });
    expect(closed(prices, accessBytes, more(one), more(ten))).toEqual(all);
  });
});
