import { SHOP } from './assets.ts';
import type { Day, Item } from './day.ts';
import type { Person } from './people.ts';

/** What a story says of one messaging item; `fromShop` swaps the roles, as echoes do. */
export type Told = { sort: string; what: string; fromShop?: boolean; who?: string };

/** Makes messaging items of one channel (fact sheet §7, "page messaging items"). */
export type Messaging = (hour: number, person: Person, body: Record<string, unknown>, told: Told) => Item;

const OBJECTS = {
  messenger: { object: 'page', shop: SHOP.page, idOf: (person: Person) => person.psid },
  instagram: { object: 'instagram', shop: SHOP.instagram, idOf: (person: Person) => person.igsid },
} as const;

/** A maker of messaging items for Messenger or Instagram: times in ms, roles by Page- or Instagram-scoped id. */
export function messaging(day: Day, channel: keyof typeof OBJECTS): Messaging {
  const { object, shop, idOf } = OBJECTS[channel];
  return (hour, person, body, { sort, what, fromShop = false, who = fromShop ? SHOP.name : person.name }) => {
    const at = day.time(hour);
    const [sender, recipient] = fromShop ? [shop, idOf(person)] : [idOf(person), shop];
    const item = { sender: { id: sender }, recipient: { id: recipient }, timestamp: at, ...body };
    return { at, channel, sort, who, what, object, entry: { id: shop, time: at, messaging: [item] } };
  };
}

/** A text message and its story. */
export const textOf = (mid: string, text: string): [Record<string, unknown>, Told] => [
  { message: { mid, text } },
  { sort: 'message', what: `“${text}”` },
];
