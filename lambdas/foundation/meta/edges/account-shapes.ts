import * as z from 'zod/mini';
import { id, token } from './shapes.ts';

/** `/me` of Facebook: the app-scoped user, or the system user. */
export const me = z.looseObject({ id, name: z.optional(z.string()) });
export type Me = z.infer<typeof me>;

/** `/me` of Instagram Login: `user_id` is the professional account's id, by which webhooks name it (fact sheet §2). */
export const instagramMe = z.looseObject({ user_id: id, username: z.optional(z.string()), id: z.optional(id) });
export type InstagramMe = z.infer<typeof instagramMe>;

const instagramAccount = z.looseObject({ id, username: z.optional(z.string()) });

/** A Page; `access_token` comes with a user token that has a role on it, `tasks` from `/me/accounts` only. */
export const pageNode = z.looseObject({
  id,
  name: z.optional(z.string()),
  category: z.optional(z.string()),
  tasks: z.optional(z.array(z.string())),
  access_token: z.optional(token),
  instagram_business_account: z.optional(instagramAccount),
});
export type PageNode = z.infer<typeof pageNode>;

/** A business portfolio. */
export const business = z.looseObject({ id, name: z.optional(z.string()) });
export type Business = z.infer<typeof business>;

/** A business's asset, whatever its kind; ad accounts are `act_…` here and bare in `account_id`. */
export const businessAsset = z.looseObject({
  id,
  name: z.optional(z.string()),
  account_id: z.optional(id),
  username: z.optional(z.string()),
});
export type BusinessAsset = z.infer<typeof businessAsset>;

/** An ad account with what its health is judged by; `account_status` as in fact sheet §13, money in minor units. */
export const adAccount = z.looseObject({
  id,
  account_id: z.optional(id),
  name: z.optional(z.string()),
  account_status: z.optional(z.number()),
  disable_reason: z.optional(z.number()),
  currency: z.optional(z.string()),
  timezone_name: z.optional(z.string()),
  user_tasks: z.optional(z.array(z.string())),
});
export type AdAccount = z.infer<typeof adAccount>;

/** A pixel (dataset); `last_fired_time` is ISO-8601 with an offset, or absent when it never fired. */
export const pixel = z.looseObject({
  id,
  name: z.optional(z.string()),
  last_fired_time: z.optional(z.string()),
  is_unavailable: z.optional(z.boolean()),
});
export type Pixel = z.infer<typeof pixel>;

/** A WhatsApp number. */
export const phoneNumber = z.looseObject({
  id,
  display_phone_number: z.optional(z.string()),
  verified_name: z.optional(z.string()),
  quality_rating: z.optional(z.string()),
  code_verification_status: z.optional(z.string()),
  platform_type: z.optional(z.string()),
  status: z.optional(z.string()),
});
export type PhoneNumber = z.infer<typeof phoneNumber>;

/** A node read in a batch: its id and the fields that were asked for. */
export const node = z.looseObject({ id });
export type GraphNode = z.infer<typeof node>;
