/** How far a wish to discover all assets anew is; times ISO-8601. */
export interface SyncJob {
  readonly workspace: string;
  readonly id: string;
  /** Connections to look through; each is counted once, as done or as failed. */
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  /** `done` as soon as every connection is counted. */
  readonly state: 'running' | 'done' | 'cancelled';
  /** Assets found and linked, summed over the connections. */
  readonly found: number;
  readonly linked: number;
  readonly requestedAt: string;
  readonly updatedAt: string;
}

/** What one connection added to a job. */
export interface SyncCount {
  readonly connectionId: string;
  readonly outcome: 'done' | 'failed';
  readonly found: number;
  readonly linked: number;
  /** ISO-8601. */
  readonly at: string;
}

/** The sync jobs of a workspace; they expire after 30 days. Throws `Failure` `unavailable` when the table refuses. */
export interface SyncJobs {
  /** Begins a job over `total` connections unless its id is there already; answers the job that stands. */
  create(job: Pick<SyncJob, 'workspace' | 'id' | 'total' | 'requestedAt'>): Promise<SyncJob>;
  get(workspace: string, id: string): Promise<SyncJob | undefined>;
  /** Counts a connection, once however often it is said; a cancelled job stays as it is. Answers the job, if there is one. */
  count(workspace: string, id: string, part: SyncCount): Promise<SyncJob | undefined>;
  /** Cancels a job that runs; answers the job as it stands, undefined when there is none. */
  cancel(workspace: string, id: string, at: string): Promise<SyncJob | undefined>;
}
