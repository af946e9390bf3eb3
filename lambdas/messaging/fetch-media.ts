import { asFailure, type Failure } from '../foundation/core/failure.ts';
import type { MediaBucket } from '../foundation/core/media-doors.ts';
import type { Message } from '../foundation/core/messages.ts';
import { verdicts } from '../foundation/core/verdicts.ts';
import type { WorkContext } from '../foundation/core/work.ts';
import type { Messages, StoredMessage } from '../foundation/store/messages.ts';
import { type LostMedium, mergeLostMedium, mergeMedium } from './media-facts.ts';
import { inboundKey } from './media-id.ts';
import { mostBytes } from './media-types.ts';
import { type OpenMediumDoors, openMedium } from './open-medium.ts';
import { mostMedia, type WantedMedium, wantedMedia } from './wanted-media.ts';

/** What fetching may touch. */
export interface FetchDoors extends OpenMediumDoors {
  readonly messages: Pick<Messages, 'get' | 'change'>;
  readonly bucket: Pick<MediaBucket, 'write' | 'remove'>;
}

/** After 7 days Meta has forgotten what a webhook brought (fact sheet §8). */
const linkMs = 7 * 24 * 3600_000;

/**
 * Fetches the media of one message into the bucket, and tells its row; done again it fetches only what is missing. One
 * medium that cannot be had does not keep the others back. Throws the `Failure` of what may still be had, to be deferred:
 * a wait for Meta, or for a connection (`busy`); after 7 days that is over too.
 */
export async function fetchMedia(
  item: Message<'mediaFetches'>,
  doors: FetchDoors,
  context: WorkContext,
): Promise<void> {
  const { workspace, messageId: id } = item;
  context.claimed({ key: id, workspace });
  const message = await doors.messages.get({ workspace, id });
  if (message === undefined) return;
  if (message.deletedAt !== null) return sweep(message, doors);
  let waiting: Failure | undefined;
  for (const wanted of wantedMedia(message)) {
    const { outcome, failure } = await fetchOne(message, wanted, doors);
    if (outcome !== 'wait') context.notes.count('MediaFetches', 1, { outcome });
    if (failure) context.notes.fact('medium', failure.kind);
    if (outcome === 'wait') waiting = failure;
    else if (outcome !== 'kept') await tellLost(message, { index: wanted.index, loss: outcome }, doors);
  }
  if (waiting === undefined) return;
  // One account that nobody speaks for rings `messaging/FetchLate`: the line must name it.
  context.notes.fact('waitsOn', `${workspace} ${message.asset}`);
  throw waiting;
}

type Outcome = 'kept' | LostMedium['loss'] | 'wait';

interface Fetched {
  readonly outcome: Outcome;
  readonly failure?: Failure;
}

async function fetchOne(message: StoredMessage, wanted: WantedMedium, doors: FetchDoors): Promise<Fetched> {
  try {
    return { outcome: await keep(message, wanted, doors) };
  } catch (thrown) {
    const failure = asFailure(thrown);
    const outcome = outcomeOf(failure);
    if (outcome !== 'wait') return { outcome, failure };
    const since = Date.parse(message.at ?? '');
    return doors.clock.now() - since >= linkMs ? { outcome: 'gone', failure } : { outcome, failure };
  }
}

/** Throws what is a mistake of ours: that is tried again, and then parked. */
function outcomeOf(failure: Failure): Outcome {
  const { kind } = failure;
  if (kind === 'bug' || kind === 'misconfigured') throw failure;
  if (verdicts[kind].queue === 'defer') return 'wait';
  return outcomes.get(kind) ?? 'failed';
}

/** Meta says `meta-rejected` (100/33) for an id that it has forgotten. */
const outcomes: ReadonlyMap<Failure['kind'], Outcome> = new Map([
  ['not-found', 'gone'],
  ['meta-rejected', 'gone'],
  ['too-large', 'refused'],
  ['malformed', 'refused'],
]);

/** Whoever reads the message sees that nobody tries any more. */
async function tellLost({ workspace, id }: StoredMessage, lost: LostMedium, { messages }: FetchDoors): Promise<void> {
  await messages.change({ workspace, id }, (standing) => mergeLostMedium(standing, lost));
}

/** The bytes first, then the row: a worker that dies in between writes the same bytes again. */
async function keep(message: StoredMessage, wanted: WantedMedium, doors: FetchDoors): Promise<Outcome> {
  const { workspace, id: messageId } = message;
  const { index } = wanted;
  const key = inboundKey(workspace, { messageId, index });
  const file = await openMedium(message, wanted, doors);
  const { size, sha256 } = await doors.bucket.write(key, file, mostBytes);
  const medium = { index, key, mimeType: file.mimeType, size, sha256 };
  const { after } = await doors.messages.change({ workspace, id: messageId }, (standing) =>
    mergeMedium(standing, medium),
  );
  if (after !== undefined && after.deletedAt === null) return 'kept';
  await doors.bucket.remove(key);
  return 'gone';
}

/** A worker that died while the message was being deleted may have left bytes that no row knows. */
async function sweep({ workspace, id: messageId }: StoredMessage, { bucket }: FetchDoors): Promise<void> {
  const places = Array.from({ length: mostMedia }, (_, index) => inboundKey(workspace, { messageId, index }));
  await Promise.all(places.map((key) => bucket.remove(key)));
}
