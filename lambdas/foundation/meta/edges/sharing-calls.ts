import type { GraphIdentity, Paged, PageRequest } from '../identity.ts';
import type { Business } from './account-shapes.ts';

/** What a business can share with another. */
export interface SharedAsset {
  readonly kind: 'page' | 'ad-account' | 'catalog' | 'pixel';
  readonly id: string;
}

/** Sharing of assets between businesses; only the owner can give (fact sheet §13). Throws as `classify-error.ts` says. */
export interface SharingCalls {
  /** The businesses that an asset is shared with. */
  listAgencies(identity: GraphIdentity, asset: SharedAsset, page?: PageRequest): Promise<Paged<Business>>;
  /** Gives `businessId` these tasks (`MANAGE`, `ADVERTISE`, `ANALYZE`, …). */
  shareAsset(
    identity: GraphIdentity,
    asset: SharedAsset,
    grant: { readonly businessId: string; readonly tasks: readonly string[] },
  ): Promise<void>;
  unshareAsset(identity: GraphIdentity, asset: SharedAsset, businessId: string): Promise<void>;
  /** Who works for this business. */
  listBusinessAgencies(identity: GraphIdentity, businessId: string, page?: PageRequest): Promise<Paged<Business>>;
  /** For whom this business works. */
  listBusinessClients(identity: GraphIdentity, businessId: string, page?: PageRequest): Promise<Paged<Business>>;
  /** Asks a Page's owner for access; it is pending until accepted (Meta's pages contradict each other on this edge). */
  requestClientPage(
    identity: GraphIdentity,
    businessId: string,
    request: { readonly pageId: string; readonly tasks: readonly string[] },
  ): Promise<void>;
}
