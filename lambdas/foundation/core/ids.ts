/** The tenant. Comes from a token's claim or from the asset's owner, never from a body or a path. */
export type Workspace = string & { readonly __workspace?: never };

/** What no workspace owns (unreadable bodies); operators see it, no token does. */
export const nobody: Workspace = '-';

/** Which of them deliver webhooks; `whatsapp` is the WABA, `user` also serves the object `permissions`. */
export const webhookAssetKinds = ['page', 'instagram', 'whatsapp', 'ad_account', 'user'] as const;

/** Kind of an asset that delivers webhooks. */
export type WebhookAssetKind = (typeof webhookAssetKinds)[number];

/** Every kind of Meta asset that a workspace may own. A `phone_number` belongs to a WABA; a `pixel` is a dataset. */
export const assetKinds = [...webhookAssetKinds, 'phone_number', 'pixel', 'catalog', 'business'] as const;

/** Kind of an asset. */
export type AssetKind = (typeof assetKinds)[number];

/** One asset by kind and Meta's id (`entry.id`; an ad account without `act_`). */
export interface AssetRef {
  readonly kind: AssetKind;
  readonly id: string;
}

/** `kind:id`, the form of an asset in keys, filters and on the command line. */
export const assetName = (asset: AssetRef) => `${asset.kind}:${asset.id}`;

const kinds: ReadonlySet<string> = new Set(assetKinds);
const isKind = (word: string): word is AssetKind => kinds.has(word);

/** What Meta may send as `entry.id`: printable ASCII; `#` parts our keys. */
const assetId = /^(?!.*#)[!-~]{1,128}$/;

/** Reads `kind:id`; undefined when it is not one. */
export function parseAsset(name: string): AssetRef | undefined {
  const colon = name.indexOf(':');
  const kind = name.slice(0, colon);
  const id = name.slice(colon + 1);
  return colon > 0 && isKind(kind) && assetId.test(id) ? { kind, id } : undefined;
}
