import type { PlacedItem } from '../foundation/core/messages.ts';
import type { AdAccountEvent, PermissionChange, UserChange } from './account-kinds.ts';
import {
  type Draft,
  id,
  ids,
  inside,
  known,
  type Rule,
  type RulesFor,
  readObject,
  text,
  verbatim,
} from './field-rules.ts';
import type { Choice, ItemReader } from './item-reader.ts';

const adAccountRules: RulesFor<AdAccountEvent> = {
  id: id('objectId'),
  object_id: id('objectId'),
  adgroup_id: id('objectId'),
  ad_object_ids: ids('objectIds'),
  object_type: text('objectType'),
  level: text('level'),
  changed_fields: verbatim('changedFields'),
  field: text('field'),
  current_value: text('currentValue'),
  status_name: text('status'),
  error_code: text('errorCode'),
  error_summary: text('errorSummary'),
  error_message: text('errorMessage'),
  subscription_id: id('subscriptionId'),
  creative_fatigue_level: text('fatigueLevel'),
  creative_fatigue_message: text('message'),
  recommendation_type: text('recommendationType'),
  recommendation_stage: text('recommendationStage'),
  recommendation_hash: text('recommendationHash'),
  recommendation_message: text('message'),
  recommendation_signature: known,
  ad_account_id: known,
  account_id: known,
};

const adAccount: ItemReader = {
  kind: 'ad-account-event',
  rules: { field: text('event'), value: inside(adAccountRules) } satisfies RulesFor<AdAccountEvent>,
};

/** Fields of an ad account. `effective_status` is what one subscribes, `field_changed` is what arrives. */
const adAccountNames = [
  'with_issues_ad_objects',
  'in_process_ad_objects',
  'ad_recommendations',
  'creative_fatigue',
  'product_set_issue',
  'field_changed',
  'effective_status',
  'ads_async_creation_request',
  'subscriptions',
];

/** Readers of an ad account's changes, by field. */
export const adAccountFields: ReadonlyMap<string, (placed: PlacedItem) => Choice> = new Map(
  adAccountNames.map((name) => [name, () => adAccount]),
);

/** A list of one under `name`. */
const asList =
  <const Name extends string>(name: Name): Rule<Name> =>
  (value, draft) => {
    draft[name] = [value];
  };

/** What stands beside the changed fields when Meta leaves the values out. */
const beside = { id: known, uid: known, time: known };

const grantRules: RulesFor<PermissionChange> = { verb: text('verb'), target_ids: ids('targetIds') };

/** The value of a permission is an object, or says nothing that we know. */
const grant: Rule<keyof PermissionChange> = (value, draft, findings, key) => {
  if (typeof value === 'object') readObject(grantRules, value, draft, findings, key);
};

const firstOf = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

/** Reader of every change of the object `permissions`: its field is the permission. */
export const permissionChange: ItemReader = {
  kind: 'permission-change',
  rules: {
    ...beside,
    field: text('permission'),
    verb: text('verb'),
    value: grant,
    changed_fields: (value, draft: Draft) => {
      draft.permission = firstOf(value);
    },
  } satisfies RulesFor<PermissionChange>,
};

/** Reader of every change of the object `user`: the names of the fields, never their values. */
export const userChange: ItemReader = {
  kind: 'user-change',
  rules: {
    ...beside,
    field: asList('fields'),
    verb: text('verb'),
    value: known,
    changed_fields: verbatim('fields'),
  } satisfies RulesFor<UserChange>,
};
