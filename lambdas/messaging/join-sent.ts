import type { StoredMessage } from '../foundation/store/messages.ts';
import type { OutboundMessage } from '../foundation/store/outbound-messages.ts';
import type { CollectDoors } from './collect-doors.ts';
import type { Arrival } from './find-thread.ts';
import { finishSent } from './finish-sent.ts';
import { wakeLane } from './leave-lane.ts';
import { isSendId } from './message-id.ts';

/** What a fact says of who sent its message. */
export interface SenderSigns {
  /** What came back of our marker, or somebody else's. */
  readonly marker: string | undefined;
  /** The app that Meta names; null: it names none. */
  readonly appId: string | null;
  /** Who got it, where the fact names them. */
  readonly recipientId: string | null;
}

/** A fact may be told a little before the call that it is about was, by two clocks. */
const clockSlackMs = 1_000;

/**
 * Finds our own row of a message that Meta tells of, and settles it: by its marker, else, where Meta's answer to the one
 * message of the thread was lost, by thread, app and time. It never makes a message. Answers the message, ours or not.
 */
export async function joinSent(
  message: StoredMessage,
  signs: SenderSigns,
  arrival: Arrival,
  doors: CollectDoors,
): Promise<StoredMessage> {
  if (message.sendId !== null || message.direction !== 'out') return message;
  const row = await ownRow(message, signs, arrival, doors);
  if (row === undefined) return message;
  const { metaId } = message;
  const proof = { metaId, at: Date.parse(arrival.at), recipientId: signs.recipientId, answered: false };
  const { metaId: known } = await finishSent(row, proof, { ...doors, notes: arrival.notes });
  if (known !== metaId) return message;
  // Its thread waited for this word.
  if (row.settledAt === null) await wakeLane(row, doors.clock.now(), doors, true);
  arrival.notes.fact('joined', row.state);
  return { ...message, sendId: row.id };
}

async function ownRow(
  { workspace, asset, threadId }: StoredMessage,
  { marker, appId }: SenderSigns,
  arrival: Arrival,
  { outbound, lanes }: CollectDoors,
): Promise<OutboundMessage | undefined> {
  if (marker !== undefined) {
    const row = isSendId(marker) ? await outbound.get({ workspace, id: marker }) : undefined;
    return row?.asset === asset ? row : undefined;
  }
  // WhatsApp gives every marker back: what has none is not ours. Elsewhere only an echo names its app: a receipt may be
  // of anybody's message, and an echo without an app is a person's.
  if (arrival.channel === 'whatsapp' || threadId === null || appId === null) return undefined;
  const [first] = await lanes.waiting({ workspace, lane: threadId }, 1);
  const row = first && (await outbound.get({ workspace, id: first.messageId }));
  const isLost = row?.state === 'outcome-unknown' && row.settledAt === null;
  if (!isLost || appId !== row.appId) return undefined;
  return Date.parse(arrival.at) >= Date.parse(row.sendingAt ?? '') - clockSlackMs ? row : undefined;
}
