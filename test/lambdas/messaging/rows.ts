import type { StoredMessage } from '../../../lambdas/foundation/store/messages.ts';
import type { Thread } from '../../../lambdas/foundation/store/threads.ts';

/** The tenant of all rows made here. */
export const workspace = 'shop';

/** A text that a person wrote to a Page; `over` says what else it is. */
export const aMessage = (over: Partial<StoredMessage> = {}): StoredMessage => ({
  workspace,
  id: 'message-1',
  metaId: 'm_fake-1',
  channel: 'messenger',
  asset: 'page:990000000000001',
  threadId: 'thread-1',
  direction: 'in',
  at: '2026-11-20T10:00:00.000Z',
  type: 'text',
  text: 'hello',
  content: { attachments: [] },
  appId: null,
  standby: false,
  editedAt: null,
  edits: null,
  deletedAt: null,
  reactions: {},
  sentAt: null,
  deliveredAt: null,
  readAt: null,
  playedAt: null,
  failedAt: null,
  failure: null,
  pricing: null,
  eventIds: ['event-1'],
  ...over,
});

/** A message of which only facts have come: no content, no direction, no thread. */
export const facts = (over: Partial<StoredMessage> = {}): StoredMessage =>
  aMessage({ threadId: null, direction: null, at: null, type: null, text: null, content: null, ...over });

/** A conversation with a Page, opened by the message above. */
export const aThread = (over: Partial<Thread> = {}): Thread => ({
  workspace,
  id: 'thread-1',
  channel: 'messenger',
  asset: 'page:990000000000001',
  phoneNumberId: null,
  personId: 'person-1',
  groupId: null,
  lastAt: '2026-11-20T10:00:00.000Z',
  lastDirection: 'in',
  openedBy: 'message',
  openedAt: '2026-11-20T10:00:00.000Z',
  entryAt: null,
  entryAnsweredAt: null,
  deliveredUpTo: null,
  readUpTo: null,
  control: null,
  ...over,
});
