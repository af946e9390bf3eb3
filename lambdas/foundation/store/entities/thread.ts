import * as z from 'zod/mini';
import { whenNeeded } from '../../core/when-needed.ts';
import { defineEntity } from '../define-entity.ts';

const instant = whenNeeded(() => z.nullable(z.string()));

/** What opens the window in which a business may answer freely. */
export const openers = ['message', 'postback', 'referral', 'story', 'call'] as const;

/** One conversation: a person (or a group) with one Page, Instagram account or WhatsApp number. Times ISO-8601 UTC. */
export const ThreadRow = defineEntity('thread', {
  table: 'state',
  schema: () =>
    z.object({
      workspace: z.string(),
      id: z.string(),
      channel: z.enum(['messenger', 'instagram', 'whatsapp']),
      asset: z.string(),
      /** WhatsApp: the business phone number's id. */
      phoneNumberId: z.nullable(z.string()),
      /** Null in a group. */
      personId: z.nullable(z.string()),
      groupId: z.nullable(z.string()),
      /**
       * Of its latest message, whoever wrote it. `lastDirection` null: none was said yet, and `lastAt` is when the thread was
       * opened, or last heard of.
       */
      lastAt: z.string(),
      lastDirection: z.nullable(z.enum(['in', 'out'])),
      /** What opened the window last, and when. */
      openedBy: z.nullable(z.enum(openers)),
      openedAt: instant(),
      /** When somebody looks whether the window is about to close; null: nobody needs to. */
      windowDueAt: z._default(instant(), null),
      /** WhatsApp: when the person last came from an ad or a Page button, and when the business first answered that. */
      entryAt: instant(),
      entryAnsweredAt: instant(),
      /** Messenger: everything of the business up to here arrived, or was read. */
      deliveredUpTo: instant(),
      readUpTo: instant(),
      /** Who may answer, as far as Meta has told: another app, or we (`ours`), since when. */
      control: z.nullable(
        z.object({ holder: z.enum(['ours', 'other']), appId: z.nullable(z.string()), at: z.string() }),
      ),
      version: z.number(),
      expiresAt: z.number(),
    }),
  named: { pk: ['workspace', 'id'], sk: ['thread'] },
  parts: ({ workspace, id }: { readonly workspace: string; readonly id: string }) => ({
    pk: [workspace, id],
    sk: ['thread'],
  }),
  inKey: ['workspace', 'id'],
  ofParts: ([workspace, id]) => ({ workspace, id }),
  due: ({ windowDueAt }) => windowDueAt ?? undefined,
  lives: 'retention of messages after its last change',
});
