import { happenedAs, id, inside, number, type RulesFor, text, time, verbatim } from './field-rules.ts';
import { change, type ItemReader } from './item-reader.ts';
import type { AccountUpdate, PhoneUpdate, TemplateUpdate } from './whatsapp-kinds.ts';

const template: ItemReader = {
  kind: 'template-update',
  rules: change({
    message_template_id: id('templateId'),
    message_template_name: text('name'),
    message_template_language: text('language'),
    message_template_category: text('category'),
    event: text('event'),
    reason: text('reason'),
    previous_category: text('previousCategory'),
    new_category: text('newCategory'),
    correct_category: text('correctCategory'),
    category_update_timestamp: happenedAs('categoryUpdateAt'),
    previous_quality_score: text('previousQuality'),
    new_quality_score: text('newQuality'),
    message_template_title: text('title'),
    message_template_element: text('element'),
    message_template_footer: text('footer'),
    message_template_buttons: verbatim('buttons'),
    disable_info: verbatim('disableInfo'),
    other_info: verbatim('otherInfo'),
    rejection_info: verbatim('rejectionInfo'),
  } satisfies RulesFor<TemplateUpdate>),
};

const accountRules: RulesFor<AccountUpdate> = {
  event: text('event'),
  decision: text('decision'),
  status: text('status'),
  display_phone_number: text('displayPhoneNumber'),
  phone_number: text('phoneNumber'),
  country: text('country'),
  username: text('username'),
  requester: text('requester'),
  entity_type: text('entityType'),
  entity_id: id('entityId'),
  solution_id: id('solutionId'),
  solution_status: text('solutionStatus'),
  max_daily_conversations_per_business: verbatim('maxDailyConversationsPerBusiness'),
  max_phone_numbers_per_waba: number('maxPhoneNumbersPerWaba'),
  max_phone_numbers_per_business: number('maxPhoneNumbersPerBusiness'),
  configuration_name: text('configurationName'),
  provider_name: text('providerName'),
  provider_mid: text('providerMid'),
  created_timestamp: time('createdAt'),
  updated_timestamp: time('updatedAt'),
  alert_info: verbatim('alertInfo'),
  ban_info: verbatim('banInfo'),
  restriction_info: verbatim('restrictionInfo'),
  violation_info: verbatim('violationInfo'),
  waba_info: verbatim('wabaInfo'),
  auth_international_rate_eligibility: verbatim('authInternationalRateEligibility'),
};

const account: ItemReader = {
  kind: 'account-update',
  rules: { field: text('update'), value: inside(accountRules) } satisfies RulesFor<AccountUpdate>,
};

const phone: ItemReader = {
  kind: 'phone-update',
  rules: change({
    display_phone_number: text('displayPhoneNumber'),
    event: text('event'),
    decision: text('decision'),
    current_limit: text('currentLimit'),
    old_limit: text('oldLimit'),
    max_daily_conversations_per_business: verbatim('maxDailyConversationsPerBusiness'),
    requested_verified_name: text('requestedVerifiedName'),
    rejection_reason: text('rejectionReason'),
  } satisfies RulesFor<PhoneUpdate>),
};

const fields: readonly (readonly [reader: ItemReader, fields: readonly string[]])[] = [
  [
    template,
    [
      'message_template_status_update',
      'message_template_quality_update',
      'template_category_update',
      'message_template_components_update',
    ],
  ],
  [
    account,
    [
      'account_update',
      'account_review_update',
      'account_alerts',
      'business_capability_update',
      'business_username_update',
      'security',
      'payment_configuration_update',
      'partner_solutions',
    ],
  ],
  [phone, ['phone_number_quality_update', 'phone_number_name_update']],
];

/** Readers of what concerns templates, the account and its numbers, by field. */
export const accountFields = fields.flatMap(([reader, names]) => names.map((name) => [name, () => reader] as const));
