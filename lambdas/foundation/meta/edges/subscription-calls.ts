import type { GraphApp, GraphIdentity, Paged, PageRequest } from '../identity.ts';
import type { AppSubscription, InstalledApp } from './subscription-shapes.ts';

/** An asset whose webhooks an app can be installed for. */
export interface SubscribedAsset {
  readonly kind: 'page' | 'instagram' | 'waba' | 'ad-account';
  readonly id: string;
}

/** What the app itself wants of an object: `page`, `instagram`, `whatsapp_business_account`, `ad_account`, `user`, … */
export interface AppSubscriptionWish {
  readonly object: string;
  readonly callbackUrl: string;
  readonly fields: readonly string[];
  readonly verifyToken: string;
}

/** Webhook subscriptions, the app's own and each asset's. Each throws the `Failure` kinds of `classify-error.ts`. */
export interface SubscriptionCalls {
  listSubscribedApps(identity: GraphIdentity, asset: SubscribedAsset, page?: PageRequest): Promise<Paged<InstalledApp>>;
  /** Installs our app; `fields` are sent for a Page and an Instagram account, whose names differ, and else ignored. */
  subscribeAsset(identity: GraphIdentity, asset: SubscribedAsset, fields: readonly string[]): Promise<void>;
  unsubscribeAsset(identity: GraphIdentity, asset: SubscribedAsset): Promise<void>;
  /** Asked with the app's own token. */
  listAppSubscriptions(app: GraphApp, page?: PageRequest): Promise<Paged<AppSubscription>>;
  /** Meta asks the callback URL at once (the challenge) and refuses when it does not answer; values are included. */
  setAppSubscription(app: GraphApp, wish: AppSubscriptionWish): Promise<void>;
  removeAppSubscription(app: GraphApp, object: string): Promise<void>;
}
