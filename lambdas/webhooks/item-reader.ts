import type { PlacedItem } from '../foundation/core/messages.ts';
import { type Draft, type Findings, inside, known, type Rules } from './field-rules.ts';
import type { EventKind } from './webhook-event.ts';

/** How one shape of Meta's becomes one kind of event. */
export interface ItemReader {
  readonly kind: EventKind;
  /** The field in the row's key, where it is not the topic. */
  readonly keyField?: string;
  /** For the fields of the item. */
  readonly rules: Rules;
  /** What a table of fields cannot say. */
  readonly complete?: (draft: Draft, placed: PlacedItem) => void;
  /** Meta's own ids for this occurrence; without the first of them its content names it. */
  readonly key?: (draft: Draft, findings: Findings, placed: PlacedItem) => readonly unknown[];
}

/** The reader of an item, or the reason why there is none. */
export type Choice = ItemReader | string;

/** The rules of a change whose value has these fields. */
export const change = (rules: Rules): Rules => ({ field: known, value: inside(rules) });

/** Words of Meta's in a reason or a topic: short, and without what separates the parts of our keys. */
export const quote = (word: unknown) =>
  typeof word === 'string' ? word.slice(0, 64).replace(/[^\w .:/-]/g, '?') : `(${typeof word})`;
