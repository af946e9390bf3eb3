import * as z from 'zod/mini';
import { id } from './shapes.ts';

/** An app installed on an asset; `fields` are empty where the edge has none (WABA, ad account). */
export interface InstalledApp {
  readonly appId: string;
  readonly fields: readonly string[];
}

/** A list of names, or of objects with a name (samples have both). */
const field = z.union([
  z.string(),
  z.pipe(
    z.looseObject({ name: z.string() }),
    z.transform(({ name }) => name),
  ),
]);

/**
 * An app installed on an asset. A Page and an Instagram account tell its `id`, an ad account `app_id` in Meta's spec,
 * a WABA wraps it in `whatsapp_business_api_data`.
 */
export const installedApp = z.pipe(
  z
    .looseObject({
      id: z.optional(id),
      app_id: z.optional(id),
      whatsapp_business_api_data: z.optional(z.looseObject({ id })),
      subscribed_fields: z._default(z.array(field), []),
    })
    .check(z.refine((app) => appIdIn(app) !== undefined)),
  z.transform((app): InstalledApp => ({ appId: appIdIn(app) ?? '', fields: app.subscribed_fields })),
);

interface Named {
  readonly id?: string;
  readonly app_id?: string;
  readonly whatsapp_business_api_data?: { readonly id: string };
}

const appIdIn = ({ id: own, app_id: named, whatsapp_business_api_data: wrapped }: Named) => wrapped?.id ?? named ?? own;

/** One of the app's own webhook subscriptions; `fields` are names (their versions are dropped). */
export const appSubscription = z.looseObject({
  object: z.string(),
  callback_url: z.optional(z.string()),
  active: z.optional(z.boolean()),
  fields: z._default(z.array(field), []),
});
/** What it says. */
export type AppSubscription = z.infer<typeof appSubscription>;
