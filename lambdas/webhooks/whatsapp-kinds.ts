import * as z from 'zod/mini';
import { whenNeeded } from '../foundation/core/when-needed.ts';
import { flag, id, instant, optionalId, text, verbatim, whole } from './event-fields.ts';
import { Contact, ErrorDetail } from './messaging-kinds.ts';

/** What became of a message of the business. `callbackData` is our own marker. `read` may come without `delivered`. */
export const Status = whenNeeded(() =>
  z.object({
    kind: z.literal('status'),
    messageId: id,
    status: z.string(),
    recipientId: optionalId,
    recipientUserId: optionalId,
    parentRecipientUserId: optionalId,
    recipientType: text,
    groupId: optionalId,
    phoneNumberId: optionalId,
    pricing: verbatim,
    conversation: verbatim,
    errors: z.optional(z.array(ErrorDetail())),
    callbackData: text,
  }),
);
export type Status = z.infer<ReturnType<typeof Status>>;

/** A message template changed: its review, quality, category or content. */
export const TemplateUpdate = whenNeeded(() =>
  z.object({
    kind: z.literal('template-update'),
    templateId: optionalId,
    name: text,
    language: text,
    category: text,
    event: text,
    reason: text,
    previousCategory: text,
    newCategory: text,
    correctCategory: text,
    categoryUpdateAt: instant,
    previousQuality: text,
    newQuality: text,
    title: text,
    element: text,
    footer: text,
    buttons: verbatim,
    disableInfo: verbatim,
    otherInfo: verbatim,
    rejectionInfo: verbatim,
  }),
);
export type TemplateUpdate = z.infer<ReturnType<typeof TemplateUpdate>>;

/** Something about the WhatsApp business account as a whole; `update` is Meta's field name. */
export const AccountUpdate = whenNeeded(() =>
  z.object({
    kind: z.literal('account-update'),
    update: z.string(),
    event: text,
    decision: text,
    status: text,
    displayPhoneNumber: text,
    username: text,
    requester: text,
    entityType: text,
    entityId: optionalId,
    solutionId: optionalId,
    solutionStatus: text,
    maxDailyConversationsPerBusiness: z.optional(z.union([z.number(), z.string()])),
    maxPhoneNumbersPerWaba: whole,
    maxPhoneNumbersPerBusiness: whole,
    configurationName: text,
    providerName: text,
    providerMid: text,
    createdAt: instant,
    updatedAt: instant,
    phoneNumber: text,
    country: text,
    alertInfo: verbatim,
    banInfo: verbatim,
    restrictionInfo: verbatim,
    violationInfo: verbatim,
    wabaInfo: verbatim,
    authInternationalRateEligibility: verbatim,
  }),
);
export type AccountUpdate = z.infer<ReturnType<typeof AccountUpdate>>;

/** A phone number's quality, limit or display name changed. */
export const PhoneUpdate = whenNeeded(() =>
  z.object({
    kind: z.literal('phone-update'),
    displayPhoneNumber: text,
    event: text,
    decision: text,
    currentLimit: text,
    oldLimit: text,
    maxDailyConversationsPerBusiness: z.optional(z.union([z.number(), z.string()])),
    requestedVerifiedName: text,
    rejectionReason: text,
  }),
);
export type PhoneUpdate = z.infer<ReturnType<typeof PhoneUpdate>>;

/** A person stopped or resumed marketing messages. */
export const UserPreference = whenNeeded(() =>
  z.object({
    kind: z.literal('user-preference'),
    from: optionalId,
    userId: optionalId,
    category: z.string(),
    value: z.string(),
    phoneNumberId: optionalId,
  }),
);
export type UserPreference = z.infer<ReturnType<typeof UserPreference>>;

/** A person goes by another number or user id now, or changed device. `change` is Meta's word for it. */
export const IdentityChange = whenNeeded(() =>
  z.object({
    kind: z.literal('identity-change'),
    change: z.string(),
    waId: optionalId,
    previousWaId: optionalId,
    userId: optionalId,
    previousUserId: optionalId,
    parentUserId: optionalId,
    previousParentUserId: optionalId,
    phoneNumberId: optionalId,
    messageId: optionalId,
    acknowledged: flag,
  }),
);
export type IdentityChange = z.infer<ReturnType<typeof IdentityChange>>;

/**
 * A call between a person and the business began or ended (`event`), or what became of one of the business's
 * (`status`). `direction` is Meta's word; the session's description stays in the raw body.
 */
export const Call = whenNeeded(() =>
  z.object({
    kind: z.literal('call'),
    callId: id,
    from: optionalId,
    to: optionalId,
    event: text,
    status: text,
    direction: text,
    startedAt: instant,
    endedAt: instant,
    durationSeconds: z.optional(z.number()),
    callbackData: text,
    errors: z.optional(z.array(ErrorDetail())),
    phoneNumberId: optionalId,
    contact: z.optional(Contact()),
  }),
);
export type Call = z.infer<ReturnType<typeof Call>>;

/** A chunk of the past, shared by a business that also uses the app; only counted here, the raw body holds it. */
export const History = whenNeeded(() =>
  z.object({
    kind: z.literal('history'),
    phase: whole,
    chunkOrder: whole,
    progress: whole,
    threads: z.int(),
    messages: z.int(),
    errors: z.optional(z.array(ErrorDetail())),
    phoneNumberId: optionalId,
  }),
);
export type History = z.infer<ReturnType<typeof History>>;

/** Contacts of the business's app were added, changed or removed. `entries` as Meta sent them. */
export const AppStateSync = whenNeeded(() =>
  z.object({
    kind: z.literal('app-state-sync'),
    entries: z.array(z.unknown()),
    phoneNumberId: optionalId,
  }),
);
export type AppStateSync = z.infer<ReturnType<typeof AppStateSync>>;

/** WhatsApp could not do something for the business number, with no message to blame. */
export const WhatsappError = whenNeeded(() =>
  z.object({
    kind: z.literal('whatsapp-error'),
    code: z.number(),
    title: text,
    message: text,
    details: text,
    phoneNumberId: optionalId,
  }),
);
export type WhatsappError = z.infer<ReturnType<typeof WhatsappError>>;
