import { asFailure } from '../foundation/core/failure.ts';
import type { AssetRef } from '../foundation/core/ids.ts';
import type { MessageSpeaker, MessageSpeakers } from './message-speakers.ts';

/** Whose asset. */
export interface OwnAsset {
  readonly workspace: string;
  readonly asset: AssetRef;
}

/**
 * Makes a call as whoever speaks for an asset. A token that Meta refuses has its connection looked at. Throws what
 * `speakerOf` and the call throw.
 */
export async function speakFor<T>(
  { workspace, asset }: OwnAsset,
  speakers: MessageSpeakers,
  call: (speaker: MessageSpeaker) => Promise<T>,
): Promise<T> {
  const speaker = await speakers.speakerOf(workspace, asset);
  try {
    return await call(speaker);
  } catch (thrown) {
    if (asFailure(thrown).kind === 'connection-revoked') await suspectQuietly(speaker, speakers);
    throw thrown;
  }
}

/** Has a connection looked at. That it could not be now says nothing about the call: the nightly look finds it too. */
export const suspectQuietly = (speaker: MessageSpeaker, speakers: Pick<MessageSpeakers, 'suspect'>): Promise<void> =>
  speakers.suspect(speaker).catch(() => undefined);
