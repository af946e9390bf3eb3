import { createHash } from 'node:crypto';
import type { Faults } from './faults.ts';
import type { DeliveryState, JournalRow } from './journal.ts';

/** Rows shown on the page, newest first. */
const SHOWN = 100;

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1c2430}
h1{font-size:1.3rem}table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #d9dee5}
th{font-weight:600}.delivered{color:#17683a}.waiting{color:#7a5200}.refused,.gave-up{color:#a11b2b;font-weight:600}code{font-size:.9em}`;

/** The page runs no script and loads nothing. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

const escaped = (value: unknown): string =>
  String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const cells = (tag: 'td' | 'th', values: unknown[]): string =>
  values.map((value) => `<${tag}>${escaped(value)}</${tag}>`).join('');

const rowHtml = (row: JournalRow): string => {
  const last = row.attempts.at(-1);
  const answer = last ? (last.status ?? last.error) : '-';
  const about = [
    row.id,
    row.object,
    row.changes,
    row.bytes,
    row.signWith,
    row.copyOf ?? '',
    row.attempts.length,
    answer,
  ];
  return `<tr>${cells('td', about)}<td class="${row.state}">${row.state}</td></tr>`;
};

/** What the operator's page shows. */
export type PageFacts = {
  settings: Record<string, unknown>;
  faults: Faults;
  counts: Record<DeliveryState, number>;
  rows: JournalRow[];
};

/** The operator's page: settings without secrets, faults, counts and the newest deliveries; it reloads every 5 s. */
export function operatorPage({ settings, faults, counts, rows }: PageFacts): string {
  const facts = Object.entries({ ...settings, ...faults, ...counts });
  const newest = rows.slice(-SHOWN).reverse();
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="5">
<title>Meta simulator</title><style>${STYLE}</style></head><body>
<h1>Meta simulator</h1>
<p>Plays Meta on this machine. Driven through <code>/_sim/…</code>, described in <code>docs/simulator.md</code>.</p>
<table><tbody>${facts.map(([name, value]) => `<tr><th>${escaped(name)}</th>${cells('td', [value ?? 'not set'])}</tr>`).join('')}</tbody></table>
<h1>Deliveries</h1>
<table><thead><tr>${cells('th', ['id', 'object', 'changes', 'bytes', 'signed', 'copy of', 'attempts', 'answer', 'state'])}</tr></thead>
<tbody>${newest.map(rowHtml).join('\n')}</tbody></table></body></html>\n`;
}
