import { type Clock, isoTime } from '../foundation/core/clock.ts';
import { asFailure, type Failure } from '../foundation/core/failure.ts';
import type { Message } from '../foundation/core/messages.ts';
import type { WorkContext } from '../foundation/core/work.ts';
import type { Graph } from '../foundation/meta/graph.ts';
import type { Speaker } from '../foundation/store/asset-speaker.ts';
import type { DatasetQualities } from '../foundation/store/dataset-qualities.ts';
import type { QualityPoll, QualityPolls } from '../foundation/store/quality-polls.ts';
import type { PixelSpeakers } from './pixel-speakers.ts';

/** What a look at a dataset's quality may touch. */
export interface PollDoors {
  readonly polls: Pick<QualityPolls, 'get' | 'settle' | 'remove'>;
  readonly qualities: Pick<DatasetQualities, 'put'>;
  readonly speakers: PixelSpeakers;
  readonly graph: Pick<Graph, 'readDatasetQuality'>;
}

type Unit = Pick<WorkContext, 'notes' | 'clock'>;

const hour = 3600_000;

/** A wake-up that comes within this time of the last look came twice. */
const justNowMs = 12 * hour;

/** A day later, 10 % to either side by chance, so that not all of them come at once. */
const nextLookAt = ({ now, chance }: Clock) => isoTime(now() + Math.round(24 * hour * (0.9 + 0.2 * chance())));

/**
 * The daily look at what Meta says of a pixel's events. Throws what passes by itself (`rate-limited`,
 * `meta-unavailable`, `unavailable`, `busy`: deferred); any other failure is kept with the poll, whose next day comes.
 */
export async function pollQuality(item: Message<'qualityPolls'>, doors: PollDoors, unit: Unit): Promise<void> {
  const { workspace, pixel } = item;
  const poll = await doors.polls.get(workspace, pixel);
  if (!poll) return unit.notes.fact('poll', 'gone');
  if (wasJustSettled(poll, unit.clock)) return unit.notes.fact('poll', 'just settled');
  let speaker: Speaker | undefined;
  try {
    speaker = await doors.speakers.speakerOf(workspace, pixel);
    await keepQuality(poll, speaker, doors, unit);
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (passing.has(failure.kind)) throw failure;
    if (failure.kind === 'not-found' && !speaker) return stopLooking(poll, doors, unit);
    if (failure.kind === 'connection-revoked' && speaker) await doors.speakers.suspect(speaker);
    await keepFailure(poll, failure, doors, unit);
  }
}

const passing: ReadonlySet<string> = new Set<Failure['kind']>([
  'rate-limited',
  'meta-unavailable',
  'unavailable',
  'busy',
]);

/** By a reading, or by a failure, whose only trace in time is that the next look is far. */
function wasJustSettled({ lastReadAt, failures, dueAt }: QualityPoll, { now }: Clock): boolean {
  if (lastReadAt !== null && now() - Date.parse(lastReadAt) < justNowMs) return true;
  return failures > 0 && Date.parse(dueAt) - now() > justNowMs;
}

async function keepQuality(poll: QualityPoll, { identity }: Speaker, doors: PollDoors, { notes, clock }: Unit) {
  const { workspace, pixel } = poll;
  const web = await doors.graph.readDatasetQuality(identity, pixel);
  const readAt = isoTime(clock.now());
  await doors.qualities.put({ workspace, pixel, day: readAt.slice(0, 10), readAt, web });
  const dueAt = nextLookAt(clock);
  await doors.polls.settle({ workspace, pixel, dueAt, lastReadAt: readAt, failures: 0, reason: null });
  notes.fact('rows', web.length);
  notes.count('QualityPolls', 1, { outcome: 'read' });
}

/** The pixel is not linked any more; the next event that it gets after another link makes a new poll. */
async function stopLooking({ workspace, pixel }: QualityPoll, { polls }: PollDoors, { notes }: Unit) {
  await polls.remove(workspace, pixel);
  notes.fact('poll', 'pixel not linked');
}

async function keepFailure(poll: QualityPoll, failure: Failure, { polls }: PollDoors, { notes, clock }: Unit) {
  const { kind, message: reason } = failure;
  await polls.settle({ ...poll, dueAt: nextLookAt(clock), failures: poll.failures + 1, reason });
  notes.fact('failed', kind);
  notes.count('QualityPolls', 1, { outcome: 'failed' });
}
