import { type Expectations, hashed, inValue, items } from './expectation.ts';

const channel = 'ad_account';
const kind = 'ad-account-event';

/** Object `ad_account`. Two files are bare changes, as Meta's page shows them; they get an envelope first. */
export const adAccount: Expectations = {
  'ad_account_ad_recommendations_change.json': {
    ...items({
      asset: 'ad_account:4410001',
      channel,
      topic: 'ad_recommendations',
      kind,
      dedupeKey: hashed(1763600000),
      occurredAt: '2025-11-20T00:53:20.000Z',
      event: { event: 'ad_recommendations', recommendationType: 'AUTOFLOW_OPT_IN' },
    }),
    wrap: { object: 'ad_account', id: 'act_4410001', time: 1763600000 },
  },
  'ad_account_field_changed_effective_status_change.json': {
    ...items({
      asset: 'ad_account:4410002',
      channel,
      topic: 'field_changed',
      kind,
      dedupeKey: hashed(1763600100),
      occurredAt: '2025-11-20T00:55:00.000Z',
      event: {
        event: 'field_changed',
        objectId: '888',
        objectType: 'adset',
        changedFields: ['effective_status'],
      },
      without: ['status'],
    }),
    wrap: { object: 'ad_account', id: '4410002', time: 1763600100 },
  },
  'ad_account_creative_fatigue.json': items({
    asset: 'ad_account:<AD_ACCOUNT_ID>',
    channel,
    topic: 'creative_fatigue',
    kind,
    dedupeKey: hashed(1782862117),
    occurredAt: '2026-06-30T23:28:37.000Z',
    event: {
      event: 'creative_fatigue',
      objectId: '<AD_ID>',
      fatigueLevel: 'HIGH',
      message: inValue('creative_fatigue_message'),
    },
  }),
  'ad_account_with_issues_ad_objects.json': items({
    asset: 'ad_account:0',
    channel,
    topic: 'with_issues_ad_objects',
    kind,
    dedupeKey: hashed(1568132516),
    occurredAt: '2019-09-10T16:21:56.000Z',
    event: {
      event: 'with_issues_ad_objects',
      objectId: '111111111111',
      level: 'AD',
      errorCode: '567',
      errorSummary: inValue('error_summary'),
      errorMessage: inValue('error_message'),
    },
  }),
};
