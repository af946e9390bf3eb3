/** One try: real ms it took, and the status, or what went wrong instead. */
export type Attempt = { at: string; simulatedHours: number; ms: number; status?: number; error?: string };

/** `waiting` until it is settled; `refused` = a delivery that Meta would not repeat was not answered with 200. */
export type DeliveryState = 'waiting' | 'delivered' | 'refused' | 'gave-up';

/** One delivery of the journal; bodies are not kept. */
export type JournalRow = {
  id: string;
  batch: string;
  copyOf: string | null;
  object: string;
  changes: number;
  bytes: number;
  signWith: string;
  state: DeliveryState;
  attempts: Attempt[];
};

/** The record of every delivery and each of its attempts. */
export type Journal = {
  open(row: Omit<JournalRow, 'id' | 'state' | 'attempts'>): JournalRow;
  attempt(id: string, attempt: Attempt): void;
  settle(id: string, state: DeliveryState): void;
  list(batch?: string): JournalRow[];
  counts(): Record<DeliveryState, number>;
  clear(): void;
};

/** Settled rows beyond this many are forgotten, oldest first. */
const KEPT = 20_000;

/** A journal in memory; `onSettled` sees each row once it is final, `before` are rows of an earlier run. */
export function createJournal(
  onSettled: (row: JournalRow) => void = () => undefined,
  before: JournalRow[] = [],
): Journal {
  const rows = new Map(before.map((row) => [row.id, row]));
  let next = before.reduce((most, row) => Math.max(most, Number(row.id.slice(1)) || 0), 0) + 1;
  const forget = () => {
    for (const row of rows.values()) {
      if (rows.size <= KEPT) return;
      if (row.state !== 'waiting') rows.delete(row.id);
    }
  };
  return {
    open: (fields) => {
      const row: JournalRow = { ...fields, id: `d${next++}`, state: 'waiting', attempts: [] };
      rows.set(row.id, row);
      forget();
      return row;
    },
    attempt: (id, attempt) => void rows.get(id)?.attempts.push(attempt),
    settle: (id, state) => {
      const row = rows.get(id);
      if (!row) return;
      row.state = state;
      onSettled(row);
    },
    list: (batch) => [...rows.values()].filter((row) => batch === undefined || row.batch === batch),
    counts: () => {
      const counts = { waiting: 0, delivered: 0, refused: 0, 'gave-up': 0 };
      for (const row of rows.values()) counts[row.state] += 1;
      return counts;
    },
    clear: () => rows.clear(),
  };
}
