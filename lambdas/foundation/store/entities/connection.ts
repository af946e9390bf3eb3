import * as z from 'zod/mini';
import { whenNeeded } from '../../core/when-needed.ts';
import { defineEntity } from '../define-entity.ts';
import { tokenKinds } from '../token-vault.ts';

/** How a connection came to be. */
export const platforms = ['facebook', 'facebook-business', 'instagram', 'whatsapp', 'system-user'] as const;

/**
 * `linking`: assets are still being discovered; `connected`: all stands; `incomplete`: usable, `missing` says what
 * lacks; `needs_reauth`: a person must consent again; `disconnected`: taken off here or at Meta.
 */
export const connectionStates = ['linking', 'connected', 'incomplete', 'needs_reauth', 'disconnected'] as const;

const KeptToken = whenNeeded(() =>
  z.object({
    kind: z.enum(tokenKinds),
    subject: z.string(),
    /** ISO-8601; null: no date. */
    expiresAt: z.nullable(z.string()),
    dataAccessExpiresAt: z.nullable(z.string()),
  }),
);

/** What could not be had: a feature without a scope, an asset without a task or subscription; `remedy` says what to do. */
const Missing = whenNeeded(() => z.object({ what: z.string(), why: z.string(), remedy: z.string() }));

const Progress = whenNeeded(() =>
  z.object({
    phase: z.enum(['discover', 'link', 'subscribe', 'done']),
    found: z.number(),
    linked: z.number(),
    subscribed: z.number(),
    failed: z.number(),
    /** Where to go on after a kill; opaque to readers. */
    cursor: z.nullable(z.string()),
  }),
);

/** A connection and what became of it. Times ISO-8601 UTC. */
export const ConnectionRow = defineEntity('connection', {
  table: 'state',
  schema: () =>
    z.object({
      workspace: z.string(),
      id: z.string(),
      /** Counts changes, so that two workers never overwrite each other. */
      version: z.number(),
      platform: z.enum(platforms),
      appId: z.string(),
      /** App-scoped id of the person or system user at Meta. */
      metaUserId: z.string(),
      name: z.nullable(z.string()),
      state: z.enum(connectionStates),
      /** In words, why it is not `connected`; null when it is. */
      reason: z.nullable(z.string()),
      features: z.array(z.string()),
      asked: z.array(z.string()),
      granted: z.array(z.string()),
      declined: z.array(z.string()),
      /** Scopes that are limited to some assets: scope → asset ids. */
      granular: z.record(z.string(), z.array(z.string())),
      tokens: z.array(KeptToken()),
      missing: z.array(Missing()),
      progress: Progress(),
      businessId: z.nullable(z.string()),
      createdBy: z.string(),
      createdAt: z.string(),
      updatedAt: z.string(),
      verifiedAt: z.nullable(z.string()),
      /** The last of the 14, 7, 3, 1 days before expiry of which we warned. */
      warnedDays: z.nullable(z.number()),
      /** When it must be looked at next; absent: nothing to look after. */
      careDueAt: z.optional(z.string()),
    }),
  named: { pk: ['workspace'], sk: ['id'] },
  parts: ({ workspace, id }: { readonly workspace: string; readonly id: string }) => ({ pk: [workspace], sk: [id] }),
  inKey: ['workspace', 'id'],
  ofParts: ([workspace], [id]) => ({ workspace, id }),
  due: ({ careDueAt }) => careDueAt,
  lives: 'until it is deleted',
});

/** A connection. */
export type Connection = z.infer<(typeof ConnectionRow)['schema']>;
