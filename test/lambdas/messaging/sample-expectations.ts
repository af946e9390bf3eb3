/**
 * What must stand after one sample alone, written by hand from the payload and the fact sheet. `{path}` is what the
 * payload says there, below its item: it is a person's, or long, and not ours to copy. `T` is the item's own time, as
 * the webhooks room's hand-written table has it; where Meta gave none, that of its receipt.
 */
export interface Landing {
  /** Today's ids of the one person who is known then, the strongest first; null: nobody. */
  readonly who: string | null;
  /** What is not null of the message's row; null: there is none. */
  readonly message: Readonly<Record<string, unknown>> | null;
  /** What is not null of the thread's row, `with` being the person or the group; null: there is none. */
  readonly thread: Readonly<Record<string, unknown>> | null;
  /** Types of what is announced. */
  readonly told: readonly string[];
}

type Facts = Readonly<Record<string, unknown>>;

const words = (type: string, text: string | null): Facts => ({ type, ...(text !== null && { text }) });

/** A person wrote in Messenger or Instagram. */
const said = (who: string, type: string, text: string | null = null, openedBy = 'message'): Landing => ({
  who,
  message: { direction: 'in', at: 'T', ...words(type, text) },
  thread: { with: 'person', last: 'in T', opened: `${openedBy} T`, control: 'ours T' },
  told: ['message.received'],
});

/** The business wrote; `standby`: another app held the thread. */
const sent = (who: string, message: Facts, control?: string): Landing => ({
  who,
  message: { direction: 'out', at: 'T', ...message },
  thread: { with: 'person', last: 'out T', ...(control && { control }) },
  told: ['message.sent'],
});

/** By WhatsApp, which has no handing over. */
const wrote = (who: string, type: string, text: string | null = null, thread: Facts = {}): Landing => ({
  who,
  message: { direction: 'in', at: 'T', ...words(type, text) },
  thread: { with: 'person', last: 'in T', opened: 'message T', ...thread },
  told: ['message.received'],
});

const inGroup = (group: string): Landing => ({
  who: null,
  message: { direction: 'in', at: 'T', type: 'text', text: '{messages.0.text.body}' },
  thread: { with: `group ${group}`, last: 'in T', opened: 'message T' },
  told: ['message.received'],
});

/** Of a message that is not known yet; its thread is not touched. */
const changed = (message: Facts): Landing => ({ who: null, message, thread: null, told: ['message.changed'] });
/** Who reacted is a person, also before they write. */
const reacted = (who: string, reactions: string): Landing => ({ ...changed({ reactions }), who });
const tombstone = changed({ deletedAt: 'T' });

/** Only the thread is moved. */
const moved = (who: string, thread: Facts): Landing => ({
  ...{ who, message: null, told: [] },
  thread: { with: 'person', last: 'none T', ...thread },
});

/** WhatsApp's word of a message of the business that is not known yet. */
const became = (who: string | null, message: Facts): Landing => ({
  ...{ who, thread: null, told: ['message.status'] },
  message: { direction: 'out', ...message },
});

const noted: Landing = { who: null, message: null, thread: null, told: [] };
const told = (who: string | null, type: string): Landing => ({ who, message: null, thread: null, told: [type] });

const big = 'psid:12345654332:987654321432';
const small = 'psid:1234567890:5678';
const handed = 'psid:1234567890321:USER_ID';
const upTo = '2016-03-22T17:47:36.253Z';
const echo = { type: 'text', text: '{message.text}', appId: '{message.app_id}' };

const page: Readonly<Record<string, Landing>> = {
  'page_app_roles.json': noted,
  'page_message_attachment_fallback.json': said(big, 'fallback'),
  'page_message_attachment_location.json': said(big, 'location'),
  'page_message_attachment_media.json': said(big, 'image'),
  'page_message_deleted.json': tombstone,
  'page_message_delivery.json': {
    who: big,
    message: { direction: 'out', deliveredAt: 'T' },
    thread: { with: 'person', last: `none ${upTo}`, deliveredUpTo: upTo },
    told: ['message.status'],
  },
  // Meta's echoes name the person as the sender here; the other side is the Page.
  'page_message_echo.json': sent(big, echo, 'ours T'),
  'page_standby_echo.json': sent(big, { ...echo, standby: true }, 'other T'),
  'page_message_edit.json': changed({ text: '{message_edit.text}', edits: 37, editedAt: 'T' }),
  'page_message_prior_message.json': said(big, 'text', '{message.text}'),
  'page_message_quick_reply.json': said('psid:1234567890321:987654321432', 'text', '{message.text}'),
  'page_message_reaction_add.json': reacted(handed, 'USER_ID {reaction.emoji} T'),
  'page_message_reaction_remove.json': reacted(handed, 'USER_ID - T'),
  'page_message_read.json': { ...moved(big, { last: `none ${upTo}`, readUpTo: upTo }), told: ['message.status'] },
  'page_message_reel_share.json': said(small, 'ig_reel'),
  'page_message_reply_to.json': said(big, 'text', '{message.text}'),
  'page_message_sticker.json': said(big, 'image'),
  'page_message_sticker_since_2026_08.json': said(big, 'sticker'),
  'page_message_unsupported.json': said(big, 'unsupported'),
  'page_messages_text.json': said(big, 'text', '{message.text}'),
  'page_messaging_optin_user_ref.json': noted,
  'page_messaging_postback.json': said(big, 'postback', null, 'postback'),
  'page_messaging_referral_mdotme.json': moved(big, { opened: 'referral T', control: 'ours T' }),
  'page_optin_notification_messages.json': noted,
  'page_optin_ref.json': noted,
  'page_pass_thread_control.json': moved(handed, { control: 'ours NEW_OWNER_APP_ID T' }),
  'page_take_thread_control.json': moved(handed, { control: 'other T' }),
  'page_request_thread_control.json': noted,
  'page_policy_enforcement_block.json': noted,
  'page_postback_with_ad_referral.json': said(small, 'postback', '{postback.title}', 'postback'),
  'page_referral_ad.json': moved(`${small} + user-ref:1234567890:5678`, { opened: 'referral T', control: 'ours T' }),
};

const gram = 'igsid:1234567890:5678';

const instagram: Readonly<Record<string, Landing>> = {
  'ig_message_attachment_image.json': said(gram, 'image'),
  'ig_message_deleted.json': tombstone,
  // It holds neither text nor attachment.
  'ig_message_echo_no_entry_time.json': sent(gram, { type: 'unsupported' }, 'ours T'),
  'ig_message_ephemeral.json': said('igsid:IGID:IGSID', 'ephemeral'),
  'ig_message_like_heart.json': said(gram, 'like_heart'),
  'ig_message_reaction.json': reacted('igsid:IGID:IGSID', 'IGSID {reaction.emoji} T'),
  'ig_message_story_mention.json': said(gram, 'story_mention', null, 'story'),
  'ig_message_unsupported_attachment.json': said('igsid:17841452691600098:{sender.id}', 'unsupported_type'),
  'ig_messages_text.json': said(gram, 'text', '{message.text}'),
  // Meta's example has the sender's id for the account's: so the person is the other side.
  'ig_messaging_referral.json': moved('igsid:IGSID:IGID', { opened: 'referral T', control: 'ours T' }),
  'ig_messaging_seen.json': became('igsid:17841452691600098:{sender.id}', { readAt: 'T' }),
  'ig_postback_icebreaker.json': said(gram, 'postback', '{postback.title}', 'postback'),
};

const sender = 'wa:{messages.0.from}';
const body = '{messages.0.text.body}';
const userId = 'bsuid:{messages.0.from_user_id}';
const entry = { entered: 'T' };

const whatsapp: Readonly<Record<string, Landing>> = {
  'wa_audio.json': wrote(sender, 'audio'),
  // The contact bears another user id than the message, so nothing of it is taken.
  'wa_bsuid_status.json': wrote(`${userId} + parent-bsuid:{messages.0.from_parent_user_id}`, 'text', body),
  'wa_button.json': wrote(sender, 'button'),
  // Here it bears another number.
  'wa_contacts.json': wrote(sender, 'contacts'),
  'wa_contacts_request_bsuid.json': wrote(
    'bsuid:{contacts.0.user_id} + parent-bsuid:{contacts.0.parent_user_id}',
    'contacts',
  ),
  'wa_document.json': wrote(sender, 'document'),
  'wa_document_with_url.json': wrote(sender, 'document'),
  'wa_edit_image.json': changed({ editedAt: 'T', edited: 'image' }),
  'wa_errors_account_level.json': noted,
  'wa_errors_only.json': noted,
  'wa_group_text.json': inGroup('555555555'),
  'wa_history_chunk.json': noted,
  'wa_image.json': wrote(sender, 'image'),
  'wa_image_with_url.json': wrote(sender, 'image'),
  'wa_interactive_button_reply.json': wrote(sender, 'interactive'),
  'wa_interactive_list_reply.json': wrote(sender, 'interactive'),
  'wa_interactive_nfm_reply.json': wrote(sender, 'interactive'),
  'wa_location.json': wrote(sender, 'location'),
  'wa_message_error_131051.json': wrote(sender, 'unknown'),
  'wa_order.json': wrote(sender, 'order'),
  'wa_reaction.json': reacted(sender, '{messages.0.from} {messages.0.reaction.emoji} T'),
  'wa_referral_ad.json': wrote(sender, 'text', body, entry),
  'wa_revoke.json': tombstone,
  // Nobody has said anything yet; who they are is known when they do.
  'wa_smb_app_state_sync.json': { ...noted, who: 'wa:{state_sync.0.contact.phone_number}' },
  // The contact bears other ids than the echo, which names all of its own.
  'wa_smb_echo_text.json': sent(
    'bsuid:{message_echoes.0.to_user_id} + wa:{message_echoes.0.to} + parent-bsuid:{message_echoes.0.to_parent_user_id}',
    { type: 'text', text: '{message_echoes.0.text.body}' },
  ),
  'wa_sticker.json': wrote(sender, 'sticker'),
  // A notice of a change makes nobody.
  'wa_system.json': told(null, 'contact.identity-changed'),
  'wa_system_bsuid.json': told(null, 'contact.identity-changed'),
  'wa_system_identity_change.json': told(null, 'contact.identity-changed'),
  'wa_text.json': wrote(sender, 'text', body),
  'wa_text_bsuid.json': inGroup('{messages.0.group_id}'),
  'wa_text_bsuid_without_phone.json': wrote(`${userId} + parent-bsuid:{messages.0.from_parent_user_id}`, 'text', body),
  'wa_text_from_ad_or_reply.json': wrote(sender, 'text', body, entry),
  'wa_unsupported.json': wrote(sender, 'unsupported'),
  'wa_unsupported_2026.json': wrote(sender, 'unsupported'),
  'wa_user_id_update.json': told(null, 'contact.identity-changed'),
  'wa_user_preferences_resume.json': told('wa:{user_preferences.0.wa_id}', 'contact.preference-changed'),
  'wa_video.json': wrote(sender, 'video'),
};

const recipient = 'wa:{statuses.0.recipient_id}';
const service = { pricing: 'CBP service' };

const statuses: Readonly<Record<string, Landing>> = {
  'wa_status_cbp_user_initiated_legacy.json': became(recipient, { sentAt: 'T', pricing: 'CBP user_initiated' }),
  'wa_status_delivered.json': became(recipient, { deliveredAt: 'T', ...service }),
  'wa_status_delivered_bsuid.json': became(
    'bsuid:{statuses.0.recipient_user_id} + parent-bsuid:{statuses.0.parent_recipient_user_id}',
    { deliveredAt: 'T', pricing: 'PMP marketing' },
  ),
  'wa_status_failed.json': became(recipient, { failedAt: 'T', failure: 130472 }),
  // Whoever published it put one word for the person and for the business's number: so it names nobody.
  'wa_status_failed_131026.json': became(null, { failedAt: 'T', failure: 131026 }),
  'wa_status_failed_131049.json': became(recipient, { failedAt: 'T', failure: 131049 }),
  'wa_status_failed_media.json': became(recipient, {
    failedAt: 'T',
    failure: 131014,
    pricing: 'CBP referral_conversion',
  }),
  'wa_status_played.json': became(recipient, { playedAt: 'T', ...service }),
  'wa_status_read.json': became(recipient, { readAt: 'T', ...service }),
  // The file's name says read; the payload says sent.
  'wa_status_read_v24_no_conversation.json': became(recipient, { sentAt: 'T' }),
  'wa_status_sent.json': became(recipient, { sentAt: 'T', ...service }),
  'wa_status_sent_pmp_marketing.json': became(recipient, { sentAt: 'T', pricing: 'PMP marketing' }),
  'wa_status_with_tracker.json': became(recipient, { sentAt: 'T', ...service }),
};

const templates: Readonly<Record<string, Landing>> = {
  'wa_template_category_changed.json': noted,
  'wa_template_category_marketing.json': noted,
  'wa_template_category_upcoming.json': noted,
  'wa_template_components_update.json': noted,
  'wa_template_quality_yellow.json': noted,
  'wa_template_status_approved.json': noted,
  'wa_template_status_flagged.json': noted,
  'wa_template_status_rejected.json': noted,
};

/** Sample file → what stands after it; every file has one item. */
export const landings: Readonly<Record<string, Landing>> = {
  ...page,
  ...instagram,
  ...whatsapp,
  ...statuses,
  ...templates,
};
