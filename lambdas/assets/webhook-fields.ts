import type { AssetRef } from '../foundation/core/ids.ts';

/**
 * Meta's own names of webhook fields by object, each name as its object spells it: a Page's `message_edits` is an
 * Instagram account's `message_edit` (fact sheet §7). Only names of the sheet: what we classify, and its neighbours.
 */
export const webhookFields = {
  page: [
    'messages',
    'messaging_postbacks',
    'messaging_optins',
    'messaging_optouts',
    'messaging_referrals',
    'messaging_handovers',
    'message_deliveries',
    'message_reads',
    'message_echoes',
    'message_edits',
    'message_reactions',
    'messaging_account_linking',
    'messaging_policy_enforcement',
    'message_template_status_update',
    'response_feedback',
    'business_integrity',
    'standby',
    'feed',
    'mention',
    'ratings',
    'leadgen',
    'leadgen_update',
  ],
  instagram: [
    'messages',
    'message_reactions',
    'messaging_postbacks',
    'messaging_seen',
    'messaging_referral',
    'messaging_optins',
    'messaging_handover',
    'messaging_policy_enforcement',
    'message_edit',
    'response_feedback',
    'standby',
    'comments',
    'live_comments',
    'mentions',
    'story_insights',
  ],
  whatsapp: [
    'messages',
    'message_template_status_update',
    'message_template_quality_update',
    'message_template_components_update',
    'template_category_update',
    'phone_number_quality_update',
    'phone_number_name_update',
    'account_update',
    'account_review_update',
    'account_alerts',
    'business_capability_update',
    'security',
    'user_preferences',
    'business_username_update',
    'smb_message_echoes',
    'smb_app_state_sync',
    'history',
    'partner_solutions',
    'payment_configuration_update',
  ],
  // `effective_status` is what is subscribed; it arrives as `field_changed`.
  ad_account: [
    'effective_status',
    'with_issues_ad_objects',
    'in_process_ad_objects',
    'ad_recommendations',
    'creative_fatigue',
    'product_set_issue',
    'ads_async_creation_request',
  ],
} as const;

/** An object of Meta's webhooks that a workspace may wish fields of, by our name for its assets. */
export type WishedObject = keyof typeof webhookFields;

/** All of them. */
export const wishedObjects = ['page', 'instagram', 'whatsapp', 'ad_account'] as const satisfies readonly WishedObject[];

/** What Meta calls the object in the app's own subscriptions. */
export const metaObjects: Readonly<Record<WishedObject, string>> = {
  page: 'page',
  instagram: 'instagram',
  whatsapp: 'whatsapp_business_account',
  ad_account: 'ad_account',
};

/** Objects whose assets have a field list of their own; of the others the app's subscription alone decides. */
export const perAssetObjects = ['page', 'instagram'] as const satisfies readonly WishedObject[];

/** Whether this kind of asset is one whose fields can be wished. */
export const isWished = (kind: string): kind is WishedObject => Object.hasOwn(webhookFields, kind);

/** The names of `fields` that its object does not have, with their places. */
export function strangers(object: WishedObject, fields: readonly string[]): readonly { at: number; field: string }[] {
  const known: readonly string[] = webhookFields[object];
  return fields.map((field, at) => ({ at, field })).filter(({ field }) => !known.includes(field));
}

/** What a workspace wishes, as far as a field is concerned. */
export interface FieldWish {
  readonly objects: Readonly<Record<string, readonly string[]>>;
  readonly perAsset?: Readonly<Record<string, readonly string[]>>;
}

/** The fields that are wished for one asset: its own list, else its object's. */
export const wishedFields = ({ objects, perAsset }: FieldWish, { kind, id }: AssetRef): readonly string[] =>
  perAsset?.[`${kind}:${id}`] ?? objects[kind] ?? [];
