import type { Clock } from '../foundation/core/clock.ts';
import type { Outbox } from '../foundation/core/doors.ts';
import { Failure } from '../foundation/core/failure.ts';
import { type AssetRef, parseAsset } from '../foundation/core/ids.ts';
import { type Speaker, type SpeakerDoors, speakerFor } from '../foundation/store/asset-speaker.ts';
import type { AssetRow, Assets } from '../foundation/store/assets.ts';

/** Who speaks, and for what: `account` is Meta's id that stands in the path of the call. */
export type MessageSpeaker = Speaker & { readonly account: string };

/** Who speaks for what holds conversations: a Page, an Instagram account, a WhatsApp account or number. */
export interface MessageSpeakers {
  /**
   * Opens the asset's token. Throws `Failure` `not-found` when the workspace has not linked it, `connection-revoked`,
   * `misconfigured`, `unavailable`.
   */
  speakerOf(workspace: string, asset: AssetRef): Promise<MessageSpeaker>;
  /** Meta refused the token: its connection is looked at now, a Page's own token first, and what is dead is marked. */
  suspect(speaker: MessageSpeaker): Promise<void>;
}

/** What speaking in conversations may touch. */
export interface MessageSpeakerDoors extends SpeakerDoors {
  readonly assets: Pick<Assets, 'get'>;
  readonly outbox: Outbox<'connectionCare'>;
}

/** Speakers over the assets that a workspace has linked; a Page's own token is the first choice. */
export const messageSpeakers = (doors: MessageSpeakerDoors): MessageSpeakers => ({
  async speakerOf(workspace, asset) {
    const row = await linkedRow(workspace, asset, doors.assets);
    const page = asset.kind === 'instagram' ? parentOf(row, 'page') : undefined;
    const alone = asset.kind === 'instagram' && page === undefined;
    const speaker = await speakerFor(row, alone ? byItself(doors) : doors, 'page');
    // Instagram Login's app speaks as the account itself, Facebook's as the Page that it hangs on (fact sheet §8).
    const throughPage = page !== undefined && speaker.identity.app.kind === 'facebook';
    return { ...speaker, account: throughPage ? page.id : asset.id };
  },
  suspect: onceIn(suspectedMs, doors.clock, async ({ workspace, connectionId, page }) => {
    const wake = { workspace, connectionId, ...(page !== undefined && { page }) };
    await doors.outbox.send('connectionCare', [{ wake }]);
  }),
});

/**
 * Milliseconds in which a process says a suspicion once: longer than a message waits for its token (`token-refused.ts`),
 * for each look costs Meta's allowance, and a queue of messages has the same suspicion.
 */
const suspectedMs = 5 * 60_000;

interface Suspicion {
  readonly workspace: string;
  readonly connectionId: string;
  readonly page: string | undefined;
}

function onceIn(ms: number, { now }: Clock, say: (suspicion: Suspicion) => Promise<void>): MessageSpeakers['suspect'] {
  const saidAt = new Map<string, number>();
  return async ({ connection, holder, account }) => {
    // Whoever speaks with a Page's own token speaks as the Page.
    const page = holder === 'page' ? account : undefined;
    const { workspace, id: connectionId } = connection;
    const name = JSON.stringify([workspace, connectionId, page]);
    for (const [other, at] of saidAt) if (at + ms <= now()) saidAt.delete(other);
    if (saidAt.has(name)) return;
    await say({ workspace, connectionId, page });
    saidAt.set(name, now());
  };
}

/** A number that is not linked itself speaks through its WhatsApp account, if that is; not one that was taken off. */
async function linkedRow(workspace: string, asset: AssetRef, assets: MessageSpeakerDoors['assets']): Promise<AssetRow> {
  const row = await assets.get(workspace, asset);
  if (row?.linkedAt) return row;
  const parent = asset.kind === 'phone_number' && row && !row.letGo ? parentOf(row, 'whatsapp') : undefined;
  const above = parent && (await assets.get(workspace, parent));
  if (above?.linkedAt) return above;
  throw new Failure('not-found', 'this workspace has not linked the asset that the conversation is held on');
}

function parentOf({ discovery }: AssetRow, kind: AssetRef['kind']): AssetRef | undefined {
  const parent = parseAsset(discovery?.parent ?? '');
  return parent?.kind === kind ? parent : undefined;
}

/** An Instagram account of which no Page is known: Facebook's tokens have no way to speak for it. */
const byItself = (doors: MessageSpeakerDoors): MessageSpeakerDoors => ({
  ...doors,
  connections: {
    get: async (workspace, id) => {
      const connection = await doors.connections.get(workspace, id);
      return connection?.platform === 'instagram' ? connection : undefined;
    },
  },
});
