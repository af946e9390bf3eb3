import type { Outbox } from '../foundation/core/doors.ts';
import { Failure } from '../foundation/core/failure.ts';
import { type Speaker, type SpeakerDoors, speakerFor } from '../foundation/store/asset-speaker.ts';
import type { Assets } from '../foundation/store/assets.ts';

/** Who speaks for a pixel. */
export interface PixelSpeakers {
  /** Opens the pixel's token. Throws `Failure` `not-found`, `connection-revoked`, `misconfigured`, `unavailable`. */
  speakerOf(workspace: string, pixel: string): Promise<Speaker>;
  /** Meta refused the token: its connection is looked at now, and marked if it is dead. */
  suspect(speaker: Speaker): Promise<void>;
}

/** What speaking for pixels may touch. */
export interface PixelSpeakerDoors extends SpeakerDoors {
  readonly assets: Pick<Assets, 'get'>;
  readonly outbox: Outbox<'connectionCare'>;
}

/** Speakers over the assets that a workspace has linked. */
export const pixelSpeakers = (doors: PixelSpeakerDoors): PixelSpeakers => ({
  async speakerOf(workspace, pixel) {
    const row = await doors.assets.get(workspace, { kind: 'pixel', id: pixel });
    if (!row?.linkedAt) throw new Failure('not-found', 'this workspace has not linked the pixel');
    return speakerFor(row, doors);
  },
  async suspect({ connection: { workspace, id: connectionId } }) {
    await doors.outbox.send('connectionCare', [{ wake: { workspace, connectionId } }]);
  },
});
