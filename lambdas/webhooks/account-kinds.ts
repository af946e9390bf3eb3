import * as z from 'zod/mini';
import { whenNeeded } from '../foundation/core/when-needed.ts';
import { optionalId, text, texts } from './event-fields.ts';

/** A change of the ad account, by Meta's field name; the object itself has to be read for new values. */
export const AdAccountEvent = whenNeeded(() =>
  z.object({
    kind: z.literal('ad-account-event'),
    event: z.string(),
    objectId: optionalId,
    objectIds: texts,
    objectType: text,
    level: text,
    changedFields: texts,
    field: text,
    currentValue: text,
    status: text,
    errorCode: text,
    errorSummary: text,
    errorMessage: text,
    subscriptionId: optionalId,
    fatigueLevel: text,
    message: text,
    recommendationType: text,
    recommendationStage: text,
    recommendationHash: text,
  }),
);
export type AdAccountEvent = z.infer<ReturnType<typeof AdAccountEvent>>;

/** A person granted a permission to the app, or took it away. `verb` is missing when Meta leaves values out. */
export const PermissionChange = whenNeeded(() =>
  z.object({
    kind: z.literal('permission-change'),
    permission: z.string(),
    verb: text,
    targetIds: texts,
  }),
);
export type PermissionChange = z.infer<ReturnType<typeof PermissionChange>>;

/** A person's profile changed in these fields; their values are personal and stay in the raw body. */
export const UserChange = whenNeeded(() =>
  z.object({
    kind: z.literal('user-change'),
    fields: z.array(z.string()).check(z.minLength(1)),
    verb: text,
  }),
);
export type UserChange = z.infer<ReturnType<typeof UserChange>>;

/** Kept raw: nobody here knows what it is, or it is not what it says. */
export const Unclassified = whenNeeded(() => z.object({ kind: z.literal('unclassified'), reason: z.string() }));
export type Unclassified = z.infer<ReturnType<typeof Unclassified>>;
