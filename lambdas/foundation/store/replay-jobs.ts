/** What was asked; times ISO-8601, `from` inclusive, `to` exclusive. */
export interface ReplayRequest {
  readonly from: string;
  readonly to: string;
  readonly topic?: string;
  /** Count only. */
  readonly dryRun: boolean;
  /** Also rows that are done. */
  readonly force: boolean;
}

/** A replay job and how far it is. */
export interface ReplayJob extends ReplayRequest {
  readonly id: string;
  readonly workspace: string;
  readonly state: 'running' | 'done' | 'cancelled';
  readonly requestedAt: string;
  readonly updatedAt: string;
  /** Rows walked over. */
  readonly examined: number;
  /** Rows that matched: sent to be run again, or only counted in a dry run. */
  readonly selected: number;
  /** Where the walk stands; null at its end. */
  readonly cursor: string | null;
}

/** The replay jobs of a workspace; they expire after 90 days. Throws `Failure` `unavailable` when the table refuses. */
export interface ReplayJobs {
  /** Keeps a job unless its id is there already; answers the job that stands. */
  create(job: ReplayJob): Promise<ReplayJob>;
  get(workspace: string, id: string): Promise<ReplayJob | undefined>;
  /** Newest first. */
  list(
    workspace: string,
    limit: number,
    after?: string,
  ): Promise<{ readonly jobs: readonly ReplayJob[]; readonly next: string | null }>;
  /** Advances from exactly the cursor that was read; false when another worker or a cancel came first. */
  advance(
    job: ReplayJob,
    to: Pick<ReplayJob, 'cursor' | 'examined' | 'selected' | 'state' | 'updatedAt'>,
  ): Promise<boolean>;
  /** Cancels a running job; answers the job as it stands, undefined when there is none. */
  cancel(workspace: string, id: string, at: string): Promise<ReplayJob | undefined>;
}
