import type * as z from 'zod/mini';
import type { CollectorRow } from './entities/collector.ts';

/** A public address to which a site's pages send events. */
export type Collector = Readonly<z.infer<(typeof CollectorRow)['schema']>>;

/** Which page of a workspace's collectors; `after` is the last id of the page before. */
export interface CollectorPage {
  readonly limit: number;
  readonly after?: string;
}

/** The collectors. Throws `Failure` `unavailable` when the table refuses. */
export interface Collectors {
  get(workspace: string, id: string): Promise<Collector | undefined>;
  /** By its public id alone, whosever it is. */
  find(id: string): Promise<Collector | undefined>;
  /** Puts a collector over what stands; throws `Failure` `conflict` when another workspace has the id, naming nobody. */
  put(collector: Collector): Promise<void>;
  /** By id. */
  list(workspace: string, page: CollectorPage): Promise<{ data: readonly Collector[]; after: string | null }>;
  /** Takes a collector away and frees its id; false when there was none. */
  remove(workspace: string, id: string): Promise<boolean>;
}
