import type { Failure } from '../../core/failure.ts';
import type { GraphIdentity, Paged, PageRequest } from '../identity.ts';
import type {
  AdAccount,
  Business,
  BusinessAsset,
  GraphNode,
  InstagramMe,
  Me,
  PageNode,
  PhoneNumber,
  Pixel,
} from './account-shapes.ts';

/** The edges of a business that list its assets (fact sheet §13; Instagram's from Meta's own specs of `Business`). */
export const businessEdges = [
  'owned_pages',
  'client_pages',
  'pending_client_pages',
  'pending_owned_pages',
  'owned_ad_accounts',
  'client_ad_accounts',
  'pending_client_ad_accounts',
  'pending_owned_ad_accounts',
  'owned_pixels',
  'client_pixels',
  'owned_product_catalogs',
  'client_product_catalogs',
  'owned_whatsapp_business_accounts',
  'client_whatsapp_business_accounts',
  'instagram_business_accounts',
] as const;

/** One of those edges. */
export type BusinessEdge = (typeof businessEdges)[number];

/** One read of a batch; its own identity signs it, so that a batch may mix tokens of one app. */
export interface NodeRead {
  readonly identity: GraphIdentity;
  readonly id: string;
  /** At least one. */
  readonly fields: readonly string[];
}

/** What became of one read: its node, or why not. */
export type NodeAnswer = { readonly node: GraphNode } | { readonly failure: Failure };

/** Who we are and what we may see. Each throws the `Failure` kinds of `classify-error.ts`. */
export interface AccountCalls {
  readMe(identity: GraphIdentity): Promise<Me>;
  readInstagramMe(identity: GraphIdentity): Promise<InstagramMe>;
  /** The business of a Login-for-Business token; null when it has none (seen to fail with 190 on valid user tokens). */
  readClientBusinessId(identity: GraphIdentity): Promise<string | null>;
  /** `/me/accounts`: Pages with their own tokens, tasks and Instagram accounts. */
  listPages(identity: GraphIdentity, page?: PageRequest): Promise<Paged<PageNode>>;
  /** A Page; `token: true` asks for its own token too. */
  readPage(identity: GraphIdentity, pageId: string, options?: { readonly token?: boolean }): Promise<PageNode>;
  listBusinesses(identity: GraphIdentity, page?: PageRequest): Promise<Paged<Business>>;
  listBusinessAssets(
    identity: GraphIdentity,
    businessId: string,
    edge: BusinessEdge,
    page?: PageRequest,
  ): Promise<Paged<BusinessAsset>>;
  listAdAccounts(identity: GraphIdentity, page?: PageRequest): Promise<Paged<AdAccount>>;
  /** `adAccountId` with or without `act_`, here and everywhere. */
  readAdAccount(identity: GraphIdentity, adAccountId: string): Promise<AdAccount>;
  listPixels(identity: GraphIdentity, adAccountId: string, page?: PageRequest): Promise<Paged<Pixel>>;
  listPhoneNumbers(identity: GraphIdentity, wabaId: string, page?: PageRequest): Promise<Paged<PhoneNumber>>;
  /** Registers a number for the Cloud API; `pin` is six digits. */
  registerNumber(identity: GraphIdentity, phoneNumberId: string, pin: string): Promise<void>;
  /** At most 50 reads of one app in one request, each answered in its place; throws only when all failed as one. */
  readNodes(reads: readonly NodeRead[]): Promise<readonly NodeAnswer[]>;
}
