import { type Expectations, type ExpectedItem, hashed, inMessaging, items } from './expectation.ts';

type Main = ExpectedItem['event'];
const channel = 'messenger';
const big = { asset: 'page:12345654332', parties: { from: '987654321432', to: '12345654332' } };
const small = { asset: 'page:1234567890', parties: { from: '5678', to: '1234567890' } };

/** `time` is `entry.time`; none of these carries an id of Meta's that names the occurrence. */
const of = (
  page: { asset: string; parties: Main },
  topic: string,
  kind: string,
  time: number,
  occurredAt: string,
  event: Main,
): ExpectedItem => ({
  asset: page.asset,
  channel,
  topic,
  kind,
  dedupeKey: hashed(time),
  occurredAt,
  event: { ...page.parties, ...event },
});

const handover = (event: Main): ExpectedItem =>
  of(
    { asset: 'page:1234567890321', parties: { from: 'USER_ID', to: 'PAGE_ID' } },
    'messaging_handovers',
    'handover',
    1473204787206,
    '2016-09-06T23:33:07.206Z',
    event,
  );

const spring = '2016-04-07T01:11:27.970Z';

/** Object `page`, list `messaging`: everything that is not about a message. */
export const pageConversations: Expectations = {
  'page_app_roles.json': items(
    of(big, 'messaging_handovers', 'handover', 1457764198246, '2016-03-12T06:29:57.627Z', {
      action: 'app_roles',
      appRoles: { '123456789': ['primary_receiver'] },
    }),
  ),
  'page_pass_thread_control.json': items({
    ...handover({ action: 'pass', newOwnerAppId: 'NEW_OWNER_APP_ID', metadata: 'METADATA' }),
    without: ['previousOwnerAppId', 'requestedOwnerAppId'],
  }),
  'page_take_thread_control.json': items({
    ...handover({ action: 'take', previousOwnerAppId: 'PREVIOUS_OWNER_APP_ID', metadata: 'METADATA' }),
    without: ['newOwnerAppId'],
  }),
  'page_request_thread_control.json': items(
    handover({ action: 'request', requestedOwnerAppId: 'REQUESTED_OWNER_APP_ID', metadata: 'METADATA' }),
  ),
  // 1234567890 is in seconds, though the item stands in `messaging`.
  'page_messaging_optin_user_ref.json': items({
    ...of(big, 'messaging_optins', 'optin', 12341, '2009-02-13T23:31:30.000Z', {
      ref: 'PASS_THROUGH_PARAM',
      userRef: 'UNIQUE_REF_PARAM',
    }),
    without: ['hasToken'],
  }),
  'page_optin_notification_messages.json': items({
    ...of(small, 'messaging_optins', 'optin', 1459991487970, spring, {
      type: 'notification_messages',
      payload: '3456',
      hasToken: true,
      frequency: 'DAILY',
      tokenExpiresAt: '2038-01-01T00:00:00.000Z',
    }),
    hides: [inMessaging('optin.notification_messages_token')],
  }),
  'page_optin_ref.json': items({
    ...of(small, 'messaging_optins', 'optin', 1459991487970, spring, { ref: 'optin_ref' }),
    without: ['userRef', 'hasToken'],
  }),
  'page_messaging_postback.json': items({
    ...of(big, 'messaging_postbacks', 'postback', 1458692752478, '2016-03-23T00:25:52.478Z', {
      payload: 'USER_DEFINED_PAYLOAD',
    }),
    without: ['messageId', 'title'],
  }),
  'page_postback_with_ad_referral.json': items(
    of(small, 'messaging_postbacks', 'postback', 1459991487970, spring, {
      title: 'postback title',
      payload: 'get_started',
      referral: inMessaging('postback.referral'),
    }),
  ),
  'page_messaging_referral_mdotme.json': items({
    ...of(big, 'messaging_referrals', 'referral', 1457764198246, '2016-03-12T06:29:57.627Z', {
      ref: 'ref_data_in_m_dot_me_param',
      source: 'SHORTLINK',
      type: 'OPEN_THREAD',
    }),
    without: ['adId'],
  }),
  'page_referral_ad.json': items(
    of(small, 'messaging_referrals', 'referral', 1459991487970, spring, {
      ref: 'referral id',
      source: 'referral source',
      type: 'referral type',
      adId: 'ad id',
    }),
  ),
  // The page itself is warned: there is no sender.
  'page_policy_enforcement_block.json': items({
    ...of(big, 'messaging_policy_enforcement', 'policy', 12341, '2016-03-23T00:25:52.478Z', {}),
    event: { to: '12345654332', action: 'block', reason: inMessaging('policy-enforcement.reason') },
    without: ['from'],
  }),
};
