import type * as z from 'zod/mini';
import { assetName } from '../foundation/core/ids.ts';
import type { AssetRow } from '../foundation/store/assets.ts';
import type { SubscriptionWish } from '../foundation/store/subscription-wishes.ts';
import type { AppStanding } from './app-subscriptions.ts';
import type { AppSubscription, AssetSubscription, Wish } from './routes.ts';
import { isWished, perAssetObjects, wishedFields } from './webhook-fields.ts';

/** A wish as the API shows it. */
export const wishView = ({ objects, perAsset = {}, updatedAt }: SubscriptionWish): z.input<typeof Wish> => ({
  objects: {
    page: [...(objects.page ?? [])],
    instagram: [...(objects.instagram ?? [])],
    whatsapp: [...(objects.whatsapp ?? [])],
    ad_account: [...(objects.ad_account ?? [])],
  },
  assets: Object.fromEntries(Object.entries(perAsset).map(([name, fields]) => [name, [...fields]])),
  updatedAt,
});

/** An app's standing as the API shows it. */
export const appView = (one: AppStanding): z.input<typeof AppSubscription> => ({
  ...one,
  wished: [...one.wished],
  standing: [...one.standing],
  missing: [...one.missing],
});

/**
 * How one asset stands against the wish, by what the last look at Meta found; undefined for kinds without webhooks and
 * for assets that are not linked. Only Pages and Instagram accounts have lists of fields to compare (fact sheet §7).
 */
export function assetStanding(row: AssetRow, wish: SubscriptionWish): z.input<typeof AssetSubscription> | undefined {
  const { asset, linkedAt, subscription } = row;
  if (linkedAt === null || !isWished(asset.kind)) return undefined;
  const wished = [...wishedFields(wish, asset)];
  const standing = [...(subscription?.fields ?? [])];
  const listed = perAssetObjects.some((object) => object === asset.kind);
  const missing = listed ? wished.filter((field) => !standing.includes(field)) : [];
  const extra = listed ? standing.filter((field) => !wished.includes(field)) : [];
  const stands = wished.length === 0 || subscription?.state === 'subscribed';
  return {
    asset: assetName(asset),
    state: subscription?.state ?? 'unknown',
    drifted: !stands || missing.length > 0 || extra.length > 0,
    wished,
    standing,
    missing,
    extra,
    reason: subscription?.reason ?? null,
    checkedAt: subscription?.checkedAt ?? null,
  };
}
