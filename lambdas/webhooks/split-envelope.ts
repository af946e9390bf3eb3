import type { PlacedItem } from '../foundation/core/messages.ts';
import { isObject, type WebhookEnvelope } from '../foundation/meta/webhook-envelope.ts';
import { cutChange } from './cut-change.ts';
import { groupOf } from './item-asset.ts';
import { withoutBulk } from './without-bulk.ts';

/** The items of one asset, in the order in which Meta listed them. `group` is `<kind>:<id>`. */
export interface ItemGroup {
  readonly group: string;
  readonly items: readonly PlacedItem[];
}

const lists = ['changes', 'messaging', 'standby'] as const;

/** What only names an entry: with nothing else it holds no item. */
const names: ReadonlySet<string> = new Set(['id', 'time', 'uid', ...lists]);

/** What a list of an entry holds; something that should be a list and is none is one element, so that it is not lost. */
function elementsOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function withoutLists(entry: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { changes: _changes, messaging: _messaging, standby: _standby, ...rest } = entry;
  return rest;
}

/** Puts the items of one entry into `items`. Bulky fields beside the lists travel with the first item only. */
function place(object: string, entry: Readonly<Record<string, unknown>>, receivedAt: string, items: PlacedItem[]) {
  const whole = withoutLists(entry);
  const before = items.length;
  let around = whole;
  const put = (list: (typeof lists)[number], item: unknown) => {
    if (items.length === before + 1) around = withoutBulk(whole);
    items.push({ object, entry: around, list, item, receivedAt });
  };
  for (const list of lists) {
    if (entry[list] === undefined) continue;
    const cuts = list === 'changes' && object === 'whatsapp_business_account';
    for (const element of elementsOf(entry[list])) {
      if (cuts) for (const change of cutChange(element)) put(list, change);
      else put(list, element);
    }
  }
  const says = items.length === before && Object.keys(whole).some((key) => !names.has(key));
  if (says) items.push({ object, entry: whole, list: 'entry', item: whole, receivedAt });
}

/**
 * Cuts a delivery into the smallest occurrences, grouped by asset. Total: junk becomes items too, which the classifier
 * names. Time and memory are linear in the delivery. Splitting an item that was put back into an envelope gives the
 * same item.
 */
export function splitEnvelope({ object, entry }: WebhookEnvelope, receivedAt: string): readonly ItemGroup[] {
  const groups: ItemGroup[] = [];
  const byName = new Map<string, PlacedItem[]>();
  for (const one of entry) {
    const group = groupOf(object, isObject(one) ? one : {});
    const items = byName.get(group) ?? [];
    if (isObject(one)) place(object, one, receivedAt, items);
    else items.push({ object, entry: {}, list: 'entry', item: one, receivedAt });
    if (items.length === 0 || byName.has(group)) continue;
    byName.set(group, items);
    groups.push({ group, items });
  }
  return groups;
}
