/** Which webhook fields a workspace wants, by Meta's own field names. */
export interface SubscriptionWish {
  readonly workspace: string;
  /** By kind of asset (`page`, `instagram`, `whatsapp`, `ad_account`). */
  readonly objects: Readonly<Record<string, readonly string[]>>;
  /** By asset name (`page:123`): instead of its object's. */
  readonly perAsset: Readonly<Record<string, readonly string[]>>;
  /** Counts changes; 0: never declared, these are the defaults. */
  readonly version: number;
  /** ISO-8601; null: never declared. */
  readonly updatedAt: string | null;
}

/**
 * What is wanted of a workspace that never said: conversations, leads, comments and the health of what we send with.
 * Names as in `meta-platform` §7; more can be declared.
 */
export const wishedByDefault = {
  page: [
    'messages',
    'messaging_postbacks',
    'messaging_optins',
    'messaging_referrals',
    'message_deliveries',
    'message_reads',
    'message_echoes',
    'message_reactions',
    'message_edits',
    'feed',
    'leadgen',
  ],
  instagram: [
    'messages',
    'messaging_postbacks',
    'messaging_seen',
    'messaging_referral',
    'messaging_optins',
    'message_reactions',
    'message_edit',
    'comments',
    'mentions',
  ],
  whatsapp: [
    'messages',
    'message_template_status_update',
    'message_template_quality_update',
    'template_category_update',
    'phone_number_quality_update',
    'phone_number_name_update',
    'account_update',
    'account_alerts',
    'business_capability_update',
    'user_preferences',
  ],
  ad_account: ['effective_status', 'with_issues_ad_objects', 'in_process_ad_objects'],
} as const satisfies SubscriptionWish['objects'];

/** The declared webhook fields of each workspace. Throws `Failure` `unavailable` when the table refuses. */
export interface SubscriptionWishes {
  /** What is wished, the defaults when nothing was declared. */
  get(workspace: string): Promise<SubscriptionWish>;
  /**
   * Declares anew if the wish still is at `version`, and counts it up; answers what stands now.
   * Throws `Failure` `busy` when somebody else was first.
   */
  put(wish: SubscriptionWish & { readonly updatedAt: string }): Promise<SubscriptionWish>;
}
