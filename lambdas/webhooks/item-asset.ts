import type { AssetRef, WebhookAssetKind } from '../foundation/core/ids.ts';
import type { PlacedItem } from '../foundation/core/messages.ts';

/** Which road of Meta's an event came by; `unknown` for objects that we do not know (kept nowhere, counted). */
export const channels = ['messenger', 'page', 'instagram', 'whatsapp', 'ad_account', 'user', 'unknown'] as const;

/** One of `channels`. */
export type Channel = (typeof channels)[number];

const kinds = new Map<string, WebhookAssetKind>([
  ['page', 'page'],
  ['instagram', 'instagram'],
  ['whatsapp_business_account', 'whatsapp'],
  ['ad_account', 'ad_account'],
  ['user', 'user'],
  ['permissions', 'user'],
]);

/** Ids of Meta as text: numbers become digits; anything else, and the empty word, is no id. */
export function idText(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What cannot be part of a key: all but printable ASCII, and `#`, which separates the parts of our keys. */
const unkeyable = /[^!"$-~]/;
const longestId = 128;

type Entry = PlacedItem['entry'];

function rawId(kind: WebhookAssetKind, entry: Entry): string | undefined {
  const id = idText(entry.id);
  if (kind === 'user') return id ?? idText(entry.uid);
  return kind === 'ad_account' ? id?.replace(/^act_/, '') : id;
}

/** The asset that an entry is about; undefined when the object is unknown or the entry names none. */
export function assetOf(object: string, entry: Entry): AssetRef | undefined {
  const kind = kinds.get(object);
  const id = kind && rawId(kind, entry);
  return kind && id && id.length <= longestId && !unkeyable.test(id) ? { kind, id } : undefined;
}

/** The name under which items of one entry travel: `<kind>:<id>`, with `-` where there is no id. */
export function groupOf(object: string, entry: Entry): string {
  const asset = assetOf(object, entry);
  return asset ? `${asset.kind}:${asset.id}` : `${kinds.get(object) ?? 'unknown'}:-`;
}

/** The road by which an item came. Page objects carry both messages and changes of the Page itself. */
export function channelOf({ object, list }: PlacedItem): Channel {
  if (object === 'page') return list === 'messaging' || list === 'standby' ? 'messenger' : 'page';
  return kinds.get(object) ?? 'unknown';
}
