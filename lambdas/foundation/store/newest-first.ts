/** A place in a walk from new to old: sort key, then asset, both descending. */
export interface Place {
  readonly sk: string;
  readonly asset: string;
}

/** One sorted source of a merge; `fetch` reads on below what it gave before. */
export interface Branch<T extends Place> {
  /** Reads up to about `limit` more rows. `below` is how far it has looked, undefined at its end. */
  fetch(limit: number): Promise<{ readonly rows: readonly T[]; readonly below?: Place }>;
}

/** Merged rows, newest first; `next` is the place from which to go on, null when every branch is at its end. */
export interface Merged<T extends Place> {
  readonly rows: readonly T[];
  readonly next: Place | null;
  readonly queries: number;
}

/** Whether `a` comes before `b`, new to old. */
export const isNewer = (a: Place, b: Place): boolean => (a.sk === b.sk ? a.asset > b.asset : a.sk > b.sk);

interface Front<T extends Place> {
  readonly branch: Branch<T>;
  rows: readonly T[];
  /** How far the branch has looked: nothing unseen is newer. Undefined at its end. */
  below: Place | undefined;
}

const edge = <T extends Place>({ rows, below }: Front<T>): Place | undefined => rows[0] ?? below;

function newest<T extends Place>(fronts: readonly Front<T>[]): Front<T> | undefined {
  let best: Front<T> | undefined;
  let at: Place | undefined;
  for (const front of fronts) {
    const here = edge(front);
    if (here === undefined || (at && !isNewer(here, at))) continue;
    [best, at] = [front, here];
  }
  return best;
}

/**
 * Merges sorted branches, at most `limit` rows and `budget` fetches; every branch is fetched once whatever the budget,
 * so each call gets on. Where it stops, `next` has everything newer behind it: no row is lost, none comes twice.
 */
export async function newestFirst<T extends Place>(
  branches: readonly Branch<T>[],
  limit: number,
  budget: number,
): Promise<Merged<T>> {
  let size = Math.max(4, Math.ceil((2 * limit) / Math.max(1, branches.length)));
  const fronts: Front<T>[] = await Promise.all(
    branches.map(async (branch) => ({ branch, below: undefined, ...(await branch.fetch(Math.min(limit, size))) })),
  );
  let queries = branches.length;
  const rows: T[] = [];
  for (;;) {
    const top = newest(fronts);
    const last = rows.at(-1);
    if (top === undefined) return { rows, next: null, queries };
    if (rows.length >= limit && last) return { rows, next: { sk: last.sk, asset: last.asset }, queries };
    const [head, ...rest] = top.rows;
    if (head !== undefined) {
      rows.push(head);
      top.rows = rest;
      continue;
    }
    if (queries >= budget && top.below) return { rows, next: top.below, queries };
    size = Math.min(100, size * 2);
    queries += await refill(fronts, size);
  }
}

/** Fetches for every branch that has nothing at hand and is not at its end; answers how many did. */
async function refill<T extends Place>(fronts: readonly Front<T>[], size: number): Promise<number> {
  const empty = fronts.filter(({ rows, below }) => rows.length === 0 && below !== undefined);
  await Promise.all(
    empty.map(async (front) => {
      const { rows, below } = await front.branch.fetch(size);
      Object.assign(front, { rows, below });
    }),
  );
  return empty.length;
}
