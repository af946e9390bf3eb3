import { isObject } from '../foundation/meta/webhook-envelope.ts';
import { withoutBulk } from './without-bulk.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Lists in a WhatsApp value whose elements happened each for itself. */
const occurrences: readonly string[] = [
  'messages',
  'statuses',
  'errors',
  'message_echoes',
  'user_preferences',
  'user_id_update',
  'calls',
];
const cut: ReadonlySet<string> = new Set(occurrences);

/** Contacts few enough to keep all of when none can be told to be the element's own. */
const fewContacts = 3;

interface Contacts {
  readonly all: readonly unknown[];
  readonly byId: ReadonlyMap<unknown, unknown>;
}

/** Contacts under both their names; the first of a name counts. */
function contactsOf(value: Fields): Contacts | undefined {
  if (!Array.isArray(value.contacts)) return undefined;
  const all: readonly unknown[] = value.contacts;
  const byId = new Map<unknown, unknown>();
  for (const contact of all.filter(isObject))
    for (const id of [contact.wa_id, contact.user_id])
      if (typeof id === 'string' && !byId.has(id)) byId.set(id, contact);
  return { all, byId };
}

const personKeys = ['from', 'recipient_id', 'wa_id', 'from_user_id', 'recipient_user_id', 'to', 'to_user_id'] as const;

/** The contacts of one element: those it names, else the one in its place, else all when they are few. */
function contactsFor({ all, byId }: Contacts, element: unknown, index: number, of: number): readonly unknown[] {
  const named = isObject(element) ? personKeys.map((key) => byId.get(element[key])) : [];
  const own = [...new Set(named)].filter((contact) => contact !== undefined);
  if (own.length > 0) return own;
  if (all.length === of) return [all[index]];
  return all.length <= fewContacts ? all : [];
}

interface Found {
  readonly list: string;
  readonly element: unknown;
  readonly index: number;
  /** How many stand in its list. */
  readonly of: number;
}

function foundIn(value: Fields): readonly Found[] {
  return occurrences.flatMap((list) => {
    const elements: unknown = value[list];
    if (!Array.isArray(elements)) return [];
    return elements.map((element: unknown, index) => ({ list, element, index, of: elements.length }));
  });
}

/** What surrounds the lists: all of it but the lists themselves and the contacts, which each element gets its own of. */
const aroundLists = (value: Fields) =>
  Object.fromEntries(
    Object.entries(value).filter(([key, field]) => !(Array.isArray(field) && (cut.has(key) || key === 'contacts'))),
  );

/** How many elements to cut apart. Coexistence chunks count none: their messages are the past, the chunk is the event. */
function count(value: Fields): number {
  if (Array.isArray(value.history) || Array.isArray(value.state_sync)) return 0;
  let found = 0;
  for (const list of occurrences) {
    const elements = value[list];
    if (Array.isArray(elements)) found += elements.length;
  }
  return found;
}

function cutIn(change: Fields, value: Fields): readonly unknown[] {
  const contacts = contactsOf(value);
  const whole = aroundLists(value);
  const lightChange = withoutBulk(change);
  const lightValue = withoutBulk(whole);
  return foundIn(value).map(({ list, element, index, of }, at) => ({
    ...(at === 0 ? change : lightChange),
    value: {
      ...(at === 0 ? whole : lightValue),
      ...(contacts && { contacts: contactsFor(contacts, element, index, of) }),
      [list]: [element],
    },
  }));
}

/**
 * Cuts one change of WhatsApp into one change per message, status, error, echo, preference, id update or call, each in Meta's
 * own shape. A change without such lists, with empty ones only, or with a chunk of history stays whole; so does the
 * usual one, which holds one element and at most one contact.
 */
export function cutChange(change: unknown): readonly unknown[] {
  if (!isObject(change) || !isObject(change.value)) return [change];
  const { value } = change;
  const found = count(value);
  const few = !Array.isArray(value.contacts) || value.contacts.length <= 1;
  return found === 0 || (found === 1 && few) ? [change] : cutIn(change, value);
}
