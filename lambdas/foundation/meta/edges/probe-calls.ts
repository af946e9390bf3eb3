import type { GraphIdentity, Paged, PageRequest } from '../identity.ts';
import type { GraphNode, Pixel } from './account-shapes.ts';

/** Something with insights. */
export interface InsightsObject {
  readonly kind: 'page' | 'ad-account';
  readonly id: string;
}

/** Cheap reads that show whether a feature works for an asset. Each throws the `Failure` kinds of `classify-error.ts`. */
export interface ProbeCalls {
  listLeadForms(identity: GraphIdentity, pageId: string, page?: PageRequest): Promise<Paged<GraphNode>>;
  /** A Page's conversations; those of its Instagram account with `platform: 'instagram'`. */
  listConversations(
    identity: GraphIdentity,
    pageId: string,
    platform: 'messenger' | 'instagram',
    page?: PageRequest,
  ): Promise<Paged<GraphNode>>;
  /** The least that tells whether insights can be read: a living metric of one day. */
  readInsights(identity: GraphIdentity, object: InsightsObject): Promise<Paged<Readonly<Record<string, unknown>>>>;
  readPixel(identity: GraphIdentity, pixelId: string): Promise<Pixel>;
}
