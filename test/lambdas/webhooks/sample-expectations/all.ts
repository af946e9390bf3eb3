import { adAccount } from './ad-account.ts';
import type { Expectations } from './expectation.ts';
import { instagram } from './instagram.ts';
import { pageChanges } from './page-changes.ts';
import { pageConversations } from './page-conversations.ts';
import { pageMessages } from './page-messages.ts';
import { user } from './user.ts';
import { whatsappAccount } from './whatsapp-account.ts';
import { whatsappMessages } from './whatsapp-messages.ts';
import { whatsappStatuses } from './whatsapp-statuses.ts';
import { whatsappTemplates } from './whatsapp-templates.ts';

/** The families, so that a file that two of them claim is noticed. */
export const families: readonly Expectations[] = [
  pageMessages,
  pageConversations,
  pageChanges,
  instagram,
  whatsappMessages,
  whatsappStatuses,
  whatsappTemplates,
  whatsappAccount,
  adAccount,
  user,
];

/** Every file of the folder → what must become of it. */
export const expectations: Expectations = Object.assign({}, ...families);
