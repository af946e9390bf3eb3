import { type Clock, isoTime } from '../foundation/core/clock.ts';
import type { GroupOutbox } from '../foundation/core/doors.ts';
import { assetName } from '../foundation/core/ids.ts';
import type { Message } from '../foundation/core/messages.ts';
import type { WorkContext } from '../foundation/core/work.ts';
import type { ReplayJob, ReplayJobs } from '../foundation/store/replay-jobs.ts';
import type { KeptEvent, WebhookEvents } from '../foundation/store/webhook-events.ts';
import { newJob } from './request-replay.ts';

/** What walking a replay may touch. */
export interface WalkDoors {
  readonly events: Pick<WebhookEvents, 'list'>;
  readonly jobs: ReplayJobs;
  readonly outbox: GroupOutbox<'webhookEvents' | 'replayJobs'>;
  readonly clock: Clock;
}

/** Half of the queue's 60 s time-out: the page under way then still has the other half. */
const walkMs = 30_000;

const pageSize = 100;

/** Without `force` only what is not done, or what yesterday's code could not read. */
const wants = (event: KeptEvent, force: boolean) => force || event.state !== 'done' || event.kind === 'unclassified';

/**
 * Walks the kept rows of a job newest first, sends each that qualifies back to `webhookEvents`, and keeps the place
 * after each page; hands itself on when half its time is over. A page sent twice is harmless: each row knows its job.
 */
export async function replayEvents(
  message: Message<'replayJobs'>,
  doors: WalkDoors,
  context: WorkContext,
): Promise<void> {
  const until = doors.clock.now() + walkMs;
  let job: ReplayJob | undefined = await standing(message, doors);
  while (job?.state === 'running') {
    if (doors.clock.now() >= until) return doors.outbox.send('replayJobs', [message], { group: job.id });
    job = await walkPage(job, doors, context);
  }
}

const standing = async (message: Message<'replayJobs'>, { jobs }: WalkDoors) => {
  const { workspace, jobId: id, requestedAt, ...asked } = message;
  return (await jobs.get(workspace, id)) ?? jobs.create(newJob({ workspace, id, requestedAt, asked }));
};

async function walkPage(job: ReplayJob, doors: WalkDoors, context: WorkContext): Promise<ReplayJob | undefined> {
  const range = { from: Math.floor(Date.parse(job.from) / 1000), to: Math.ceil(Date.parse(job.to) / 1000) };
  const page = await doors.events.list(
    job.workspace,
    { ...range, topic: job.topic },
    pageSize,
    job.cursor ?? undefined,
  );
  const selected = page.events.filter((event) => wants(event, job.force));
  if (!job.dryRun) await doors.outbox.sendGroups('webhookEvents', groups(selected, job));
  context.notes.fact('examined', page.events.length);
  context.notes.fact('selected', selected.length);
  const next = {
    cursor: page.next,
    examined: job.examined + page.events.length,
    selected: job.selected + selected.length,
    state: page.next === null ? 'done' : 'running',
    updatedAt: isoTime(doors.clock.now()),
  } as const;
  return (await doors.jobs.advance(job, next)) ? { ...job, ...next } : undefined;
}

function groups(events: readonly KeptEvent[], job: ReplayJob) {
  const byAsset = new Map<string, Message<'webhookEvents'>[]>();
  for (const { id, asset, workspace } of events) {
    const group = assetName(asset);
    const item = { replay: { jobId: job.id, force: job.force }, workspace, eventId: id };
    byAsset.set(group, [...(byAsset.get(group) ?? []), item]);
  }
  return [...byAsset].map(([group, items]) => ({ group, items }));
}
