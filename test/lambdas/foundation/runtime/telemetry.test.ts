import { describe, expect, it } from '@jest/globals';
import { Failure } from '../../../../lambdas/foundation/core/failure.ts';
import { bytesHandler } from '../../../../lambdas/foundation/runtime/http-edge.ts';
import { beginLine } from '../../../../lambdas/foundation/runtime/telemetry.ts';
import { eventOf } from './http-bench.ts';
import { contextOf, machineOf } from './machine-of.ts';

const open = (service = 'webhooks/process') => {
  const machine = machineOf('webhooks/process');
  return { machine, line: beginLine(machine, service, 'request-1'), lines: machine.lines };
};

interface Emf {
  readonly CloudWatchMetrics: readonly {
    readonly Namespace: string;
    readonly Dimensions: readonly (readonly string[])[];
    readonly Metrics: readonly { readonly Name: string; readonly Unit?: string }[];
  }[];
  readonly Timestamp: number;
}
const emfOf = (line: Readonly<Record<string, unknown>>) => line._aws as Emf;

describe('the wide line', () => {
  it('is one line of JSON: log and embedded metrics in one', () => {
    const { line, machine, lines } = open();
    line.fact('route', 'GET /x');
    line.count('Requests', 1, { outcome: '2xx' });
    machine.clock.advance(12);
    line.end('INFO', '2xx');
    expect(machine.written).toHaveLength(1);
    expect(lines()[0]).toEqual({
      ...{ level: 'INFO', route: 'GET /x', service: 'webhooks/process', requestId: 'request-1', outcome: '2xx' },
      ...{ Requests: 1, durationMs: 12 },
      _aws: {
        Timestamp: machine.clock.now(),
        CloudWatchMetrics: [
          {
            ...{ Namespace: 'Metaport/test', Dimensions: [['service', 'outcome']] },
            Metrics: [{ Name: 'Requests' }],
          },
        ],
      },
    });
  });

  it('is terse for work with an outcome of its own, unless it failed or a metric needs the service', () => {
    const written = (level: 'INFO' | 'WARN', metric: 'WebhookDeliveries' | 'Requests', outcome = 'accepted') => {
      const { line, lines } = open();
      line.outcome(outcome);
      line.count(metric, 1, { outcome });
      line.end(level, outcome);
      return Object.keys(lines()[0] ?? {}).sort();
    };
    const terse = ['WebhookDeliveries', '_aws', 'outcome'];
    expect(written('INFO', 'WebhookDeliveries')).toEqual(terse);
    // What was not simply accepted is looked for by its request.
    expect(written('INFO', 'WebhookDeliveries', 'malformed')).toEqual([...terse, 'requestId']);
    const whole = [...terse, 'durationMs', 'level', 'requestId', 'service'].sort();
    expect(written('WARN', 'WebhookDeliveries')).toEqual(whole);
    expect(written('INFO', 'Requests')).toContain('service');
  });

  it('puts every other combination of tags into a line of its own, each with its dimensions at the root', () => {
    const { line, lines } = open();
    for (const outcome of ['stored', 'stored', 'duplicate']) {
      line.count('WebhookEvents', 1, { channel: 'messenger', outcome });
    }
    line.count('WebhookUnknownFields', 3);
    line.end('INFO', 'ack');
    const all = lines();
    expect(all).toHaveLength(3);
    expect(all[0]).toMatchObject({ outcome: 'ack', WebhookUnknownFields: 3 });
    expect(all[1]).toMatchObject({ channel: 'messenger', outcome: 'stored', WebhookEvents: 2 });
    expect(all[2]).toMatchObject({ channel: 'messenger', outcome: 'duplicate', WebhookEvents: 1 });
    let checked = 0;
    for (const one of all) {
      for (const { Dimensions, Metrics } of emfOf(one).CloudWatchMetrics) {
        for (const name of [...Dimensions.flat(), ...Metrics.map(({ Name }) => Name)]) {
          expect(one).toHaveProperty(name);
          checked += 1;
        }
      }
    }
    expect(checked).toBeGreaterThan(8);
  });

  it('sums counts, and keeps the values of a duration, at most 100 with the largest among them', () => {
    const { line, lines } = open();
    for (let age = 1; age <= 1000; age += 1) line.count('WorkAge', age);
    line.count('WebhookUnknownFields', 2);
    line.count('WebhookUnknownFields', 3);
    line.end('INFO', 'ack');
    const [one] = lines();
    expect(one?.WebhookUnknownFields).toBe(5);
    const ages = one?.WorkAge as number[];
    expect(ages).toHaveLength(100);
    expect(Math.max(...ages)).toBe(1000);
    expect(Math.min(...ages)).toBeLessThanOrEqual(10);
  });

  it('folds items’ facts into tallies of at most eight values and a rest', () => {
    const { line, lines } = open();
    for (let index = 0; index < 20; index += 1) line.item().fact('asset', `page:${index}`);
    line.item().fact('alone', 'yes');
    line.end('INFO', 'ack');
    const asset = lines()[0]?.asset as Record<string, number>;
    expect(Object.keys(asset)).toHaveLength(9);
    expect(Object.values(asset).reduce((sum, count) => sum + count, 0)).toBe(20);
    expect(asset.other).toBe(12);
    expect(lines()[0]?.alone).toBe('yes');
  });

  it('cannot be told another service, level or metric by a fact', () => {
    const { line, lines } = open();
    for (const name of ['service', 'requestId', 'outcome', '_aws', 'durationMs']) line.fact(name, 'forged');
    line.end('INFO', 'ack');
    expect(JSON.stringify(lines())).not.toContain('forged');
  });

  it('redacts facts, reasons and codes, and never quotes an error that is not ours', () => {
    const { line, machine, lines } = open();
    line.fact('who', 'canary@example.com');
    line.item().fact('number', '+49 151 1234 5678');
    line.failed(new Failure('forbidden', 'no right for access_token=CANARY', { cause: new Error('canary') }));
    line.item().write('ERROR', new Failure('bug', 'x', { cause: new SyntaxError('Unexpected token in "canary"') }));
    line.end('INFO', 'ack');
    expect(lines()).toHaveLength(2);
    expect(machine.written.join('')).not.toMatch(/canary|1234 5678/i);
    expect(lines()[0]).toMatchObject({ error: 'bug', cause: 'SyntaxError' });
    expect(lines()[1]).toMatchObject({ error: 'forbidden', reason: 'no right for [redacted]', cause: 'Error' });
  });

  it('of a webhook delivery is at most 900 bytes in all', async () => {
    const machine = machineOf('webhooks/ingest');
    const work = async ({ notes }: { notes: { count: typeof count; fact: typeof fact } }) => {
      notes.count('WebhookDeliveries', 1, { outcome: 'accepted' });
      notes.fact('items', 1);
      notes.count('WebhookUnknownFields', 1);
      return { status: 200 };
    };
    const { count, fact } = open().line;
    const routes = { 'GET /webhooks/meta': work, 'POST /webhooks/meta': work };
    const handler = bytesHandler('webhooks/ingest', () => routes, machine);
    const requestId = '2f4a1c9e-8d3b-4f6a-9c21-5be0d7a83f10';
    await handler(
      { ...eventOf('POST /webhooks/meta'), requestContext: { requestId, http: { method: 'POST' } } },
      contextOf(),
    );
    expect(machine.written).toHaveLength(2);
    expect(Buffer.byteLength(`${machine.written.join('\n')}\n`)).toBeLessThanOrEqual(900);
  });
});
