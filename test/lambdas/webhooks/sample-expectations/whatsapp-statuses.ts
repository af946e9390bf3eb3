import { type Expectations, type ExpectedItem, hashed, inValue, items, key } from './expectation.ts';

type Main = ExpectedItem['event'];

/** A status, named by the message's id and the state. */
const status = (waba: string, state: string, occurredAt: string | null, event: Main): ExpectedItem => ({
  asset: `whatsapp:${waba}`,
  channel: 'whatsapp',
  topic: 'messages',
  kind: 'status',
  dedupeKey: key(inValue('statuses.0.id'), state),
  occurredAt,
  event: {
    messageId: inValue('statuses.0.id'),
    status: state,
    phoneNumberId: inValue('metadata.phone_number_id'),
    ...event,
  },
});

const recipientId = inValue('statuses.0.recipient_id');
const conversation = inValue('statuses.0.conversation');
const pricing = inValue('statuses.0.pricing');
const failure = (code: number): Main => ({ code, title: inValue('statuses.0.errors.0.title') });

const own = '102290129340398';
const third = '5467539754836534';

const reached: Expectations = {
  // Meta's placeholder `TIMESTAMP` is no time, and the entry has none.
  'wa_status_cbp_user_initiated_legacy.json': items(
    status('101809759215303', 'sent', null, {
      recipientId,
      conversation,
      pricing,
    }),
  ),
  'wa_status_delivered.json': items({
    ...status(third, 'delivered', '2023-10-25T20:49:05.000Z', { recipientId, conversation, pricing }),
    without: ['errors', 'callbackData'],
  }),
  'wa_status_delivered_bsuid.json': items({
    ...status(own, 'delivered', '2025-06-15T23:27:53.000Z', {
      recipientUserId: inValue('statuses.0.recipient_user_id'),
      pricing,
    }),
    without: ['recipientId', 'conversation'],
  }),
  'wa_status_played.json': items(
    status(third, 'played', '2023-07-15T00:20:58.000Z', { recipientId, conversation, pricing }),
  ),
  'wa_status_read.json': items(
    status(third, 'read', '2023-07-15T00:20:58.000Z', { recipientId, conversation, pricing }),
  ),
  // The file's name says read; the payload says sent.
  'wa_status_read_v24_no_conversation.json': items({
    ...status(own, 'sent', '2025-06-15T23:27:53.000Z', { recipientId }),
    without: ['conversation', 'pricing', 'recipientUserId'],
  }),
  'wa_status_sent.json': items(
    status(third, 'sent', '2023-10-25T20:49:05.000Z', { recipientId, conversation, pricing }),
  ),
  'wa_status_sent_pmp_marketing.json': items(
    status(own, 'sent', '2025-06-15T23:27:53.000Z', { recipientId, conversation, pricing }),
  ),
  'wa_status_with_tracker.json': items(
    status(third, 'sent', '2023-10-25T20:49:05.000Z', { recipientId, callbackData: 'some data', pricing }),
  ),
};

const failed: Expectations = {
  'wa_status_failed.json': items(
    status(third, 'failed', '2023-07-15T00:20:58.000Z', { recipientId, errors: [failure(130472)] }),
  ),
  'wa_status_failed_131026.json': items({
    ...status('2432658263680361', 'failed', '2023-10-25T10:57:27.000Z', {
      recipientId,
      errors: [{ ...failure(131026), details: inValue('statuses.0.errors.0.error_data.details') }],
    }),
    without: ['pricing', 'conversation'],
  }),
  'wa_status_failed_131049.json': items(
    status(own, 'failed', '2025-06-28T20:34:48.000Z', { recipientId, errors: [failure(131049)] }),
  ),
  'wa_status_failed_media.json': items(
    status('8856996819413533', 'failed', '2016-01-30T01:57:09.000Z', {
      recipientId,
      conversation,
      pricing,
      errors: [failure(131014)],
    }),
  ),
};

/** An error that concerns no message; nothing names it and nothing dates it. */
const error = (waba: string, code: number): ExpectedItem => ({
  asset: `whatsapp:${waba}`,
  channel: 'whatsapp',
  topic: 'messages',
  kind: 'whatsapp-error',
  dedupeKey: hashed(null),
  occurredAt: null,
  event: {
    code,
    title: inValue('errors.0.title'),
    phoneNumberId: inValue('metadata.phone_number_id'),
  },
});

const errors: Expectations = {
  'wa_errors_account_level.json': items(error(own, 130429)),
  'wa_errors_only.json': items(error('8856996819413533', 0)),
};

/** Object `whatsapp_business_account`, field `messages`: statuses and errors that stand alone. */
export const whatsappStatuses: Expectations = { ...reached, ...failed, ...errors };
