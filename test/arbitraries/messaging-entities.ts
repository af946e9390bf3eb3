import fc from 'fast-check';
import type { LaneRow } from '../../lambdas/foundation/store/entities/lane.ts';
import type { LanePlace } from '../../lambdas/foundation/store/entities/lane-place.ts';
import { type MessageRow, mediaLosses } from '../../lambdas/foundation/store/entities/message.ts';
import { type OutboundMessageRow, sendStates } from '../../lambdas/foundation/store/entities/outbound-message.ts';
import type { PersonRow } from '../../lambdas/foundation/store/entities/person.ts';
import type { PersonAlias } from '../../lambdas/foundation/store/entities/person-alias.ts';
import { openers, type ThreadRow } from '../../lambdas/foundation/store/entities/thread.ts';
import type { ThreadMessage } from '../../lambdas/foundation/store/entities/thread-message.ts';
import type { ThreadTime } from '../../lambdas/foundation/store/entities/thread-time.ts';
import { expiresAt, isoText, maybe, maybeText, maybeTime, present, words, workspace } from './entities.ts';
import { keyText, rowText } from './key-text.ts';

type Value<E extends { parse: (row: never) => unknown }> = ReturnType<E['parse']>;

const channel = fc.constantFrom('messenger', 'instagram', 'whatsapp');
const direction = fc.constantFrom('in', 'out');
const record = fc.dictionary(rowText, fc.oneof(rowText, fc.integer(), fc.boolean()), { noNullPrototype: true });

const failure = fc
  .record({ code: fc.integer(), title: maybe(rowText), message: maybe(rowText), details: maybe(rowText) })
  .map(present);

/** A message's row. */
export const messageRow: fc.Arbitrary<Value<typeof MessageRow>> = fc.record({
  workspace,
  id: keyText,
  metaId: rowText,
  channel,
  asset: rowText,
  threadId: maybeText,
  direction: fc.option(direction),
  at: maybeTime,
  type: maybeText,
  text: maybeText,
  content: fc.option(record),
  appId: maybeText,
  standby: fc.boolean(),
  editedAt: maybeTime,
  edits: fc.option(fc.nat()),
  deletedAt: maybeTime,
  reactions: fc.dictionary(keyText, fc.record({ by: maybe(rowText), emoji: maybeText, at: isoText }).map(present), {
    noNullPrototype: true,
  }),
  sentAt: maybeTime,
  deliveredAt: maybeTime,
  readAt: maybeTime,
  playedAt: maybeTime,
  failedAt: maybeTime,
  failure: fc.option(failure),
  pricing: fc.option(record),
  sendId: maybeText,
  media: fc.array(fc.record({ index: fc.nat(), key: rowText, mimeType: rowText, size: fc.nat(), sha256: rowText }), {
    maxLength: 3,
  }),
  mediaLost: fc.dictionary(fc.nat().map(String), fc.constantFrom(...mediaLosses), { noNullPrototype: true }),
  eventIds: words,
  version: fc.nat(),
  expiresAt,
});

const refusal = fc
  .record({
    kind: rowText,
    blame: fc.constantFrom('us', 'meta', 'owner', 'caller'),
    message: rowText,
    code: maybe(fc.integer()),
    subcode: maybe(fc.integer()),
    fbtraceId: maybe(rowText),
  })
  .map(present);

/** The row of a message that we were asked to send. */
export const outboundMessageRow: fc.Arbitrary<Value<typeof OutboundMessageRow>> = fc
  .record({
    workspace,
    id: keyText,
    bodyHash: rowText,
    lane: rowText,
    seq: fc.nat(),
    threadId: maybeText,
    personId: maybeText,
    channel,
    asset: rowText,
    phoneNumberId: maybeText,
    sender: fc.constantFrom('human', 'automation'),
    recipient: fc.dictionary(rowText, rowText, { noNullPrototype: true }),
    type: rowText,
    how: fc
      .record({
        messagingType: maybe(fc.constantFrom('RESPONSE', 'UPDATE')),
        tag: maybe(fc.constant('HUMAN_AGENT')),
        recipientType: maybe(fc.constant('individual')),
      })
      .map(present),
    content: fc.option(record),
    state: fc.constantFrom(...sendStates),
    acceptedAt: isoText,
    sendingAt: maybeTime,
    sendingBy: maybeText,
    settledAt: maybeTime,
    appId: maybeText,
    metaId: maybeText,
    messageId: maybeText,
    failure: fc.option(refusal),
    attempts: fc.nat(),
    pairRefusals: fc.nat({ max: 9 }),
    tokenRefusals: maybe(fc.nat({ max: 3 })),
    waiting: maybe(fc.record({ since: isoText, refusals: fc.nat(), last: maybe(refusal) }).map(present)),
    version: fc.nat(),
    expiresAt,
  })
  .map(present);

/** A lane's row. */
export const laneRow: fc.Arbitrary<Value<typeof LaneRow>> = fc
  .record({
    workspace,
    lane: keyText,
    seq: fc.nat(),
    claimToken: maybeText,
    leaseUntil: fc.nat(),
    notBefore: fc.nat(),
    paceAt: fc.nat(),
    askedAt: maybe(fc.nat()),
    dueAt: maybe(isoText),
    expiresAt,
  })
  .map(present);

/** A message's place in its lane. */
export const lanePlace: fc.Arbitrary<Value<typeof LanePlace>> = fc.record({
  workspace,
  lane: keyText,
  seq: keyText,
  messageId: keyText,
  expiresAt,
});

/** From a thread to a message. */
export const threadMessage: fc.Arbitrary<Value<typeof ThreadMessage>> = fc.record({
  workspace,
  threadId: keyText,
  at: isoText,
  messageId: keyText,
  expiresAt,
});

/** A thread's row. */
export const threadRow: fc.Arbitrary<Value<typeof ThreadRow>> = fc.record({
  workspace,
  id: keyText,
  channel,
  asset: rowText,
  phoneNumberId: maybeText,
  personId: maybeText,
  groupId: maybeText,
  lastAt: isoText,
  lastDirection: fc.option(direction),
  openedBy: fc.option(fc.constantFrom(...openers)),
  openedAt: maybeTime,
  windowDueAt: maybeTime,
  entryAt: maybeTime,
  entryAnsweredAt: maybeTime,
  deliveredUpTo: maybeTime,
  readUpTo: maybeTime,
  control: fc.option(fc.record({ holder: fc.constantFrom('ours', 'other'), appId: maybeText, at: isoText })),
  version: fc.nat(),
  expiresAt,
});

/** From a workspace to a thread. */
export const threadTime: fc.Arbitrary<Value<typeof ThreadTime>> = fc.record({
  workspace,
  shard: fc.constantFrom('0', '1', '2', '3'),
  lastAt: isoText,
  threadId: keyText,
  expiresAt,
});

/** A person's row. */
export const personRow: fc.Arbitrary<Value<typeof PersonRow>> = fc.record({
  workspace,
  id: keyText,
  aliases: fc.array(fc.record({ alias: rowText, since: isoText, until: maybeTime })),
  name: maybeText,
  username: maybeText,
  conflicts: fc.array(fc.record({ alias: rowText, personId: rowText, at: isoText })),
  version: fc.nat(),
  expiresAt,
});

/** Whose an id is. */
export const personAlias: fc.Arbitrary<Value<typeof PersonAlias>> = fc.record(
  {
    workspace,
    alias: keyText,
    personId: rowText,
    until: isoText,
    before: fc.record({ personId: rowText, until: isoText }),
    expiresAt,
  },
  { requiredKeys: ['workspace', 'alias', 'personId', 'expiresAt'] },
);
