import { SHOP } from './assets.ts';
import { changes } from './change.ts';
import type { Day, Item } from './day.ts';
import type { Person } from './people.ts';

const METADATA = {
  messaging_product: 'whatsapp',
  metadata: { display_phone_number: SHOP.phone, phone_number_id: SHOP.phoneNumberId },
} as const;

/** How a contact appears: with a phone, or by BSUID only (fact sheet §8, "BSUID"). */
const contactOf = (person: Person, phoneless: boolean) => ({
  profile: { name: person.name, ...(phoneless ? { username: person.handle } : {}) },
  ...(phoneless ? { user_id: person.bsuid } : { wa_id: person.phone, user_id: person.bsuid }),
});

/** What a story says of one WhatsApp message. */
export type Told = { sort?: string; what: string; id?: string; phoneless?: boolean; extra?: Record<string, unknown> };

/** Makes an inbound message of the given type; `body` is the part named like the type. */
export function inbound(day: Day) {
  const item = changes(day, 'whatsapp', 'whatsapp_business_account', SHOP.whatsapp);
  return (hour: number, person: Person, type: string, body: unknown, told: Told): Item => {
    const { sort = 'message', what, id = day.id('wamid.DEMO'), phoneless = false, extra = {} } = told;
    const from = phoneless ? { from_user_id: person.bsuid } : { from: person.phone, from_user_id: person.bsuid };
    const message = (at: number) => ({
      ...from,
      id,
      timestamp: String(at),
      type,
      ...(body ? { [type]: body } : {}),
      ...extra,
    });
    const contacts = [contactOf(person, phoneless)];
    const value = (at: number) => ({ ...METADATA, contacts, messages: [message(at)] });
    return item(hour, { field: 'messages', sort, who: person.name, what, value });
  };
}

/** Makes a status of a message that the shop sent. */
export function status(day: Day) {
  const item = changes(day, 'whatsapp', 'whatsapp_business_account', SHOP.whatsapp);
  return (
    hour: number,
    person: Person,
    id: string,
    state: string,
    told: string,
    extra: Record<string, unknown> = {},
  ): Item => {
    const about = (at: number) => ({ id, status: state, timestamp: String(at), recipient_id: person.phone, ...extra });
    const value = (at: number) => ({ ...METADATA, statuses: [about(at)] });
    return item(hour, {
      field: 'messages',
      sort: `status ${state}`,
      who: person.name,
      what: told,
      value,
    });
  };
}

/** The `value` of the WhatsApp fields that carry the phone number beside their own list. */
export const withMetadata = (value: Record<string, unknown>): Record<string, unknown> => ({ ...METADATA, ...value });
