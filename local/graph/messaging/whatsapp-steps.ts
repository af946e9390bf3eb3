import type { Raw } from '../conversions/event.ts';
import type { Contact } from './heard.ts';
import type { Step } from './page-steps.ts';
import type { SentMessage } from './sent-messages.ts';

/** The number and the person that a status speaks of; `category` is the template's, `service` without one. */
export type StatusFrame = {
  waba: string;
  displayNumber: string;
  waId: string | null;
  userId: string | null;
  contact: Contact | null;
  category: string;
};

/** Why WhatsApp did not deliver. */
export type Failure = { code: number; title: string; details: string };

/** Statuses sent, delivered and read, or failed alone; `conversation` is gone since v24 (fact sheet §1). */
export function whatsappSteps(
  message: SentMessage,
  frame: StatusFrame,
  failure: Failure | null,
  gapMs: number,
): Step[] {
  const at = (step: number) => message.at + step * Math.max(1, gapMs);
  if (failure !== null) return [{ name: 'failed', body: webhook(message, frame, at(0), failedStatus(failure)) }];
  const pricing = pricingOf(frame.category);
  return [
    { name: 'sent', body: webhook(message, frame, at(0), { status: 'sent', pricing }) },
    { name: 'delivered', body: webhook(message, frame, at(1), { status: 'delivered', pricing }) },
    { name: 'read', body: webhook(message, frame, at(2), { status: 'read' }) },
  ];
}

/** By the message since July 2025; service replies are shown free, as the first 1,000 of a month are (fact sheet §1). */
const pricingOf = (category: string): Raw =>
  category === 'service'
    ? { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category }
    : { billable: true, pricing_model: 'PMP', type: 'regular', category };

const failedStatus = ({ code, title, details }: Failure): Raw => ({
  status: 'failed',
  errors: [
    {
      code,
      title,
      message: title,
      error_data: { details },
      href: 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/',
    },
  ],
});

function webhook(message: SentMessage, frame: StatusFrame, time: number, what: Raw): Raw {
  const { waId, userId } = frame;
  const status = {
    id: message.id,
    timestamp: String(Math.floor(time / 1000)),
    ...(waId === null ? {} : { recipient_id: waId }),
    ...(userId === null ? {} : { recipient_user_id: userId }),
    ...(message.metadata === null ? {} : { biz_opaque_callback_data: message.metadata }),
    ...what,
  };
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: frame.displayNumber, phone_number_id: message.account },
    ...(what.status === 'failed' ? {} : contactsOf(frame)),
    statuses: [status],
  };
  return { object: 'whatsapp_business_account', entry: [{ id: frame.waba, changes: [{ value, field: 'messages' }] }] };
}

/** The contact, when its name is known from its own messages; absent on failed statuses (fact sheet §8). */
function contactsOf({ contact, waId, userId }: StatusFrame): Raw {
  if (contact?.name == null) return {};
  const ids = { ...(waId === null ? {} : { wa_id: waId }), ...(userId === null ? {} : { user_id: userId }) };
  return { contacts: [{ profile: { name: contact.name }, ...ids }] };
}
