import { id, inside, known, lone, number, type Rules, type RulesFor, text, under } from './field-rules.ts';
import type { ErrorDetail } from './messaging-kinds.ts';

/** An error of WhatsApp's; older ones have `details` beside the code. */
export const errorRules: RulesFor<ErrorDetail> = {
  code: number('code'),
  title: text('title'),
  message: text('message'),
  details: text('details'),
  error_data: inside({ details: text('details'), messaging_product: known }),
  href: known,
};

/** What stands around every list of a WhatsApp value. */
export const around = {
  messaging_product: known,
  metadata: inside({ phone_number_id: id('phoneNumberId'), display_phone_number: known }),
  contacts: lone(
    under('contact', {
      profile: inside({ name: text('name'), username: text('username') }),
      wa_id: id('waId'),
      user_id: id('userId'),
      parent_user_id: id('parentUserId'),
      identity_key_hash: known,
    }),
  ),
} as const satisfies Rules;
