import type * as z from 'zod/mini';
import type { Listed, StoredMessage } from '../foundation/store/messages.ts';
import type { OutboundMessage } from '../foundation/store/outbound-messages.ts';
import { deliveryState, type Watermarks } from './delivery-state.ts';
import { adviceOn, adviceOnRefusal } from './failure-advice.ts';
import { mediaShown } from './media-shown.ts';
import type { MessageView } from './views.ts';

type View = z.input<typeof MessageView>;

/** A line of a thread, or one message, as the API shows it; `thread` is its thread, where one is known. */
export const lineView = ({ outbound, message }: Partial<Listed>, thread: Watermarks | undefined): View | undefined => {
  if (outbound) return outboundView(outbound, message, thread);
  return message && messageView(message, thread);
};

/** A message that came, or that others sent for the business. */
export function messageView(message: StoredMessage, thread: Watermarks | undefined): View {
  const { workspace: _, sendId, media: __, mediaLost, eventIds, edits, reactions, failure, ...shown } = message;
  return {
    ...shown,
    acceptedAt: null,
    sender: null,
    state: stateOf(message, thread),
    failure: failure && { ...failure, ...adviceOn(failure) },
    reactions: standing(reactions),
    media: mediaShown(message),
    ...(message.content === null && { type: null }),
    // The row holds nothing of it any more; the view would not show it either.
    ...(message.deletedAt !== null && tombstone),
  };
}

/**
 * A message that a caller asked us to send, under our id: what we did with it, joined with what Meta tells of it
 * (`message`, once Meta's id is known).
 */
export function outboundView(
  outbound: OutboundMessage,
  message: StoredMessage | undefined,
  thread: Watermarks | undefined,
): View {
  const { id, channel, asset, threadId, acceptedAt, sender } = outbound;
  const { metaId = outbound.metaId, at = null, appId, deletedAt = null, editedAt = null } = message ?? {};
  return {
    ...{ id, metaId, channel, asset, threadId, direction: 'out', at, acceptedAt, sender },
    ...saidIn(outbound, message),
    state: sendState(outbound, message, thread),
    ...timesOf(outbound, message),
    failure: failureOf(outbound, message),
    pricing: message?.pricing ?? null,
    reactions: standing(message?.reactions ?? {}),
    ...{ editedAt, deletedAt, appId: appId ?? outbound.appId, standby: false, media: [] },
    ...(deletedAt !== null && tombstone),
  };
}

const tombstone = { type: null, text: null, content: null, reactions: [] } as const satisfies Partial<View>;

/** What nobody called the business's, and of which no status has come, was not even accepted. */
function stateOf(message: StoredMessage, thread: Watermarks | undefined): View['state'] {
  const state = deliveryState(message, thread);
  return message.direction === null && state === 'accepted' ? null : state;
}

/** Our own word until Meta has it; from then on Meta's, and never less than `sent`. */
function sendState(row: OutboundMessage, message: StoredMessage | undefined, thread?: Watermarks): View['state'] {
  if (message === undefined && row.state !== 'sent') return row.state;
  const state = deliveryState({ ...(message ?? noFacts), ...timesOf(row, message), direction: 'out' }, thread);
  return state === 'accepted' ? 'sent' : state;
}

const noFacts = { at: null, deletedAt: null };

/** Where Meta has not told when it was sent, or refused, it was when our row was settled. */
function timesOf({ state, settledAt }: OutboundMessage, message: StoredMessage | undefined) {
  const { sentAt = null, deliveredAt = null, readAt = null, playedAt = null, failedAt = null } = message ?? {};
  return {
    sentAt: sentAt ?? (state === 'sent' ? settledAt : null),
    ...{ deliveredAt, readAt, playedAt },
    failedAt: message || state !== 'failed' ? failedAt : settledAt,
  };
}

/** What Meta says that was said, else what was asked, with what an edit made of it. */
function saidIn({ type, content }: OutboundMessage, message: StoredMessage | undefined) {
  if (message?.at && message.content !== null)
    return { type: message.type, text: message.text, content: message.content };
  const { type: _, text, ...rest } = content ?? {};
  const asked = { type, text: typeof text === 'string' ? text : null, content: content && rest };
  return message?.editedAt ? { ...asked, text: message.text, content: { ...rest, ...message.content } } : asked;
}

function failureOf({ failure, channel }: OutboundMessage, message: StoredMessage | undefined): View['failure'] {
  if (failure && message === undefined) {
    const { fbtraceId: _, ...shown } = failure;
    return { ...shown, advice: adviceOnRefusal(failure, channel) };
  }
  return message?.failure ? { ...message.failure, ...adviceOn(message.failure) } : null;
}

function standing(reactions: StoredMessage['reactions']): View['reactions'] {
  const all = Object.entries(reactions).flatMap(([key, { by = key, emoji, at }]) =>
    emoji === null ? [] : [{ by, emoji, at }],
  );
  return all.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
