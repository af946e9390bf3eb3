import { Asset } from '../lambdas/foundation/store/entities/asset.ts';
import { LanePlace } from '../lambdas/foundation/store/entities/lane-place.ts';
import { MessageRow } from '../lambdas/foundation/store/entities/message.ts';
import { OutboundMessageRow } from '../lambdas/foundation/store/entities/outbound-message.ts';
import { PersonRow } from '../lambdas/foundation/store/entities/person.ts';
import { SealedToken } from '../lambdas/foundation/store/entities/sealed-token.ts';
import { ThreadRow } from '../lambdas/foundation/store/entities/thread.ts';

// Of this moment, not of the benchmarks' day: a window is open for 24 hours, and what waits longer is not sent.
const at = new Date(Date.now() - 60_000).toISOString();
const expiresAt = Math.floor(Date.now() / 1000) + 365 * 86_400;

const workspace = 'bench';
const connectionId = 'con_1';
const page = '100000000000001';
const psid = '7000000000000001';

/** The WhatsApp account of the benchmarks, as a filter names it. */
export const benchWaba = 'whatsapp:400000000000001';
/** A conversation with the Page in which a person has just written. */
export const benchThread = 't_00000000000000000000000000000001';
/** The lane of another, in which one message waits. */
export const benchLane = 't_00000000000000000000000000000002';
/** A picture that a person sent by WhatsApp. */
export const benchPicture = 'm_00000000000000000000000000000001';
const waitingId = 's_00000000000000000000000000000001';

/** What the token of that Page is bound to, before the token itself. */
export const pageTokenName = ['bench', connectionId, 'page', page] as const;

const linked = (asset: ReturnType<(typeof Asset)['parse']>['asset']) =>
  Asset.write({
    workspace,
    asset,
    linkedAt: at,
    discovery: {
      ...{ name: null, ownerBusiness: null, access: 'direct', tasks: [], parent: null },
      ...{ connections: [connectionId], discoveredAt: at },
    },
  });

const thread = (id: string) =>
  ThreadRow.write({
    ...{ workspace, id, channel: 'messenger', asset: `page:${page}`, phoneNumberId: null, personId: 'p_1' },
    ...{ groupId: null, lastAt: at, lastDirection: 'in', openedBy: 'message', openedAt: at, windowDueAt: null },
    ...{ entryAt: null, entryAnsweredAt: null, deliveredUpTo: null, readUpTo: null, control: null },
    ...{ version: 1, expiresAt },
  });

const person = PersonRow.write({
  ...{ workspace, id: 'p_1', aliases: [{ alias: `psid:${page}:${psid}`, since: at, until: null }] },
  ...{ name: null, username: null, conflicts: [], version: 1, expiresAt },
});

const waiting = OutboundMessageRow.write({
  ...{ workspace, id: waitingId, bodyHash: '0'.repeat(64), lane: benchLane, seq: 1, threadId: benchLane },
  ...{ personId: 'p_1', channel: 'messenger', asset: `page:${page}`, phoneNumberId: null, sender: 'automation' },
  ...{ recipient: { id: psid }, type: 'text', how: {}, content: { type: 'text', text: 'It is on its way.' } },
  ...{ state: 'accepted', acceptedAt: at, sendingAt: null, sendingBy: null, settledAt: null, appId: null },
  ...{ metaId: null, messageId: null, failure: null, attempts: 0, pairRefusals: 0, version: 1, expiresAt },
});

const picture = MessageRow.write({
  ...{
    workspace,
    id: benchPicture,
    metaId: 'wamid.fake-1',
    channel: 'whatsapp',
    asset: benchWaba,
    threadId: benchThread,
  },
  ...{ direction: 'in', at, type: 'image', text: null, content: { attachments: [{ type: 'image', mediaId: '9001' }] } },
  ...{ appId: null, standby: false, editedAt: null, edits: null, deletedAt: null, reactions: {}, sentAt: null },
  ...{ deliveredAt: null, readAt: null, playedAt: null, failedAt: null, failure: null, pricing: null, sendId: null },
  ...{ media: [], mediaLost: {}, eventIds: ['event-1'], version: 1, expiresAt },
});

const token = SealedToken.write({
  ...{ workspace, connectionId, kind: 'page', subject: page },
  ...{ sealId: 'seal-1', current: 'fake-page-secret', secrets: new Set(['fake-page-secret']), sealedAt: at },
});

/** The place of the message that waits. */
export const standingPlace = LanePlace.write({
  ...{ workspace, lane: benchLane, seq: '000000000001', messageId: waitingId, expiresAt },
});

/** What a message needs to be sent: the account, its token, the thread and its person; and one that waits. */
export const conversationRows = [
  linked({ kind: 'page', id: page }),
  linked({ kind: 'whatsapp', id: '400000000000001' }),
  ...[benchThread, benchLane].map(thread),
  ...[person, waiting, picture, token],
];
