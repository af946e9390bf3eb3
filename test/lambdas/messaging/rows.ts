import type { StoredMessage } from '../../../lambdas/foundation/store/messages.ts';
import type { OutboundMessage } from '../../../lambdas/foundation/store/outbound-messages.ts';
import type { Thread } from '../../../lambdas/foundation/store/threads.ts';
import { anOutboundMessage, aMessage as keptMessage, aThread as keptThread } from '../../doors/messaging-under-test.ts';

/** The tenant of all rows made here. */
export const workspace = 'shop';

const toldAt = '2026-11-20T10:00:00.000Z';
const clock = { now: () => Date.parse(toldAt), chance: () => 0.5 };
const asset = 'page:990000000000001';

/** A text that a person wrote to a Page; `over` says what else it is. */
export const aMessage = (over: Partial<StoredMessage> = {}): StoredMessage =>
  keptMessage(clock, {
    ...{ workspace, id: 'message-1', metaId: 'm_fake-1', asset, threadId: 'thread-1' },
    ...{ content: { attachments: [] }, eventIds: ['event-1'] },
    ...over,
  });

/** A message of which only facts have come: no content, no direction, no thread. */
export const facts = (over: Partial<StoredMessage> = {}): StoredMessage =>
  aMessage({ threadId: null, direction: null, at: null, type: null, text: null, content: null, ...over });

/** The id of the sending below. */
export const sendId = `s_${'0a'.repeat(16)}`;

/** A text that a caller asked to send into the conversation below; it waits. */
export const anOutbound = (over: Partial<OutboundMessage> = {}): OutboundMessage =>
  anOutboundMessage(clock, {
    ...{ workspace, id: sendId, asset, threadId: 'thread-1', lane: 'thread-1', sender: 'human' },
    ...{ content: { type: 'text', text: 'good day' }, ...over },
  });

/** A conversation with a Page, opened by the message above. */
export const aThread = (over: Partial<Thread> = {}): Thread =>
  keptThread(clock, {
    ...{ workspace, id: 'thread-1', asset, personId: 'person-1', openedBy: 'message', openedAt: toldAt },
    ...over,
  });
