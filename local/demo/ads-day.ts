import { SHOP } from './assets.ts';
import { type Change, changes } from './change.ts';
import { type Day, type Item, seconds } from './day.ts';

/** The ad account's day (fact sheet §7, "ad_account"), and what happens to the person who connected it. */
export function adsDay(day: Day): Item[] {
  const item = changes(day, 'ad_account', 'ad_account', SHOP.adAccount);
  return [...adChanges(day).map((change, at) => item(9 + at * 1.2, change)), ...person(day)];
}

const told = (field: string, who: string, what: string, value: object): Change => ({
  field,
  sort: field.replaceAll('_', ' '),
  who,
  what,
  value: () => value,
});

function adChanges(day: Day): Change[] {
  const [ad, set] = [day.id('99'), day.id('98')];
  const status = (type: string, id: string) => ({
    object_id: id,
    object_type: type,
    changed_fields: ['effective_status'],
  });
  const issue = { error_code: '1885183', error_summary: 'Payment needed', error_message: 'Add a payment method.' };
  const tired = {
    adgroup_id: ad,
    creative_fatigue_level: 'HIGH',
    creative_fatigue_message: 'Fatigue went from medium to high.',
  };
  const advice = { ad_object_ids: [ad], recommendation_type: 'AUTOFLOW_OPT_IN', recommendation_message: 'Ready.' };
  const ours = { ad_account_id: SHOP.adAccount };
  return [
    told('in_process_ad_objects', 'ad “Fern lamp”', 'is live', { id: ad, level: 'AD', status_name: 'ACTIVE' }),
    told('field_changed', 'ad “Fern lamp”', 'changed its status', status('ad', ad)),
    told('field_changed', 'ad set “Spring”', 'changed its status', status('adset', set)),
    told('with_issues_ad_objects', 'ad “Fern lamp”', 'has an issue: Payment needed', { id: ad, level: 'AD', ...issue }),
    told('with_issues_ad_objects', 'ad set “Spring”', 'has an issue: Payment needed', {
      id: set,
      level: 'AD_SET',
      ...issue,
    }),
    told('creative_fatigue', 'ad “Fern lamp”', 'has been seen too often (HIGH)', { ...ours, ...tired }),
    told('ad_recommendations', 'Meta', 'has a recommendation', { ...ours, ...advice }),
    told('field_changed', 'campaign “Leaves”', 'changed its status', status('campaign', day.id('97'))),
  ];
}

function person(day: Day): Item[] {
  const entry = (hour: number, object: string, change: object, sort: string, what: string): Item => {
    const at = day.time(hour);
    const about = { id: SHOP.user, uid: SHOP.user, time: seconds(at), changes: [change] };
    return { at, channel: 'user', sort, who: 'the shop’s owner', what, object, entry: about };
  };
  const granted = { field: 'leads_retrieval', value: { verb: 'granted', target_ids: [SHOP.page] } };
  const revoked = { field: 'ads_read', value: { verb: 'revoked', target_ids: [SHOP.adAccount] } };
  const renamed = { field: 'name', value: 'Shop Owner' };
  return [
    entry(9.3, 'permissions', granted, 'permission change', 'granted leads_retrieval'),
    entry(18.7, 'permissions', revoked, 'permission change', 'revoked ads_read'),
    entry(18.8, 'user', renamed, 'user change', 'changed a name'),
  ];
}
