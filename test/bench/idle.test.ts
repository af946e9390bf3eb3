import { describe, expect, it } from '@jest/globals';
import { sum } from '../../bench/cost-prices.ts';
import { accessLogBytes, alarmMetrics, type Resource, resourcesOf } from '../../bench/cost-template.ts';
import { closesGate } from '../../bench/figure.ts';
import { development, idleFigures, idleParts, production } from '../../bench/idle.ts';

const dev = resourcesOf(development());
const prod = resourcesOf(production());
const times = (count: number, ...resources: readonly Resource[]) =>
  Array.from({ length: count }, () => resources).flat();
const reading = (Id: string) => ({ Id, MetricStat: { Metric: { MetricName: Id } } });

const alarm: Resource = { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } };
const overFour: Resource = {
  Type: 'AWS::CloudWatch::Alarm',
  Properties: { Metrics: [{ Id: 'all', Expression: 'a+b+c+d' }, ...['a', 'b', 'c', 'd'].map(reading)] },
};
const key: Resource = { Type: 'AWS::KMS::Key' };
const secret: Resource = { Type: 'AWS::SecretsManager::Secret' };
const mapping: Resource = { Type: 'AWS::Lambda::EventSourceMapping' };

/** Which of the two gates a stage with these resources besides its own closes. */
const closed = (...planted: readonly Resource[]) =>
  idleFigures([...dev, ...planted], [...prod, ...planted])
    .filter(closesGate)
    .map(({ name }) => name);

describe('an idle stage', () => {
  it('has everything in it that costs while nothing happens', () => {
    expect(dev.length).toBeGreaterThan(50);
    for (const [part, dollars] of Object.entries(idleParts(prod))) expect([part, dollars > 0]).toEqual([part, true]);
    // The least that a stage may ask for does without a dashboard, and without nothing else that costs.
    const free = Object.entries(idleParts(dev)).filter(([, dollars]) => dollars === 0);
    expect(free.map(([part]) => part)).toEqual(['dashboard']);
  });

  it('pays for an alarm as often as it reads a metric, and not for the formula', () => {
    expect(alarmMetrics([alarm])).toBe(1);
    expect(alarmMetrics([overFour])).toBe(4);
    expect(alarmMetrics([alarm, overFour, key])).toBe(5);
    // The stage itself has alarms over formulas: to count alarms would be to count too few.
    expect(alarmMetrics(prod)).toBeGreaterThan(prod.filter(({ Type }) => Type === alarm.Type).length);
  });

  // AWS’s price pages, us-east-1: $0.10 an alarm metric, $1 a key, $0.40 a secret; 5 pollers of 20 s at $0.40 a million.
  it.each([
    ['an alarm', alarm, 0.1],
    ['an alarm over four metrics', overFour, 0.4],
    ['a key', key, 1],
    ['a secret', secret, 0.4],
    ['a queue that is polled', mapping, 0.2592],
  ])('costs more by %s', (_, planted, dollars) => {
    expect(sum(idleParts([...dev, planted])) - sum(idleParts(dev))).toBeCloseTo(dollars, 6);
  });
});

describe('the idle gate', () => {
  it.each([
    ['alarms', times(200, alarm)],
    ['alarms over several metrics', times(50, overFour)],
    ['keys', times(20, key)],
    ['secrets', times(50, secret)],
    ['polled queues', times(78, mapping)],
  ])('closes for %s', (_, planted) => {
    expect(closed(...planted)).toEqual(['idle:dev', 'idle:prod']);
  });

  it('closes at the goal: not a cent of slack', () => {
    const figures = idleFigures(dev, prod);
    expect(figures.map(({ name, goal, budget }) => [name, goal, budget])).toEqual([
      ['idle:dev', 10, 10],
      ['idle:prod', 20, 20],
    ]);
    const room = Math.floor((20 - sum(idleParts(prod))) / 0.1);
    expect(closed(...times(room, alarm))).not.toContain('idle:prod');
    expect(closed(...times(room + 1, alarm))).toContain('idle:prod');
  });
});

describe('the access log', () => {
  const stageWith = (Format: string): Resource => ({
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { AccessLogSettings: { Format } },
  });

  it('has the bytes of its format, filled in', () => {
    expect(accessLogBytes([stageWith('{"status":"$context.status","id":"$context.requestId"}')])).toBe(
      '{"status":"200","id":"AbCdEfGhIjKlMnO="}'.length,
    );
    expect(accessLogBytes(prod)).toBeGreaterThan(60);
  });

  it('is asked about nothing that nobody filled in, and must be there', () => {
    expect(() => accessLogBytes([stageWith('$context.protocol')])).toThrow('does not know what $context.protocol');
    expect(() => accessLogBytes([key])).toThrow('0 access logs instead of one');
  });
});
