import { type Expectations, type ExpectedItem, hashed, inValue, items } from './expectation.ts';

type Main = ExpectedItem['event'];
const waba = '102290129340398';
const placeholder = 'whatsapp-business-account-id';
const winter = '2025-02-12T00:43:44.000Z';

/** A change about the account; `time` is `entry.time`, null where Meta sent none. */
const of = (
  id: string,
  topic: string,
  kind: string,
  time: number | null,
  occurredAt: string | null,
  event: Main,
): ExpectedItem => ({
  asset: `whatsapp:${id}`,
  channel: 'whatsapp',
  topic,
  kind,
  dedupeKey: hashed(time),
  occurredAt,
  event,
});

const account = (id: string, topic: string, time: number, occurredAt: string, event: Main): ExpectedItem =>
  of(id, topic, 'account-update', time, occurredAt, { update: topic, ...event });

const updated = (id: string, time: number, occurredAt: string, event: string): ExpectedItem =>
  account(id, 'account_update', time, occurredAt, { event });

const accounts: Expectations = {
  'wa_account_alerts.json': items(account(waba, 'account_alerts', 1745612159, '2025-04-25T20:15:59.000Z', {})),
  'wa_account_review_update.json': items(
    account(placeholder, 'account_review_update', 1604703141, '2020-11-06T22:52:21.000Z', { decision: 'APPROVED' }),
  ),
  'wa_account_update_account_deleted.json': items(
    updated(waba, 1743451903, '2025-03-31T20:11:43.000Z', 'ACCOUNT_DELETED'),
  ),
  'wa_account_update_account_restriction.json': items(
    updated(waba, 1641330498, '2022-01-04T21:08:18.000Z', 'ACCOUNT_RESTRICTION'),
  ),
  'wa_account_update_account_violation.json': items(
    updated(waba, 1743451903, '2025-03-31T20:11:43.000Z', 'ACCOUNT_VIOLATION'),
  ),
  'wa_account_update_disabled.json': items(
    updated(placeholder, 1604703058, '2020-11-06T22:50:58.000Z', 'DISABLED_UPDATE'),
  ),
  // Partner events name the customer's account inside; the asset stays the one that `entry.id` says.
  'wa_account_update_partner_added.json': items(
    updated('2949482758682047', 1744823932, '2025-04-16T17:18:52.000Z', 'PARTNER_ADDED'),
  ),
  'wa_account_update_partner_app_installed.json': items(
    updated('2949482758682047', 1745337174, '2025-04-22T15:52:54.000Z', 'PARTNER_APP_INSTALLED'),
  ),
  'wa_account_update_partner_app_uninstalled.json': items(
    updated('2949482758682047', 1748477359, '2025-05-29T00:09:19.000Z', 'PARTNER_APP_UNINSTALLED'),
  ),
  'wa_account_update_partner_removed.json': items(
    updated('2949482758682047', 1748477359, '2025-05-29T00:09:19.000Z', 'PARTNER_REMOVED'),
  ),
  'wa_business_capability_update.json': items(
    account('524126980791429', 'business_capability_update', 1739321024, winter, {}),
  ),
  'wa_business_username_update.json': items(
    account(waba, 'business_username_update', 1749416383, '2025-06-08T20:59:43.000Z', {}),
  ),
  'wa_partner_solutions_created.json': items(
    account('506914307656634', 'partner_solutions', 1739321024, winter, { event: 'SOLUTION_CREATED' }),
  ),
  'wa_payment_configuration_update.json': items(account(waba, 'payment_configuration_update', 1739321024, winter, {})),
  'wa_security_pin_reset_request.json': items(
    account(waba, 'security', 1748811473, '2025-06-01T20:57:53.000Z', { event: 'PIN_RESET_REQUEST' }),
  ),
};

const displayPhoneNumber = inValue('display_phone_number');
const named = { displayPhoneNumber, decision: 'APPROVED' };

const phones: Expectations = {
  'wa_phone_number_name_update.json': items(
    of(placeholder, 'phone_number_name_update', 'phone-update', 1608243053, '2020-12-17T22:10:53.000Z', named),
  ),
  'wa_phone_number_name_update_2025.json': items(
    of(waba, 'phone_number_name_update', 'phone-update', 1739321024, winter, named),
  ),
  'wa_phone_number_quality_throughput_upgrade.json': items(
    of(waba, 'phone_number_quality_update', 'phone-update', 1748454394, '2025-05-28T17:46:34.000Z', {
      displayPhoneNumber,
      event: 'THROUGHPUT_UPGRADE',
      currentLimit: 'TIER_UNLIMITED',
    }),
  ),
  'wa_phone_number_quality_update.json': items(
    of(placeholder, 'phone_number_quality_update', 'phone-update', 1608243062, '2020-12-17T22:11:02.000Z', {
      displayPhoneNumber,
      event: 'FLAGGED',
      currentLimit: 'TIER_10K',
    }),
  ),
};

const phoneNumberId = '106540352242922';

const syncs: Expectations = {
  // Neither the change nor the entry holds a time; the messages inside have their own.
  'wa_history_chunk.json': items(
    of(waba, 'history', 'history', null, null, { phase: 0, chunkOrder: 1, progress: 55, threads: 2, messages: 4 }),
  ),
  'wa_smb_app_state_sync.json': items(
    of(waba, 'smb_app_state_sync', 'app-state-sync', null, null, { entries: [{ type: 'contact', action: 'add' }] }),
  ),
  'wa_user_preferences_resume.json': items(
    of(waba, 'user_preferences', 'user-preference', null, '2024-11-15T21:22:01.000Z', {
      from: inValue('user_preferences.0.wa_id'),
      category: 'marketing_messages',
      value: 'resume',
      phoneNumberId,
    }),
  ),
  'wa_user_id_update.json': items(
    of(waba, 'user_id_update', 'identity-change', null, '2025-06-08T20:59:43.000Z', {
      change: 'user_id_update',
      waId: inValue('user_id_update.0.wa_id'),
      userId: inValue('user_id_update.0.user_id.current'),
      previousUserId: inValue('user_id_update.0.user_id.previous'),
      parentUserId: inValue('user_id_update.0.parent_user_id.current'),
      previousParentUserId: inValue('user_id_update.0.parent_user_id.previous'),
      phoneNumberId,
    }),
  ),
};

/** Object `whatsapp_business_account`: the account, its phones, its people's choices. */
export const whatsappAccount: Expectations = { ...accounts, ...phones, ...syncs };
