import type { Paint } from './paint.ts';

/** A thing to count: one cell of the table. */
export type Counted = { channel: string; kind: string };

/** Lines of a table kind × channel with sums; a zero is a dot, so that the eye finds what is there. */
export function countTable(rows: readonly Counted[], paint: Paint): string[] {
  const channels = [...new Set(rows.map(({ channel }) => channel))].sort();
  const kinds = [...new Set(rows.map(({ kind }) => kind))].sort();
  const wide = Math.max(5, ...kinds.map((kind) => kind.length));
  const count = (kind: string | null, channel: string | null) =>
    rows.filter((row) => (kind ?? row.kind) === row.kind && (channel ?? row.channel) === row.channel).length;
  const columns = [...channels, 'all'];
  const line = (name: string, cells: string[]) =>
    name.padEnd(wide) + cells.map((cell, at) => cell.padStart((columns[at]?.length ?? 0) + 3)).join('');
  const counts = (kind: string | null) =>
    columns.map((channel) => String(count(kind, channel === 'all' ? null : channel) || '·'));
  return [
    paint.bold(line('kind', columns)),
    ...kinds.map((kind) => line(kind, counts(kind))),
    paint.bold(line('all', counts(null))),
  ];
}
