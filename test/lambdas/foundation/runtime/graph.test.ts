import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessToken } from '../../../../lambdas/foundation/core/access-token.ts';
import type { BudgetAnswer, UsageLedger } from '../../../../lambdas/foundation/core/usage.ts';
import { openGraph } from '../../../../lambdas/foundation/runtime/graph.ts';
import { linkEdges } from '../../../../lambdas/foundation/runtime/graph-edges.ts';
import { fakeClock } from '../../../fakes/fake-clock.ts';
import { fakeNotes } from '../../../fakes/fake-notes.ts';

const app = { appId: '100200300', appSecret: 'not-a-real-secret', kind: 'facebook' } as const;
const identity = { app, token: new AccessToken('EAAtesttoken0000000000') };
const ledgerThat = (answer: BudgetAnswer): UsageLedger => ({
  ask: async () => answer,
  record: async () => undefined,
  readings: async () => [],
});

const answers = [
  { status: 200, body: '{"id":"1","name":"Somebody","status":"EAAtesttoken0000000000"}' },
  { status: 400, body: '{"error":{"code":190,"error_subcode":463,"message":"EAAtesttoken0000000000"}}' },
];
const server = createServer((_, response) => {
  const { status, body } = answers.shift() ?? { status: 500, body: '' };
  response.writeHead(status, { 'x-fb-rev': '1029384756' }).end(body);
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));

function open(chance: number, answer: BudgetAnswer = { go: true }) {
  const lines: Record<string, unknown>[] = [];
  const settings = {
    retentionDays: 30,
    messageDays: 365,
    humanAgent: false,
    workspaceClaim: 'workspace',
    scopePrefix: '',
    graphOrigin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    returnOrigins: [],
    vault: 'envelope',
  } as const;
  const write = (line: string) => lines.push(JSON.parse(line));
  const machine = { clock: fakeClock(undefined, [chance]), environment: {}, write };
  const notes = fakeNotes();
  const graph = openGraph({ name: 'oauth/connect', settings }, ledgerThat(answer), linkEdges, machine)({ notes });
  return { graph, lines, notes };
}

describe('the Graph of a function', () => {
  it('writes an audit line for each exchange, a sample for a share of them, and a fact for its unit of work', async () => {
    const { graph, lines, notes } = open(0);
    await graph.readMe(identity);
    await expect(graph.readMe(identity)).rejects.toMatchObject({ kind: 'connection-revoked' });
    const shown = lines.map(({ event, level, service, call, outcome, rev }) => [
      event,
      level,
      service,
      call,
      outcome,
      rev,
    ]);
    expect(shown).toEqual([
      ['graph.exchange', 'INFO', 'oauth/connect', 'readMe', 'ok', '1029384756'],
      ['graph.sample', 'INFO', 'oauth/connect', 'readMe', undefined, undefined],
      ['graph.exchange', 'WARN', 'oauth/connect', 'readMe', 'connection-revoked', '1029384756'],
      ['graph.sample', 'INFO', 'oauth/connect', 'readMe', undefined, undefined],
    ]);
    expect(notes.facts).toEqual({ graph: 'readMe connection-revoked' });
    const counted = ['ok', 'connection-revoked', 'waited'].map((outcome) => notes.total('GraphCalls', { outcome }));
    expect(counted).toEqual([1, 1, 0]);
    expect(notes.counts.filter(({ metric }) => metric === 'GraphDuration')).toHaveLength(2);
    expect(JSON.stringify(lines)).not.toContain('EAAtesttoken');
  });

  it('tells its unit of work of a call that had to wait, which is no exchange', async () => {
    const { graph, lines, notes } = open(0, { go: false, waitUntil: 1 });
    await expect(graph.readMe(identity)).rejects.toMatchObject({ kind: 'rate-limited', retryAt: 1 });
    expect([lines, notes.facts]).toEqual([[], { graph: 'readMe waited' }]);
    expect(notes.total('GraphCalls', { outcome: 'waited' })).toBe(1);
  });

  it('keeps no sample of the other exchanges', async () => {
    answers.push({ status: 200, body: '{"id":"1"}' });
    const { graph, lines } = open(0.5);
    await graph.readMe(identity);
    expect(lines.map(({ event }) => event)).toEqual(['graph.exchange']);
  });
});
