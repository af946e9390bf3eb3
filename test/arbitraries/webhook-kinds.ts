import fc from 'fast-check';
import type { PlacedItem } from '../../lambdas/foundation/core/messages.ts';
import type { EventKind } from '../../lambdas/webhooks/webhook-event.ts';
import { nearlyMeta } from './webhooks.ts';

type Shape = readonly [object: string, list: PlacedItem['list'], item: unknown];

const parties = { sender: { id: 'P' }, recipient: { id: '1' }, timestamp: 1_600_000_000_500 };
const messaging = (content: object): Shape => ['page', 'messaging', { ...parties, ...content }];
const changed = (object: string, field: string, value: unknown): Shape => [object, 'changes', { field, value }];
const waba = (field: string, value: unknown) => changed('whatsapp_business_account', field, value);
const whatsapp = (value: object, field = 'messages'): Shape =>
  waba(field, {
    messaging_product: 'whatsapp',
    metadata: { phone_number_id: 'N' },
    contacts: [{ wa_id: '49', profile: { name: 'Ann' } }],
    ...value,
  });
const wamid = { id: 'wamid.1', from: '49', timestamp: '1600000000' };

/** The least that makes an item of each kind, from the fact sheet. */
export const leastOf: Readonly<Record<Exclude<EventKind, 'unclassified'>, Shape>> = {
  message: messaging({ message: { mid: 'm', text: 'x', attachments: [{ type: 'image', payload: { url: 'u' } }] } }),
  echo: whatsapp({ message_echoes: [{ ...wamid, to: '50', type: 'text', text: { body: 'x' } }] }, 'smb_message_echoes'),
  edit: messaging({ message_edit: { mid: 'm', text: 'x', num_edit: 1 } }),
  deletion: whatsapp({ messages: [{ ...wamid, type: 'revoke', revoke: { original_message_id: 'o' } }] }),
  reaction: messaging({ reaction: { mid: 'm', action: 'react', emoji: '👍' } }),
  postback: messaging({ postback: { mid: 'm', title: 't', payload: 'p' } }),
  delivery: messaging({ delivery: { mids: ['m'], watermark: 1_600_000_000_000 } }),
  read: messaging({ read: { watermark: 1_600_000_000_000 } }),
  optin: messaging({ optin: { ref: 'r', user_ref: 'u' } }),
  referral: messaging({ referral: { ref: 'r', source: 'SHORTLINK', type: 'OPEN_THREAD' } }),
  handover: messaging({ pass_thread_control: { new_owner_app_id: 7, metadata: 'm' } }),
  policy: messaging({ 'policy-enforcement': { action: 'block', reason: 'r' } }),
  'account-linking': messaging({ account_linking: { status: 'linked', authorization_code: 'c' } }),
  'feed-change': changed('page', 'feed', { item: 'post', verb: 'add', post_id: 'p', created_time: 1_600_000_000 }),
  comment: changed('instagram', 'comments', {
    id: '9',
    text: 'x',
    from: { id: '8', username: 'u' },
    media: { id: '7' },
  }),
  mention: changed('instagram', 'mentions', { media_id: '5', comment_id: '6' }),
  rating: changed('page', 'ratings', { item: 'rating', verb: 'add', reviewer_id: 4, rating: 3, review_text: 'x' }),
  'story-insight': changed('instagram', 'story_insights', { media_id: '5', reach: 4, replies: 0 }),
  leadgen: changed('page', 'leadgen', { leadgen_id: 4, form_id: 5, page_id: 1, created_time: 1_600_000_000 }),
  status: whatsapp({
    statuses: [{ id: 'wamid.1', status: 'failed', timestamp: '1600000000', errors: [{ code: 131_049 }] }],
  }),
  'template-update': waba('message_template_status_update', { event: 'APPROVED', message_template_id: 3 }),
  'account-update': waba('account_update', { event: 'ACCOUNT_DELETED' }),
  'phone-update': waba('phone_number_quality_update', { event: 'FLAGGED', current_limit: 'TIER_10K' }),
  'user-preference': whatsapp(
    { user_preferences: [{ wa_id: '49', category: 'marketing_messages', value: 'stop', timestamp: 1_600_000_000 }] },
    'user_preferences',
  ),
  'identity-change': whatsapp({
    messages: [{ ...wamid, type: 'system', system: { type: 'user_changed_number', new_wa_id: '50' } }],
  }),
  call: whatsapp(
    { calls: [{ id: 'wacid.1', from: '49', event: 'connect', direction: 'USER_INITIATED', timestamp: '1600000000' }] },
    'calls',
  ),
  history: whatsapp(
    { history: [{ metadata: { phase: 0, chunk_order: 1, progress: 5 }, threads: [{ messages: [{}] }] }] },
    'history',
  ),
  'app-state-sync': whatsapp({ state_sync: [{ type: 'contact', action: 'add' }] }, 'smb_app_state_sync'),
  'whatsapp-error': whatsapp({ errors: [{ code: 130_429, title: 't', error_data: { details: 'd' } }] }),
  'ad-account-event': changed('ad_account', 'field_changed', { object_id: '8', changed_fields: ['effective_status'] }),
  'permission-change': changed('permissions', 'email', { verb: 'granted', target_ids: ['3'] }),
  'user-change': changed('user', 'email', 'ann@example.com'),
};

/** The placed item of a shape, for an entry with id and time. */
export const placedShape = ([object, list, item]: Shape): PlacedItem => ({
  object,
  entry: { id: '1', time: 1_600_000_001 },
  list,
  item,
  receivedAt: '2026-11-21T09:00:00.000Z',
});

/** The same value with one of its parts, found by going down along `way`, replaced. */
function bent(value: unknown, way: readonly number[], part: unknown): unknown {
  const [step, ...rest] = way;
  if (step === undefined || typeof value !== 'object' || value === null) return part;
  const fields = Object.entries(value);
  const at = fields[step % (fields.length || 1)]?.[0];
  if (at === undefined) return part;
  const made = fields.map(([key, one]) => [key, key === at ? bent(one, rest, part) : one] as const);
  return Array.isArray(value) ? made.map(([, one]) => one) : Object.fromEntries(made);
}

/** Items of every kind, most of them with one part bent out of shape. */
export const bentItems: fc.Arbitrary<PlacedItem> = fc
  .tuple(
    fc.constantFrom(...Object.values(leastOf)),
    fc.array(fc.nat(50), { minLength: 1, maxLength: 6 }),
    fc.option(nearlyMeta, { nil: undefined }),
  )
  .map(([shape, way, part]) => {
    const placed = placedShape(shape);
    return part === undefined ? placed : { ...placed, item: bent(placed.item, way, part) };
  });
