import { adsDay } from './ads-day.ts';
import { SHOP, STRANGER_PAGE } from './assets.ts';
import { type Day, type Item, makeDay, seconds } from './day.ts';
import { instagramDay } from './instagram-day.ts';
import { messengerDay } from './messenger-day.ts';
import { pageDay } from './page-day.ts';
import { whatsappAccount } from './whatsapp-account.ts';
import { whatsappDay } from './whatsapp-day.ts';
import { whatsappStatuses } from './whatsapp-statuses.ts';

/** What the simulator's control API takes of us. */
export type Delivery = { body: unknown; signWith?: 'app' | 'wrong'; duplicate?: number };

/** A day: what happened, and the POSTs in which Meta tells of it. */
export type TheDay = {
  items: Item[];
  normal: Delivery[];
  unknownAsset: Delivery;
  malformed: Delivery;
  forged: Delivery;
};

/** Meta tells of several things in one POST: we let it be one to four, in turn. */
const GROUPS = [1, 3, 2, 4, 1, 2];

/** Every sixth POST comes twice, and one comes ten times. */
const TWICE_EVERY = 6;
const COPIES_OF_THE_FIRST = 9;

/** The shop's day that ends at `nowMs`; the same `nowMs` gives the same day to the byte. */
export function theDay(nowMs: number): TheDay {
  const day = makeDay(nowMs);
  const stories = [messengerDay, pageDay, instagramDay, whatsappDay, whatsappStatuses, whatsappAccount, adsDay];
  const items = stories.flatMap((tell) => tell(day)).sort((a, b) => a.at - b.at);
  return { items, normal: posts(items), ...oddities(day) };
}

function posts(items: Item[]): Delivery[] {
  const objects = [...new Set(items.map(({ object }) => object))];
  const bodies = objects.flatMap((object) => {
    const own = items.filter((item) => item.object === object);
    return inGroups(own).map((group) => ({ object, entry: group.map(({ entry }) => entry) }));
  });
  return bodies.map((body, at) => {
    if (at === 0) return { body, duplicate: COPIES_OF_THE_FIRST };
    return at % TWICE_EVERY === 0 ? { body, duplicate: 1 } : { body };
  });
}

function inGroups(items: Item[]): Item[][] {
  const groups: Item[][] = [];
  for (let at = 0; at < items.length; ) {
    const size = GROUPS[groups.length % GROUPS.length] ?? 1;
    groups.push(items.slice(at, at + size));
    at += size;
  }
  return groups;
}

function oddities(day: Day): Pick<TheDay, 'unknownAsset' | 'malformed' | 'forged'> {
  const post = (id: string, message: string) => {
    const value = {
      item: 'post',
      verb: 'add',
      post_id: day.id(`${id}_`),
      message,
      created_time: seconds(day.time(17)),
    };
    return { object: 'page', entry: [{ id, time: seconds(day.time(17)), changes: [{ field: 'feed', value }] }] };
  };
  return {
    unknownAsset: { body: post(STRANGER_PAGE, 'Hello from a Page that nobody here owns') },
    malformed: { body: `{"object":"page","entry":[{"id":"${SHOP.page}","demo":"${day.id('cut-')}", "changes":[{"fie` },
    forged: { body: post(SHOP.page, 'This never happened'), signWith: 'wrong' },
  };
}
