import type { Clock } from '../foundation/core/clock.ts';
import { Failure } from '../foundation/core/failure.ts';
import { parseAsset } from '../foundation/core/ids.ts';
import type { ByteStream, MetaFiles } from '../foundation/core/media-doors.ts';
import type { MediaCalls } from '../foundation/meta/edges/media-calls.ts';
import type { WhatsappCalls } from '../foundation/meta/edges/whatsapp-calls.ts';
import type { StoredMessage } from '../foundation/store/messages.ts';
import { mostBytes } from './media-types.ts';
import type { MessageSpeaker, MessageSpeakers } from './message-speakers.ts';
import type { WantedMedium } from './wanted-media.ts';

/** What opening a medium at Meta may touch. */
export interface OpenMediumDoors {
  readonly speakers: MessageSpeakers;
  readonly graph: Pick<WhatsappCalls, 'readMedia'> & Pick<MediaCalls, 'downloadMedia'>;
  readonly files: MetaFiles;
  readonly clock: Clock;
  /** When the function ends, milliseconds since 1970. */
  readonly deadline: number;
}

/** Milliseconds for a whole file, what telling of it takes after that, and the least that is worth beginning. */
const wholeMs = 90_000;
const marginMs = 5_000;
const leastMs = 1_000;

/** Throws `unavailable`, for another function to go on. */
function timeLeft({ clock, deadline }: OpenMediumDoors): number {
  const left = Math.min(wholeMs, deadline - marginMs - clock.now());
  if (left < leastMs) throw new Failure('unavailable', 'no time left for a medium');
  return left;
}

/**
 * Opens a medium where Meta keeps it. Throws `Failure` as `Outside` and the Graph say; `busy` where nobody speaks for the
 * account now: somebody may connect it again while Meta still has the file.
 */
export async function openMedium(
  message: StoredMessage,
  wanted: WantedMedium,
  doors: OpenMediumDoors,
): Promise<ByteStream> {
  const { family, url, mediaId } = wanted;
  if (mediaId !== undefined) return openWhatsapp(message, { ...wanted, mediaId }, doors);
  if (url === undefined) throw new Failure('not-found', 'a medium without an address');
  return doors.files(url, { family, capBytes: mostBytes, wholeMs: timeLeft(doors) });
}

type WhatsappMedium = WantedMedium & { readonly mediaId: string };

async function openWhatsapp(message: StoredMessage, wanted: WhatsappMedium, doors: OpenMediumDoors) {
  let speaker: MessageSpeaker | undefined;
  try {
    speaker = await speakerOf(message, doors);
    return await openWith(speaker, wanted, doors);
  } catch (thrown) {
    if (!(thrown instanceof Failure) || !mayBeMended.has(thrown.kind)) throw thrown;
    if (speaker !== undefined) await doors.speakers.suspect(speaker);
    throw new Failure('busy', 'nobody speaks for the account that the medium came to', { cause: thrown });
  }
}

/** What ends when the account's people connect it again. */
const mayBeMended: ReadonlySet<Failure['kind']> = new Set(['connection-revoked', 'permission-missing']);

async function speakerOf({ workspace, asset }: StoredMessage, { speakers }: OpenMediumDoors): Promise<MessageSpeaker> {
  const account = parseAsset(asset);
  if (account === undefined) throw new Failure('bug', 'a message of no asset');
  return speakers.speakerOf(workspace, account);
}

/** The webhook's own address is good for five minutes; after that a new one is asked for. */
async function openWith(
  { identity }: MessageSpeaker,
  { family, url, mediaId }: WhatsappMedium,
  doors: OpenMediumDoors,
) {
  const { graph } = doors;
  const asked = { family, capBytes: mostBytes };
  const fresh = async () =>
    graph.downloadMedia(identity, { ...asked, url: (await graph.readMedia(identity, mediaId)).url });
  if (url === undefined) return fresh();
  try {
    return await graph.downloadMedia(identity, { ...asked, url });
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.kind === 'not-found') return fresh();
    throw thrown;
  }
}
