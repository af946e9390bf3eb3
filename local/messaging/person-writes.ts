import { randomUUID } from 'node:crypto';
import type { Delivery } from '../demo/the-day.ts';
import type { Accounts } from './connect-accounts.ts';

/** Where a person writes. */
export type Channel = 'messenger' | 'instagram' | 'whatsapp';

/** What a person writes to an account: `person` is their id there, on WhatsApp their number; `at` in milliseconds. */
export interface Written {
  readonly channel: Channel;
  readonly person: string;
  readonly text: string;
  readonly at: number;
  /** Which WhatsApp alone tells. */
  readonly name?: string;
  /** What the business gave a button that the person tapped, with `text` on it. */
  readonly payload?: string;
}

/** The webhook by which Meta tells of it. */
export function personWrites(accounts: Accounts, written: Written): Delivery {
  const { channel, person, text, at, payload } = written;
  if (channel === 'whatsapp') return { body: onWhatsapp(accounts, written) };
  const [object, account] = channel === 'messenger' ? ['page', accounts.page] : ['instagram', accounts.instagram];
  const message = { mid: `m_${randomUUID()}`, text, ...(payload && { quick_reply: { payload } }) };
  const messaging = [{ sender: { id: person }, recipient: { id: account }, timestamp: at, message }];
  return { body: { object, entry: [{ id: account, time: at, messaging }] } };
}

function onWhatsapp({ waba, number }: Accounts, { person, text, at, name = 'Fake Person', payload }: Written) {
  const said = payload
    ? { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: payload, title: text } } }
    : { type: 'text', text: { body: text } };
  const timestamp = String(Math.floor(at / 1000));
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15555550190', phone_number_id: number },
    contacts: [{ profile: { name }, wa_id: person }],
    messages: [{ from: person, id: `wamid.${randomUUID()}`, timestamp, ...said }],
  };
  return { object: 'whatsapp_business_account', entry: [{ id: waba, changes: [{ field: 'messages', value }] }] };
}
