import type { Paged, PageRequest } from '../foundation/meta/identity.ts';

/** Pages of a list that one request walks at most: 1,000 rows; more agencies than that nobody has. */
const mostPages = 10;

/** Every row of a cursor-paged list of Meta's, 100 a call (its most). */
export async function everyPage<T>(list: (page: PageRequest) => Promise<Paged<T>>): Promise<readonly T[]> {
  const rows: T[] = [];
  let after: string | null | undefined;
  for (let page = 0; page < mostPages && after !== null; page += 1) {
    const answer = await list({ limit: 100, ...(after ? { after } : {}) });
    rows.push(...answer.data);
    after = answer.after;
  }
  return rows;
}
