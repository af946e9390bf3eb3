import type { SettingsBox } from '../settings.ts';
import { aggregate } from './aggregate.ts';
import { countChanges } from './count-changes.ts';
import type { Delivery, SendOrder } from './delivery.ts';
import type { FaultBox } from './faults.ts';
import type { Journal, JournalRow } from './journal.ts';
import { metaBytes } from './meta-bytes.ts';
import type { Answer, Post } from './post-once.ts';
import { nextGap } from './retry-plan.ts';
import { shuffled } from './seeded-order.ts';
import { isMetas, type SignWith, signatureHeaders } from './sign.ts';
import { waitingLine } from './waiting-line.ts';

/** What the sender works with. */
export type SenderDoors = {
  settings: SettingsBox;
  faults: FaultBox;
  journal: Journal;
  post: Post;
  say(line: string): void;
};

/** Sends webhooks until they are taken; `drop` forgets all that waits. */
export type WebhookSender = { send(order: SendOrder): { batch: string; rows: JournalRow[] }; drop(): void };

type Job = { row: JournalRow; bytes: Buffer; signWith: SignWith; retry: boolean; tries: number; waitedMs: number };

const HOUR_MS = 3_600_000;

const bytesOf = (given: Delivery): Buffer =>
  given.bodyBase64 === undefined ? metaBytes(given.body, given.escape) : Buffer.from(given.bodyBase64, 'base64');

/** A sender over the given doors; a secret that changes meanwhile signs the retries. */
export function createSender(doors: SenderDoors): WebhookSender {
  const line = waitingLine<Job>(
    () => doors.settings.current().concurrency,
    (job) => attempt(doors, job),
  );
  const batches = Date.now().toString(36);
  let sent = 0;
  return {
    send: (order) => {
      sent += 1;
      const batch = `${batches}-${sent}`;
      const given = order.aggregate === undefined ? order.deliveries : aggregate(order.deliveries, order.aggregate);
      const jobs = given.flatMap((delivery) => openJobs(doors, batch, delivery));
      const inOrder = order.shuffle === undefined ? jobs : shuffled(jobs, order.shuffle);
      for (const { job, delayMs } of inOrder) line.add(job, delayMs);
      return { batch, rows: jobs.map(({ job }) => job.row) };
    },
    drop: () => line.drop(),
  };
}

function openJobs({ journal, faults }: SenderDoors, batch: string, given: Delivery): { job: Job; delayMs: number }[] {
  const bytes = bytesOf(given);
  const signWith = given.signWith ?? 'app';
  const copies = given.duplicate ?? (isMetas(signWith) && faults.current().duplicateEverything ? 1 : 0);
  const about = { batch, ...countChanges(given.body ?? bytes.toString('utf8')), bytes: bytes.length };
  const open = (copyOf: string | null): Job => {
    const row = journal.open({ ...about, copyOf, signWith: typeof signWith === 'string' ? signWith : 'given secret' });
    return { row, bytes, signWith, retry: given.retry ?? isMetas(signWith), tries: 0, waitedMs: 0 };
  };
  const first = open(null);
  const jobs = [first, ...Array.from({ length: copies }, () => open(first.row.id))];
  return jobs.map((job) => ({ job, delayMs: given.delayMs ?? 0 }));
}

/** One attempt; the real ms after which to try again, or null when the delivery is settled. */
async function attempt({ settings, faults, journal, post, say }: SenderDoors, job: Job): Promise<number | null> {
  const { webhookUrl, appSecret, answerTimeoutMs, timeScale } = settings.current();
  const started = Date.now();
  const signature = signatureHeaders(job.bytes, appSecret ?? '', job.signWith);
  const headers = { 'content-type': 'application/json', ...signature };
  const outgoing = {
    method: 'POST' as const,
    url: webhookUrl ?? '',
    headers,
    body: job.bytes,
    timeoutMs: answerTimeoutMs,
  };
  const answer = await post({ ...outgoing, cut: faults.takeCut() });
  job.tries += 1;
  const at = new Date(started).toISOString();
  journal.attempt(job.row.id, {
    at,
    simulatedHours: job.waitedMs / HOUR_MS,
    ms: Date.now() - started,
    ...result(answer),
  });
  const taken = 'status' in answer && answer.status === 200;
  const gap = taken || !job.retry ? null : nextGap(job.tries, job.waitedMs);
  if (gap !== null) {
    job.waitedMs += gap;
    return gap / timeScale;
  }
  const state = taken ? 'delivered' : job.retry ? 'gave-up' : 'refused';
  if (state === 'gave-up') say(`Gave up on delivery ${job.row.id} after 36 simulated hours and ${job.tries} attempts.`);
  journal.settle(job.row.id, state);
  return null;
}

const result = (answer: Answer): { status: number } | { error: string } =>
  'status' in answer ? { status: answer.status } : answer;
