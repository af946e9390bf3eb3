import * as z from 'zod/mini';
import { whenNeeded } from '../../core/when-needed.ts';
import { defineEntity } from '../define-entity.ts';

const instant = whenNeeded(() => z.nullable(z.string()));

/** Why Meta, or we, did not send it; `kind` is a `FailureKind`. */
const failure = whenNeeded(() =>
  z.object({
    kind: z.string(),
    blame: z.enum(['us', 'meta', 'owner', 'caller']),
    message: z.string(),
    code: z.optional(z.number()),
    subcode: z.optional(z.number()),
    fbtraceId: z.optional(z.string()),
  }),
);

/** Its waits as the first of its lane. */
const waiting = whenNeeded(() =>
  z.object({
    since: z.string(),
    /** How often Meta refused this very message with a code that passes. */
    refusals: z.number(),
    /** What stood in its way last, as far as that was Meta's doing. */
    last: z.optional(failure()),
  }),
);

const how = whenNeeded(() =>
  z.object({
    messagingType: z.optional(z.enum(['RESPONSE', 'UPDATE'])),
    tag: z.optional(z.literal('HUMAN_AGENT')),
    recipientType: z.optional(z.literal('individual')),
  }),
);

/**
 * What became of our sending: `accepted` waits, `sending` is at Meta, `sent` has Meta's id; `failed` and `cancelled`
 * were never sent. `outcome-unknown`: Meta's answer was lost; it may become `sent`, never anything else.
 */
export const sendStates = ['accepted', 'sending', 'sent', 'failed', 'cancelled', 'outcome-unknown'] as const;

/**
 * One message that a caller asked us to send: our side of it. Its id is made of the caller's key, so the row is the
 * receipt of the request too. What Meta says of it stands in `message`, under Meta's id. Times ISO-8601 UTC.
 */
export const OutboundMessageRow = defineEntity('outboundMessage', {
  table: 'state',
  schema: () =>
    z.object({
      workspace: z.string(),
      /** `s_` and 32 hex digits (`message-id.ts` of the room); Meta carries it as marker. */
      id: z.string(),
      /** SHA-256 of what was asked, hex: the same key with another body is a conflict. */
      bodyHash: z.string(),
      /** What it waits in: the thread's id, or for a private reply one of the comment. */
      lane: z.string(),
      /** Its number in the lane. */
      seq: z.number(),
      /** Null until Meta says who got a private reply. */
      threadId: z.nullable(z.string()),
      personId: z.nullable(z.string()),
      channel: z.enum(['messenger', 'instagram', 'whatsapp']),
      /** Where its thread is held, `<kind>:<id>`. */
      asset: z.string(),
      phoneNumberId: z.nullable(z.string()),
      sender: z.enum(['human', 'automation']),
      /** In the words of the room's `Recipient`. */
      recipient: z.record(z.string(), z.string()),
      type: z.string(),
      /** What else was said of how it goes: Meta's `messagingType`, `tag`, `recipientType`. */
      how: how(),
      /** What was asked, as the API takes it; null once the message is deleted at Meta. */
      content: z.nullable(z.record(z.string(), z.unknown())),
      state: z.enum(sendStates),
      acceptedAt: z.string(),
      /** When it last went to Meta. */
      sendingAt: instant(),
      /** The lane's claim under which it went: two workers' rows are never the same. */
      sendingBy: z.nullable(z.string()),
      /** When its state became one that stays. */
      settledAt: instant(),
      /** The app that sent it. */
      appId: z.nullable(z.string()),
      /** Meta's id of it, and ours of the `message` row that holds what Meta says of it: known together. */
      metaId: z.nullable(z.string()),
      messageId: z.nullable(z.string()),
      failure: z.nullable(failure()),
      /** How often it could not go, for a limit of Meta's, an outage or trouble of ours; the governor's waits do not count. */
      attempts: z.number(),
      /** How often in a row WhatsApp's pair limit refused it. */
      pairRefusals: z._default(z.number(), 0),
      /** How often Meta refused the token that was to carry it. */
      tokenRefusals: z.optional(z.number()),
      /** Absent until it had to wait as the first of its lane. */
      waiting: z.optional(waiting()),
      version: z.number(),
      expiresAt: z.number(),
    }),
  named: { pk: ['workspace', 'id'], sk: ['outbound'] },
  parts: ({ workspace, id }: { readonly workspace: string; readonly id: string }) => ({
    pk: [workspace, id],
    sk: ['outbound'],
  }),
  inKey: ['workspace', 'id'],
  ofParts: ([workspace, id]) => ({ workspace, id }),
  lives: 'retention of messages after its last change',
});
