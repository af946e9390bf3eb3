import { type Expectations, type ExpectedItem, hashed, inValue, items } from './expectation.ts';

const of = (
  id: string,
  topic: string,
  time: number,
  occurredAt: string,
  templateId: string,
  event: ExpectedItem['event'],
): ExpectedItem => ({
  asset: `whatsapp:${id}`,
  channel: 'whatsapp',
  topic,
  kind: 'template-update',
  dedupeKey: hashed(time),
  occurredAt,
  event: { templateId, name: inValue('message_template_name'), ...event },
});

const waba = '102290129340398';
const statusUpdate = 'message_template_status_update';

/** Object `whatsapp_business_account`: what becomes of message templates. */
export const whatsappTemplates: Expectations = {
  'wa_template_category_changed.json': items(
    of(waba, 'template_category_update', 1746169200, '2025-05-02T07:00:00.000Z', '278077987957091', {
      language: 'en-US',
      previousCategory: 'UTILITY',
      newCategory: 'MARKETING',
    }),
  ),
  'wa_template_category_marketing.json': items({
    ...of('57438975935', 'template_category_update', 1750344882, '2025-06-19T14:54:42.000Z', '12345678', {
      language: 'he',
      newCategory: 'MARKETING',
    }),
    without: ['previousCategory'],
  }),
  'wa_template_category_upcoming.json': items(
    of(waba, 'template_category_update', 1746082800, '2025-05-02T07:00:00.000Z', '278077987957091', {
      language: 'en-US',
      newCategory: 'UTILITY',
    }),
  ),
  'wa_template_components_update.json': items(
    of(waba, 'message_template_components_update', 1751250234, '2025-06-30T02:23:54.000Z', '1315502779341834', {
      language: 'en_US',
    }),
  ),
  'wa_template_quality_yellow.json': items(
    of(waba, 'message_template_quality_update', 1674864290, '2023-01-28T00:04:50.000Z', '806312974732579', {
      language: 'en_US',
      previousQuality: 'GREEN',
      newQuality: 'YELLOW',
    }),
  ),
  'wa_template_status_approved.json': items(
    of(waba, statusUpdate, 1751247548, '2025-06-30T01:39:08.000Z', '1689556908129832', {
      language: 'en_US',
      event: 'APPROVED',
    }),
  ),
  'wa_template_status_flagged.json': items({
    ...of('whatsapp-business-account-id', statusUpdate, 1604703141, '2020-11-06T22:52:21.000Z', '1234567', {
      language: 'en-US',
      event: 'FLAGGED',
    }),
    without: ['reason'],
  }),
  'wa_template_status_rejected.json': items(
    of(waba, statusUpdate, 1751247548, '2025-06-30T01:39:08.000Z', '1689556908129835', {
      language: 'en',
      event: 'REJECTED',
      reason: 'INVALID_FORMAT',
    }),
  ),
};
