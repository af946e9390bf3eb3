import * as z from 'zod/mini';
import '../foundation/core/zod-english.ts';
import { CustomData, line } from './custom-data.ts';

/** Where a conversion happened, by Meta's names (fact sheet §9). */
export const actionSources = [
  'website',
  'app',
  'physical_store',
  'chat',
  'email',
  'phone_call',
  'system_generated',
  'business_messaging',
  'other',
] as const;

/** One of them. */
export type ActionSource = (typeof actionSources)[number];

/** The chats that business messaging knows. */
export const messagingChannels = ['messenger', 'whatsapp', 'instagram'] as const;

/** Whether the buyer is new: Meta's table has it at the event, an example in `custom_data`; taken at both, sent at the event. */
export const customerSegmentation = line;

// Longest texts, in UTF-16 units, are ours: Meta names none. An event as a whole may have 64 kB.
const name = z.string().check(z.minLength(1), z.maxLength(100));
const id = z.string().check(z.minLength(1), z.maxLength(256));
const url = z
  .string()
  .check(z.maxLength(4_096), z.regex(/^https?:\/\/[^\s<>]+$/i, 'is no address that begins with http:// or https://'));
const flag = z.union([z.boolean(), z.literal(0), z.literal(1)], { error: 'is neither true nor false, 1 nor 0' });

/** `extinfo` of an app event: 16 values, the first the platform (fact sheet §9). */
const extinfo = z.array(z.union([z.string(), z.number()])).check(
  z.length(16),
  z.refine(([first]) => first === 'a2' || first === 'i2', 'begins with a2 (Android) or i2 (iOS)'),
);

const appData = z.looseObject({
  advertiser_tracking_enabled: flag,
  application_tracking_enabled: flag,
  extinfo,
});

/** Digits in a text mean the number. */
const seconds = z.union(
  [
    z.int(),
    z.pipe(
      z.string().check(z.regex(/^\d{1,15}$/)),
      z.transform((text) => Number(text)),
    ),
  ],
  { error: 'is no whole number of seconds since 1970' },
);

/** Only looked at: read as a record it would be copied, for nobody. */
const members = z.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'is no object',
);

/** One event as the API takes it, in Meta's own field names. What `user_data` may hold, `normalise-user-data.ts` says. */
export const ConversionEvent = z.strictObject({
  event_name: name,
  event_time: seconds,
  action_source: z.enum(actionSources),
  user_data: members,
  event_id: z.optional(id),
  event_source_url: z.optional(url),
  custom_data: z.optional(CustomData),
  opt_out: z.optional(z.boolean()),
  data_processing_options: z.optional(z.array(z.literal('LDU')).check(z.maxLength(1))),
  data_processing_options_country: z.optional(z.int()),
  data_processing_options_state: z.optional(z.int()),
  referrer_url: z.optional(url),
  customer_segmentation: z.optional(customerSegmentation),
  original_event_data: z.optional(z.record(z.string(), z.unknown())),
  attribution_data: z.optional(z.record(z.string(), z.unknown())),
  app_data: z.optional(appData),
  messaging_channel: z.optional(z.enum(messagingChannels)),
  advanced_measurement_table: z.optional(line),
});

/** One event, read. */
export type ConversionEvent = z.infer<typeof ConversionEvent>;
