import type { Item } from './day.ts';
import type { EventRow } from './events.ts';

/** One story of the day beside the row in which it was found again. */
export type Highlight = { item: Item; row: EventRow };

/** Stories worth telling: one of each sort and channel. */
const WORTH_TELLING = [
  ['referral', 'messenger'],
  ['message', 'messenger'],
  ['message', 'instagram'],
  ['message', 'whatsapp'],
  ['comment', 'page'],
  ['story mention', 'instagram'],
  ['reaction', 'whatsapp'],
  ['lead', 'page'],
  ['template update', 'whatsapp'],
  ['phone update', 'whatsapp'],
  ['with issues ad objects', 'ad_account'],
  ['creative fatigue', 'ad_account'],
  ['order', 'whatsapp'],
  ['BSUID change', 'whatsapp'],
  ['status failed', 'whatsapp'],
  ['permission change', 'user'],
  ['unknown field', 'page'],
] as const;

const secondOf = (ms: number): number => Math.floor(ms / 1000);

/** Stories and their rows: every story has a second of its own, so occurred-at finds it. In order of time. */
export function highlights(items: readonly Item[], rows: readonly EventRow[]): Highlight[] {
  const bySecond = new Map(rows.map((row) => [secondOf(Date.parse(row.occurredAt ?? '')), row]));
  const found = items.flatMap((item) => {
    const row = bySecond.get(secondOf(item.at));
    return row ? [{ item, row }] : [];
  });
  return WORTH_TELLING.flatMap(([sort, channel]) =>
    bestOf(found.filter(({ item }) => item.sort === sort && item.channel === channel)),
  ).sort((a, b) => a.item.at - b.item.at);
}

const FOREIGN_LETTER = /(?=\p{L})\P{Script=Latin}/u;

/** Of several, the first that shows that letters of any script survive. */
const bestOf = (same: Highlight[]): Highlight[] =>
  [same.find(({ item }) => FOREIGN_LETTER.test(item.what)) ?? same[0]].filter((one) => one !== undefined);
