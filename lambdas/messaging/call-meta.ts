import { type Clock, isoTime } from '../foundation/core/clock.ts';
import { asFailure, Failure } from '../foundation/core/failure.ts';
import type { GraphIdentity } from '../foundation/core/graph-identity.ts';
import { parseAsset } from '../foundation/core/ids.ts';
import { verdicts } from '../foundation/core/verdicts.ts';
import type { MetaBody } from '../foundation/meta/edges/json-body.ts';
import type { LaneClaim } from '../foundation/store/lanes.ts';
import type { OutboundMessage } from '../foundation/store/outbound-messages.ts';
import type { Thread } from '../foundation/store/threads.ts';
import type { SentProof } from './finish-sent.ts';
import { forgetMedia, isMediaRefusal } from './forget-media.ts';
import type { MessageSpeaker } from './message-speakers.ts';
import { messengerBody } from './messenger-body.ts';
import type { Going } from './outbound-facts.ts';
import type { Said } from './said-in.ts';
import type { CallDoors } from './send-doors.ts';
import { demandNotGivenUp, throwRefused, tokenRefused, waitsForToken } from './token-refused.ts';
import type { SendingWay } from './way.ts';
import { whatsappBody } from './whatsapp-body.ts';

/**
 * What became of one try. `wait`: nothing left us, or Meta said that it did nothing; `failed`: it never will go;
 * `unknown`: the answer was lost.
 */
export type Called =
  | { readonly outcome: 'sent'; readonly proof: SentProof }
  | { readonly outcome: 'wait'; readonly failure: Failure }
  | { readonly outcome: 'failed'; readonly failure: Failure }
  | { readonly outcome: 'unknown' };

/** A message that is ready to go. */
export interface ReadyCall {
  readonly speaker: MessageSpeaker;
  readonly identity: GraphIdentity;
  readonly body: MetaBody;
  /** Its thread as it was read for it. */
  readonly thread?: Thread | undefined;
}

/** What opens an account's token and makes the body; what it throws is about this message alone. */
export async function readyCall(
  row: OutboundMessage,
  { content, recipient }: Said,
  way: SendingWay,
  doors: CallDoors,
): Promise<ReadyCall> {
  const { workspace, channel, sender } = row;
  const speaker = await doors.speakers.speakerOf(workspace, accountOf(row));
  demandNotGivenUp(speaker, doors);
  const priority = sender === 'human' ? 'human-send' : 'webhook-follow-up';
  const { app, token, holder, account } = speaker.identity;
  const identity = { app, token, holder, account, priority } as const;
  const target = { channel, account: speaker.account, identity, mostBytes: doors.mostUploadBytes };
  const upload =
    'media' in content && 'mediaId' in content.media
      ? { workspace, mediaId: content.media.mediaId, type: content.type }
      : undefined;
  const media =
    upload && (await doors.mediaForMeta(upload, target).catch((thrown) => throwRefused(thrown, row, speaker, doors)));
  const parts = { content, recipient, marker: row.id, media };
  const body =
    channel === 'whatsapp'
      ? whatsappBody({ recipientType: row.how.recipientType, ...parts })
      : messengerBody({ way, ...parts });
  return { speaker, identity, body };
}

/** What the row says while this call is made under a lane's claim. */
export const goingBy = ({ token }: Pick<LaneClaim, 'token'>, { identity }: ReadyCall, clock: Clock): Going => ({
  sendingBy: token,
  sendingAt: isoTime(clock.now()),
  appId: identity.app.appId,
});

/** The account whose token speaks: on WhatsApp the number. */
export function accountOf({ asset, phoneNumberId }: Pick<OutboundMessage, 'asset' | 'phoneNumberId'>) {
  if (phoneNumberId !== null) return { kind: 'phone_number', id: phoneNumberId } as const;
  const ref = parseAsset(asset);
  if (ref === undefined) throw new Failure('bug', 'a message of no asset');
  return ref;
}

/** Sends it, once: whoever calls has taken the step to `sending` before. Never throws. */
export async function callMeta(row: OutboundMessage, call: ReadyCall, doors: CallDoors): Promise<Called> {
  try {
    const sent = await send(row, call, doors);
    return { outcome: 'sent', proof: { at: doors.clock.now(), answered: true, thread: call.thread, ...sent } };
  } catch (thrown) {
    // What is no `Failure` broke after the call was made, as far as anybody can tell.
    const failure =
      thrown instanceof Failure ? thrown : new Failure('outcome-unknown', 'a call broke', { cause: thrown });
    // Should it not be forgotten now, the next message fails as this one did, and asks for it again.
    if (isMediaRefusal(row.channel, failure.meta?.code)) await forgetMedia(row, doors.uploads).catch(() => undefined);
    return judged(await tokenRefused(failure, row, call.speaker, doors));
  }
}

/** What a failure before the call means for the message. */
export const judged = (thrown: unknown): Exclude<Called, { outcome: 'sent' }> => {
  const failure = asFailure(thrown);
  if (failure.kind === 'outcome-unknown') return { outcome: 'unknown' };
  const waits = verdicts[failure.kind].queue === 'defer' || waitsForToken(failure);
  return { outcome: waits ? 'wait' : 'failed', failure };
};

async function send(row: OutboundMessage, { identity, body, speaker }: ReadyCall, { graph }: CallDoors) {
  if (row.channel === 'whatsapp') {
    const { messageId, waId, userId } = await graph.sendWhatsappMessage(identity, {
      phoneNumberId: speaker.account,
      body,
    });
    return { metaId: messageId, recipientId: null, named: { waId, userId } };
  }
  const { messageId, recipientId } = await graph.sendMessage(identity, {
    account: speaker.account,
    platform: row.channel,
    body,
  });
  return { metaId: messageId, recipientId };
}
