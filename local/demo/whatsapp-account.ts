import { SHOP } from './assets.ts';
import { type Change, changes } from './change.ts';
import type { Day, Item } from './day.ts';
import { PEOPLE } from './people.ts';
import { withMetadata } from './whatsapp-change.ts';

/** What WhatsApp tells of the business account itself: templates, the number, limits, people's preferences. */
export function whatsappAccount(day: Day): Item[] {
  const item = changes(day, 'whatsapp', 'whatsapp_business_account', SHOP.whatsapp);
  return [...templates(day), ...account(), ...people()].map((change, at) => item(8.8 + at * 0.9, change));
}

const told = (field: string, sort: string, who: string, what: string, value: object): Change => ({
  field,
  sort,
  who,
  what,
  value: () => value,
});

function templates(day: Day): Change[] {
  const template = (name: string) => ({
    message_template_id: day.number(),
    message_template_name: name,
    message_template_language: 'en_US',
  });
  const rejected = {
    event: 'REJECTED',
    ...template('flash_sale'),
    reason: 'INVALID_FORMAT',
    message_template_category: 'MARKETING',
  };
  const approved = {
    event: 'APPROVED',
    ...template('pickup_ready'),
    reason: 'NONE',
    message_template_category: 'UTILITY',
  };
  const quality = { previous_quality_score: 'GREEN', new_quality_score: 'YELLOW', ...template('care_tips') };
  const category = { ...template('order_update'), previous_category: 'UTILITY', new_category: 'MARKETING' };
  const update = 'template update';
  return [
    told('message_template_status_update', update, 'template flash_sale', 'was rejected: INVALID_FORMAT', rejected),
    told('message_template_status_update', update, 'template pickup_ready', 'was approved', approved),
    told('message_template_quality_update', update, 'template care_tips', 'quality went from GREEN to YELLOW', quality),
    told('template_category_update', update, 'template order_update', 'became MARKETING', category),
  ];
}

function account(): Change[] {
  const number = { display_phone_number: SHOP.phone };
  const flagged = { ...number, event: 'FLAGGED', current_limit: 'TIER_2K' };
  const name = { ...number, decision: 'APPROVED', requested_verified_name: SHOP.name, rejection_reason: null };
  const capability = { max_daily_conversations_per_business: 2000, max_phone_numbers_per_waba: 25 };
  return [
    told(
      'phone_number_quality_update',
      'phone update',
      `+${SHOP.phone}`,
      'quality was flagged, limit TIER_2K',
      flagged,
    ),
    told('phone_number_name_update', 'phone update', `+${SHOP.phone}`, `may be called “${SHOP.name}”`, name),
    told('business_capability_update', 'account update', 'the account', 'may reach 2,000 people a day', capability),
    told('account_update', 'account update', 'the account', 'is verified', { event: 'VERIFIED_ACCOUNT' }),
  ];
}

function people(): Change[] {
  const { mara, rosa } = PEOPLE;
  const contacts = [{ profile: { name: mara.name }, wa_id: mara.phone }];
  const asked = {
    wa_id: mara.phone,
    detail: 'User requested to stop marketing messages',
    category: 'marketing_messages',
  };
  const ids = { previous: rosa.bsuid, current: 'US.9930000000000028' };
  return [
    {
      ...told('user_preferences', 'user preference', mara.name, 'wants no more marketing', {}),
      value: (at) => withMetadata({ contacts, user_preferences: [{ ...asked, value: 'stop', timestamp: at }] }),
    },
    {
      ...told('user_id_update', 'BSUID change', rosa.name, 'has a new WhatsApp user id', {}),
      value: (at) => withMetadata({ user_id_update: [{ wa_id: rosa.phone, user_id: ids, timestamp: String(at) }] }),
    },
  ];
}
