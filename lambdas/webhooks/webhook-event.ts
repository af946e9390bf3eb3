import type * as z from 'zod/mini';
import { AdAccountEvent, PermissionChange, Unclassified, UserChange } from './account-kinds.ts';
import {
  AccountLinking,
  Deletion,
  Delivery,
  Echo,
  Edit,
  Handover,
  Message,
  Optin,
  Policy,
  Postback,
  Reaction,
  Read,
  Referral,
} from './messaging-kinds.ts';
import { Comment, FeedChange, Leadgen, Mention, Rating, StoryInsight } from './page-kinds.ts';
import {
  AccountUpdate,
  AppStateSync,
  Call,
  History,
  IdentityChange,
  PhoneUpdate,
  Status,
  TemplateUpdate,
  UserPreference,
  WhatsappError,
} from './whatsapp-kinds.ts';

/** Every kind of event with its schema, made when it is first needed. */
export const kindSchemas = {
  message: Message,
  echo: Echo,
  edit: Edit,
  deletion: Deletion,
  reaction: Reaction,
  postback: Postback,
  delivery: Delivery,
  read: Read,
  optin: Optin,
  referral: Referral,
  handover: Handover,
  policy: Policy,
  'account-linking': AccountLinking,
  'feed-change': FeedChange,
  comment: Comment,
  mention: Mention,
  rating: Rating,
  'story-insight': StoryInsight,
  leadgen: Leadgen,
  status: Status,
  'template-update': TemplateUpdate,
  'account-update': AccountUpdate,
  'phone-update': PhoneUpdate,
  'user-preference': UserPreference,
  'identity-change': IdentityChange,
  call: Call,
  history: History,
  'app-state-sync': AppStateSync,
  'whatsapp-error': WhatsappError,
  'ad-account-event': AdAccountEvent,
  'permission-change': PermissionChange,
  'user-change': UserChange,
  unclassified: Unclassified,
} as const satisfies { readonly [Kind in string]: () => z.ZodMiniType<{ kind: Kind }> };

/** What an event can be. */
export type EventKind = keyof typeof kindSchemas;

/** One occurrence, normalised: ids are strings, times ISO-8601, what Meta left out is absent. */
export type WebhookEvent = { [Kind in EventKind]: z.infer<ReturnType<(typeof kindSchemas)[Kind]>> }[EventKind];
