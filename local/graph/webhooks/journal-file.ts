import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { JournalRow } from './journal.ts';

const Attempt = z.object({
  at: z.string(),
  simulatedHours: z.number(),
  ms: z.number(),
  status: z.number().optional(),
  error: z.string().optional(),
});
const Row = z.object({
  id: z.string(),
  batch: z.string(),
  copyOf: z.string().nullable(),
  object: z.string(),
  changes: z.number(),
  bytes: z.number(),
  signWith: z.string(),
  state: z.enum(['waiting', 'delivered', 'refused', 'gave-up']),
  attempts: z.array(Attempt),
});

/** Rows of earlier runs that are shown again after a restart. */
const SHOWN_AGAIN = 500;

/** Keeps settled journal rows in `<dir>/graph-journal.jsonl`, one JSON object a line; a broken line is left out. */
export function journalFile(dir: string): { before: JournalRow[]; append(row: JournalRow): void } {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, 'graph-journal.jsonl');
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
  return {
    before: lines.slice(-SHOWN_AGAIN).flatMap(rowOf),
    append: (row) => appendFileSync(path, `${JSON.stringify(row)}\n`, { mode: 0o600 }),
  };
}

function rowOf(line: string): JournalRow[] {
  try {
    return [Row.parse(JSON.parse(line))];
  } catch {
    return [];
  }
}
