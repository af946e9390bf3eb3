import * as z from 'zod/mini';
import { whenNeeded } from '../../core/when-needed.ts';
import { defineEntity } from '../define-entity.ts';

/** Meta's reason, as WhatsApp words it. */
const reason = whenNeeded(() =>
  z.object({
    code: z.number(),
    title: z.optional(z.string()),
    message: z.optional(z.string()),
    details: z.optional(z.string()),
  }),
);

/** The latest of what one person put on a message; `emoji` null: taken back. `by` is Meta's id of them, where that is not the key. */
const reaction = whenNeeded(() =>
  z.object({ by: z.optional(z.string()), emoji: z.nullable(z.string()), at: z.string() }),
);

/** One file; `size` in bytes. */
const medium = whenNeeded(() =>
  z.object({ index: z.number(), key: z.string(), mimeType: z.string(), size: z.number(), sha256: z.string() }),
);

/** Why a medium is not there: Meta has it no more, it is too big or of a wrong type, or it was given up. */
export const mediaLosses = ['gone', 'refused', 'failed'] as const;

const instant = whenNeeded(() => z.nullable(z.string()));

/**
 * One message of a conversation under Meta's id, with every fact about it, in whatever order they came. Before the
 * message itself came `content` is null and `threadId` may be; once it is deleted (`deletedAt`) nothing of its content
 * is kept, whatever comes later. Times ISO-8601 UTC.
 */
export const MessageRow = defineEntity('message', {
  table: 'state',
  schema: () =>
    z.object({
      workspace: z.string(),
      /** Ours: made of the account and Meta's id (`message-id.ts` of the room). */
      id: z.string(),
      metaId: z.string(),
      channel: z.enum(['messenger', 'instagram', 'whatsapp']),
      /** The asset it came by, `<kind>:<id>`. */
      asset: z.string(),
      threadId: z.nullable(z.string()),
      /** Null: nobody has said yet. */
      direction: z.nullable(z.enum(['in', 'out'])),
      /** When it was written, by Meta's clock. */
      at: instant(),
      /** `text`, Meta's word for a medium, `postback`, `unsupported`. */
      type: z.nullable(z.string()),
      text: z.nullable(z.string()),
      /** The rest of what was said, as the webhooks room typed it; null: not come yet, or deleted. */
      content: z.nullable(z.record(z.string(), z.unknown())),
      /** Who wrote it for the business: an app's id; null for people and for apps that Meta does not name. */
      appId: z.nullable(z.string()),
      standby: z.boolean(),
      editedAt: instant(),
      /** The number of the edit that stands, where Meta counts them. */
      edits: z.nullable(z.number()),
      deletedAt: instant(),
      /** By the person's id; of who is none that we know (the business), and in older rows, by Meta's id. */
      reactions: z.record(z.string(), reaction()),
      sentAt: instant(),
      deliveredAt: instant(),
      readAt: instant(),
      playedAt: instant(),
      failedAt: instant(),
      failure: z.nullable(reason()),
      /** Verbatim, as a status carried it. */
      pricing: z.nullable(z.record(z.string(), z.unknown())),
      /** The row of our own sending (`outboundMessage`), when it was we who sent it. */
      sendId: z._default(z.nullable(z.string()), null),
      /** Media that were fetched, by their place in the content, and where they lie in the bucket. */
      media: z._default(z.readonly(z.array(medium())), []),
      /** What came of fetching the others, by the same place; nothing: they are still to be fetched. */
      mediaLost: z._default(z.record(z.string(), z.enum(mediaLosses)), {}),
      /** Webhook events that hold something of its content, by their public ids; what a deletion must reach. */
      eventIds: z.readonly(z.array(z.string())),
      /** Counts changes, so that two workers do not overwrite each other. */
      version: z.number(),
      expiresAt: z.number(),
    }),
  named: { pk: ['workspace', 'id'], sk: ['message'] },
  parts: ({ workspace, id }: { readonly workspace: string; readonly id: string }) => ({
    pk: [workspace, id],
    sk: ['message'],
  }),
  inKey: ['workspace', 'id'],
  ofParts: ([workspace, id]) => ({ workspace, id }),
  lives: 'retention of messages after its last change',
});
