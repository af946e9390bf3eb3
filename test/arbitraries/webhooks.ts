import fc from 'fast-check';
import type { PlacedItem } from '../../lambdas/foundation/core/messages.ts';

const words = [
  ...['id', 'uid', 'time', 'field', 'value', 'verb', 'item', 'from', 'sender', 'recipient', 'timestamp', 'message'],
  ...[
    'mid',
    'text',
    'is_echo',
    'is_deleted',
    'attachments',
    'type',
    'payload',
    'read',
    'delivery',
    'mids',
    'watermark',
  ],
  ...['reaction', 'action', 'postback', 'optin', 'referral', 'app_roles', 'policy-enforcement', 'message_edit'],
  ...['messages', 'statuses', 'errors', 'contacts', 'metadata', 'phone_number_id', 'wa_id', 'user_id', 'status'],
  ...['history', 'state_sync', 'user_preferences', 'user_id_update', 'message_echoes', 'system', 'edit', 'revoke'],
  ...['comment_id', 'post_id', 'created_time', 'leadgen_id', 'media_id', 'changed_fields', 'object_id'],
  ...['__proto__', 'constructor', 'toString', '*', ''],
];
const knownValues = [
  ...['feed', 'comments', 'messages', 'leadgen', 'story_insights', 'account_update', 'field_changed', 'text', 'image'],
  ...['system', 'edit', 'revoke', 'comment', 'reaction', 'react', 'sent', 'user_changed_number', 'history', 'mentions'],
];

const key = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: fc.string() });
const leaf = fc.oneof(
  fc.constantFrom(...knownValues),
  fc.constantFrom(
    null,
    true,
    false,
    0,
    1,
    -1,
    Number.POSITIVE_INFINITY,
    -0,
    2 ** 53,
    1_457_764_197,
    1_457_764_197_627,
    '',
    '0',
    '٣',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.double(),
  fc.constant('long '.repeat(2000)),
);

/** Own fields only, `__proto__` among them: what `JSON.parse` makes. */
const asParsed = (fields: readonly (readonly [string, unknown])[]) => Object.fromEntries(fields);

/** JSON made of Meta's own words in the wrong places. */
export const nearlyMeta: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: leaf },
    { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 4 }) },
    { weight: 4, arbitrary: fc.array(fc.tuple(key, tie('value')), { maxLength: 6 }).map(asParsed) },
  ),
})).value;

/** Nested deeper than any stack that recurses. */
export const veryDeep: fc.Arbitrary<unknown> = fc.integer({ min: 10_000, max: 20_000 }).map((depth) => {
  let value: unknown = 'bottom';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { message: value };
  return value;
});

/** Objects that Meta delivers, and one that it does not. */
export const objects = [
  'page',
  'instagram',
  'whatsapp_business_account',
  'ad_account',
  'user',
  'permissions',
  'application',
] as const;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Placed items of every object and list, most of them nonsense. */
export const placedItems: fc.Arbitrary<PlacedItem> = fc.record({
  object: fc.oneof(fc.constantFrom<string>(...objects), fc.string()),
  entry: nearlyMeta.map((value) => (isRecord(value) ? value : {})),
  list: fc.constantFrom('changes', 'messaging', 'standby', 'entry'),
  item: fc.oneof(
    { weight: 40, arbitrary: nearlyMeta },
    { weight: 1, arbitrary: veryDeep },
    { weight: 1, arbitrary: fc.jsonValue() },
  ),
  receivedAt: fc.constant('2026-11-21T09:00:00.000Z'),
});

/** Envelopes whose entries may be junk, with lists that may be none. */
export const envelopes = fc.record({
  object: fc.constantFrom<string>(...objects),
  entry: fc.array(
    fc.oneof(
      { weight: 1, arbitrary: nearlyMeta },
      {
        weight: 4,
        arbitrary: fc.record(
          {
            id: fc.oneof(fc.constantFrom('1', '2', 3), nearlyMeta),
            time: nearlyMeta,
            changes: fc.oneof(fc.array(nearlyMeta, { maxLength: 4 }), nearlyMeta),
            messaging: fc.oneof(fc.array(nearlyMeta, { maxLength: 4 }), nearlyMeta),
            standby: fc.oneof(fc.array(nearlyMeta, { maxLength: 4 }), nearlyMeta),
            hop_context: nearlyMeta,
          },
          { requiredKeys: [] },
        ),
      },
    ),
    { maxLength: 5 },
  ),
});
