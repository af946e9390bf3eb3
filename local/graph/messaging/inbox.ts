import type { Clock } from '../world/clock.ts';
import { type Contact, type HeardMedia, heardIn } from './heard.ts';

/** What Meta knows of the people who wrote, by the webhooks that were sent from here. */
export type Inbox = {
  hear(body: unknown): void;
  /** As if a person had written just now, or some time ago. */
  write(account: string, person: string, at: number): void;
  /** When the person last wrote to the account, ms since 1970; null for never. */
  lastFrom(account: string, person: string): number | null;
  /** Whether this id of a person or a comment was heard of at the account. */
  knows(account: string, id: string): boolean;
  contact(account: string, id: string): Contact | null;
  clear(): void;
};

/** People beyond this many are forgotten, oldest first. */
const KEPT = 100_000;

const keyOf = (account: string, id: string): string => `${account}:${id}`;

/** An empty inbox; `found` gets the media that people sent. */
export function createInbox(clock: Clock, found: (medium: HeardMedia) => void): Inbox {
  const people = new Map<string, number | null>();
  const contacts = new Map<string, Contact>();
  const note = (account: string, id: string, at: number | null) => {
    const key = keyOf(account, id);
    const before = people.get(key) ?? null;
    people.delete(key);
    people.set(key, at === null ? before : Math.max(before ?? 0, at));
    trim(people);
  };
  const meet = (account: string, contact: Contact) => {
    for (const id of [contact.waId, contact.userId]) {
      if (id !== null) contacts.set(keyOf(account, id), joined(contacts.get(keyOf(account, id)), contact));
    }
    trim(contacts);
  };
  return {
    hear: (body) => {
      for (const { account, people: ids, wroteAt, contact, media } of heardIn(body)) {
        for (const id of ids) note(account, id, earlier(wroteAt, clock.now()));
        if (contact) meet(account, contact);
        for (const medium of media) found(medium);
      }
    },
    write: note,
    lastFrom: (account, person) => people.get(keyOf(account, person)) ?? null,
    knows: (account, id) => people.has(keyOf(account, id)),
    contact: (account, id) => contacts.get(keyOf(account, id)) ?? null,
    clear: () => {
      people.clear();
      contacts.clear();
    },
  };
}

/** The time of a body, never in the future; a time that cannot be read is now. */
const earlier = (at: number | null, now: number): number | null =>
  at === null ? null : Number.isFinite(at) ? Math.min(at, now) : now;

const joined = (before: Contact | undefined, now: Contact): Contact => ({
  waId: now.waId ?? before?.waId ?? null,
  userId: now.userId ?? before?.userId ?? null,
  name: now.name ?? before?.name ?? null,
});

function trim(map: Map<string, unknown>): void {
  const oldest = map.size > KEPT ? map.keys().next().value : undefined;
  if (oldest !== undefined) map.delete(oldest);
}
