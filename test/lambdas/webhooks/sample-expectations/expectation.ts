/** A value that stands in the payload at this dotted path; not copied here, because it is a person's or long. */
export interface At {
  readonly at: string;
  /** Whether Meta's number is expected as an id, so as a string. */
  readonly asId?: true;
}

/** Parts of a dedupe key, joined by `|`. */
export interface Key {
  readonly key: readonly (string | At)[];
}

/** A dedupe key that is a hash of the item; `time` is `entry.time` as Meta sent it, null when it sent none. */
export interface Hashed {
  readonly hashed: { readonly time: number | null };
}

/** What must become of one item, written by hand from the payload and the fact sheet. */
export interface ExpectedItem {
  /** `kind:id`. */
  readonly asset: string;
  readonly channel: string;
  /** Meta's own field name. */
  readonly topic: string;
  /** The field in the row's key, where it is not the topic. */
  readonly field?: string;
  readonly kind: string;
  readonly dedupeKey: string | At | Key | Hashed;
  /** ISO-8601 with milliseconds; null when the payload holds no time. */
  readonly occurredAt: string | null;
  /** The main fields; the event may hold more. */
  readonly event: Readonly<Record<string, unknown>>;
  /** Fields that the event must not have. */
  readonly without?: readonly string[];
  /** Words of the payload that must not stand anywhere in the typed event (tokens, personal values). */
  readonly hides?: readonly At[];
}

/** What must become of one file. */
export interface ExpectedFile {
  /** `items`: an envelope. `malformed`: no envelope, so it is parked whole. */
  readonly body: 'items' | 'malformed';
  /** A bare change is put into an envelope of this object, with this entry id and time (Unix seconds). */
  readonly wrap?: { readonly object: string; readonly id: string; readonly time: number };
  readonly items: readonly ExpectedItem[];
}

/** File name → what must become of it. */
export type Expectations = Readonly<Record<string, ExpectedFile>>;

/** The value at a path of the whole body. */
export const at = (path: string): At => ({ at: path });

/** The value at a path of `entry[0].changes[0].value`. */
export const inValue = (path: string): At => at(`entry.0.changes.0.value.${path}`);

/** The value at a path of `entry[0].messaging[0]`. */
export const inMessaging = (path: string): At => at(`entry.0.messaging.0.${path}`);

/** The same value, expected as an id. */
export const idOf = (place: At): At => ({ ...place, asId: true });

/** A dedupe key of several parts. */
export const key = (...parts: (string | At)[]): Key => ({ key: parts });

/** A dedupe key that is the hash of the item together with `entry.time`. */
export const hashed = (time: number | null): Hashed => ({ hashed: { time } });

/** A file that holds these items. */
export const items = (...expected: ExpectedItem[]): ExpectedFile => ({ body: 'items', items: expected });
