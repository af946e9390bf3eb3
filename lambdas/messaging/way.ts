import { Failure } from '../foundation/core/failure.ts';
import type { Thread } from '../foundation/store/threads.ts';
import { allowedWays, type MessagingWindow, messagingWindow, type Permits, type Way } from './messaging-window.ts';
import type { SendContent } from './outbound-content.ts';
import type { Recipient } from './recipient.ts';

/** What a message is sent as: Meta's `messaging_type` and `tag` on Messenger and Instagram, nothing on WhatsApp. */
export interface SendingWay {
  readonly messagingType?: 'RESPONSE' | 'UPDATE' | 'MESSAGE_TAG' | 'UTILITY';
  readonly tag?: 'HUMAN_AGENT';
}

/** What decides the way. `sender`, `messagingType` and `tag` as the caller asked. */
export interface WayWish {
  readonly channel: Thread['channel'];
  readonly content: Pick<SendContent, 'type'>;
  readonly sender: 'human' | 'automation';
  readonly messagingType?: 'RESPONSE' | 'UPDATE' | undefined;
  readonly tag?: 'HUMAN_AGENT' | undefined;
  readonly recipient: Recipient;
}

/**
 * How a message may go out into a thread at `now` (milliseconds since 1970). Throws `Failure` `outside-window` that says what may go out instead and until when, and
 * `invalid-request` for wishes that never go together. Who is named by a comment or a form (`commentId`, `userRef`) has
 * no thread and so no window of ours: whether it is too late, Meta says.
 */
export function wayOf(wish: WayWish, thread: Thread, now: number, permits: Permits): SendingWay {
  refuseContradictions(wish);
  if (hasNoThread(wish.recipient)) return freshWay(wish);
  const asked = askedOf(wish, allowedWays(thread, now, permits));
  if (asked === undefined) throw outside(wish, messagingWindow(thread, now, permits), permits);
  return asked;
}

const hasNoThread = ({ commentId, userRef }: Recipient) => commentId !== undefined || userRef !== undefined;

const unseen: ReadonlySet<string> = new Set(['reaction', 'mark_seen', 'typing_on', 'typing_off']);
/** Reactions and actions are no messages: Meta takes them without a type. */
const isMessage = ({ content }: WayWish) => !unseen.has(content.type);

function refuseContradictions(wish: WayWish): void {
  const found = contradictions(wish);
  if (found.length === 0) return;
  const errors = found.map(([member, reason]) => ({ path: `body.${member}`, reason }));
  throw new Failure('invalid-request', 'the request contradicts itself', { errors });
}

type Contradiction = readonly [member: string, reason: string];

function contradictions(wish: WayWish): readonly Contradiction[] {
  const { channel, content, sender, messagingType, tag, recipient } = wish;
  const found: Contradiction[] = [];
  if (tag !== undefined) {
    const reason = wrongTag(wish);
    if (reason !== undefined) found.push(['tag', reason]);
    else if (sender !== 'human')
      found.push(['tag', 'HUMAN_AGENT is for what a human wrote: it goes with sender human']);
    else if (messagingType !== undefined) found.push(['messagingType', 'does not go with a tag: that is MESSAGE_TAG']);
  }
  if (messagingType !== undefined) {
    const reason = wrongType(wish);
    if (reason !== undefined) found.push(['messagingType', reason]);
  }
  if (channel !== 'whatsapp' && hasNoThread(recipient) && !isMessage(wish)) {
    found.push(['type', `${content.type} goes to a person by id only`]);
  }
  return found;
}

function wrongTag({ channel, content, recipient }: WayWish): string | undefined {
  if (channel === 'whatsapp') return 'is Messenger’s and Instagram’s: WhatsApp has no tags';
  if (unseen.has(content.type) || content.type === 'template') return `does not go with ${content.type}`;
  return hasNoThread(recipient) ? 'does not go with a recipient who has no thread yet' : undefined;
}

function wrongType({ channel, content }: WayWish): string | undefined {
  if (channel === 'whatsapp') return 'is Messenger’s and Instagram’s: WhatsApp has no such types';
  if (content.type === 'template') return 'does not go with a template: that is UTILITY';
  return unseen.has(content.type) ? `does not go with ${content.type}` : undefined;
}

function freshWay({ channel, content, messagingType = 'RESPONSE' }: WayWish): SendingWay {
  if (channel === 'whatsapp') return {};
  return { messagingType: content.type === 'template' ? 'UTILITY' : messagingType };
}

/** Undefined: no way that the window allows. */
function askedOf(wish: WayWish, allowed: readonly Way[]): SendingWay | undefined {
  const { channel, content, sender, tag, messagingType = 'RESPONSE' } = wish;
  const may = (way: Way) => allowed.includes(way);
  // Fact sheet §8 limits messages alone; a business reads on Monday what came on Friday.
  if (channel === 'whatsapp' && content.type === 'mark_seen') return {};
  if (channel === 'whatsapp') return may(content.type === 'template' ? 'template' : 'service') ? {} : undefined;
  if (content.type === 'template') return may('UTILITY') ? { messagingType: 'UTILITY' } : undefined;
  if (!isMessage(wish)) return may('RESPONSE') ? {} : undefined;
  if (may('RESPONSE') && tag === undefined) return { messagingType };
  return sender === 'human' && may('MESSAGE_TAG/HUMAN_AGENT') ? humanAgent : undefined;
}

const humanAgent: SendingWay = { messagingType: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };

/** Says who may do what, and until when; `retryAt` none, for only the person opens a window. */
function outside(wish: WayWish, window: MessagingWindow, permits: Permits): Failure {
  const { content, sender, tag } = wish;
  const waits = window.allowed.includes('MESSAGE_TAG/HUMAN_AGENT');
  const unpermitted = tag !== undefined && !permits.humanAgent;
  const who = unpermitted
    ? 'The tag HUMAN_AGENT needs Meta’s feature Human Agent, which this stage has not (humanAgent).'
    : !isMessage(wish)
      ? `A ${content.type} needs the open window of 24 hours.`
      : sender === 'automation' && waits
        ? `An automatic message may not go out now; a human may answer until ${window.humanAgent.until} (sender human).`
        : 'This may not go out now.';
  return new Failure('outside-window', `${who} ${window.reason}`);
}
