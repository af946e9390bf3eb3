import type { Controls } from './control/route.ts';
import { shownToken } from './control/token-routes.ts';
import { conversionTotals } from './conversions/totals.ts';
import { escaped, htmlPage, htmlTable } from './html.ts';
import { messageTotals } from './messaging/message-totals.ts';
import type { Meta } from './meta.ts';
import type { JournalRow } from './webhooks/journal.ts';

/** Rows shown of each list, newest first. */
const SHOWN = 100;

const newest = <T>(rows: readonly T[]): T[] => rows.slice(-SHOWN).reverse();
const table = (title: string, html: string) => `<h2>${escaped(title)}</h2>\n${html}`;
const facts = (record: Record<string, unknown>) =>
  htmlTable(
    [],
    Object.entries(record).map(([name, value]) => [name, textOf(value)]),
  );
const textOf = (value: unknown): unknown =>
  value === null ? 'not set' : typeof value === 'object' ? JSON.stringify(value) : value;

/** The operator's page: what is set, what exists, what goes wrong on purpose, and what happened; it reloads every 5 s. */
export function operatorPage({ settings, faults, journal, meta }: Controls): string {
  const parts = [
    table('Settings', facts({ ...settings.shown(), ...faults.current(), ...journal.counts() })),
    table('World', facts({ time: new Date(meta.clock.now()).toISOString(), ...counted(meta) })),
    table('Conversions', facts(conversionTotals(meta.conversions.rows()))),
    table('Messages', facts({ ...messageTotals(meta.messaging.sent.rows()), ...meta.messaging.switches.current() })),
    table('Fault script', faultTable(meta)),
    table('Limits', usageTable(meta)),
    table('Tokens', tokenTable(meta)),
    table('Graph calls', callTable(meta)),
    table('Deliveries', deliveryTable(journal.list())),
  ];
  return htmlPage(
    'Meta simulator',
    `<h1>Meta simulator</h1>
<p>Plays Meta on this machine. Driven through <code>/_sim/…</code>, described in <code>docs/simulator.md</code>.</p>
${parts.join('\n')}`,
    '<meta http-equiv="refresh" content="5">',
  );
}

function counted({ world }: Meta): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of world.all()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

const faultTable = ({ faults }: Meta): string =>
  htmlTable(
    ['calls that', 'after', 'times', 'met', 'fault'],
    faults
      .current()
      .map(({ match, after, times, met, fault }) => [
        JSON.stringify(match),
        after,
        times ?? 'always',
        met,
        JSON.stringify(fault),
      ]),
  );

const usageTable = ({ usage }: Meta): string =>
  htmlTable(
    ['use case', 'object', '%', 'minutes to wait'],
    usage
      .all()
      .map(({ useCase, object, percent, regainMinutes }) => [useCase, object, percent.toFixed(1), regainMinutes]),
  );

function tokenTable({ tokens, clock }: Meta): string {
  const rows = newest(tokens.all()).map((token) => shownToken(token, clock.now()));
  const cells = rows.map(({ hash, kind, app, person, page, scopes, expiresAt, death, alive }) => [
    hash,
    kind,
    app,
    person,
    page,
    scopes.join(' '),
    expiresAt ?? 'never',
    alive ? 'alive' : death ? `${death.code}/${death.subcode ?? '-'}` : 'expired',
  ]);
  const heads = ['SHA-256', 'kind', 'app', 'person', 'page', 'scopes', 'until', 'state'];
  return htmlTable(
    heads,
    cells,
    rows.map(({ alive }) => (alive ? 'delivered' : 'dead')),
  );
}

const callTable = ({ calls }: Meta): string =>
  htmlTable(
    ['id', 'time', 'host', 'method', 'version', 'path', 'token', 'in', 'proof', 'fault', 'code', 'status'],
    newest(calls.list()).map((row) => [
      row.id,
      row.at,
      row.host,
      row.method,
      row.version,
      row.path,
      row.tokenKind,
      row.tokenPlace,
      row.proof,
      row.fault,
      row.code === null ? '' : `${row.code}/${row.subcode ?? '-'}`,
      row.status,
    ]),
  );

function deliveryTable(all: readonly JournalRow[]): string {
  const rows = newest(all);
  const cells = rows.map((row) => {
    const last = row.attempts.at(-1);
    const answer = last ? (last.status ?? last.error) : '-';
    const { id, object, changes, bytes, signWith, copyOf, attempts, state } = row;
    return [id, object, changes, bytes, signWith, copyOf, attempts.length, answer, state];
  });
  const heads = ['id', 'object', 'changes', 'bytes', 'signed', 'copy of', 'attempts', 'answer', 'state'];
  return htmlTable(
    heads,
    cells,
    rows.map(({ state }) => state),
  );
}
