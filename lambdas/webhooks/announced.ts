import * as z from 'zod/mini';
import { type AnnouncedEvent, head, said, type Told } from '../foundation/core/announced-event.ts';
import { memberWords } from './member-words.ts';
import { type EventKind, kindSchemas } from './webhook-event.ts';

const frame = () => ({
  ...head(),
  channel: said(z.string(), '`messenger`, `page`, `instagram`, `whatsapp`, `ad_account` or `user`.'),
  topic: said(z.string(), 'Meta’s own field name, for example `messages` or `leadgen`.'),
  kind: said(z.string(), 'Our kind: the detail-type without `webhook.`.'),
  assetId: said(z.string(), 'Meta’s id of the Page, Instagram account, WABA, ad account or user.'),
  asset: said(z.string(), 'The same as `<kind>:<id>`, as filters take it.'),
  occurredAt: said(z.nullable(z.string()), 'When it happened by Meta’s clock; ISO-8601 UTC; null: Meta gave no time.'),
  receivedAt: said(z.string(), 'When it came here; ISO-8601 UTC.'),
  href: said(z.string(), 'Where the whole event is, with what Meta sent: a path of this API.'),
  replayId: said(z.optional(z.string()), 'The replay that ran the event again; absent the first time.'),
});

/** What a maker says of a webhook event; `event` is the typed part, of the kind's own schema. */
export type WebhookDetail = Told<z.infer<z.ZodMiniObject<ReturnType<typeof frame>>>> & { readonly event?: unknown };

/** When each kind of event is announced. */
const when: Readonly<Record<EventKind, string>> = {
  message: 'A person wrote to the business.',
  echo: 'The business wrote to a person: by this API, another app, or by hand.',
  edit: 'A message was edited.',
  deletion: 'A message was deleted by its sender: take away your copies.',
  reaction: 'A person put a reaction on a message, or took it back.',
  postback: 'A button or an icebreaker was tapped.',
  delivery: 'Messages of the business arrived.',
  read: 'Messages of the business were read.',
  optin: 'A person allowed messages. The token that Meta sends is a secret and stays in the raw body.',
  referral: 'A person came into the thread by a link, an ad or a plugin.',
  handover: 'A thread changed hands between apps, or the apps’ roles changed.',
  policy: 'Meta blocked the Page’s messaging, or lifted the block.',
  'account-linking': 'A person linked or unlinked an account of the business.',
  'feed-change': 'Something other than a comment happened on the Page’s own wall.',
  comment: 'Somebody commented on a Page’s post or on Instagram media.',
  mention: 'Somebody named the Page or the Instagram account.',
  rating: 'The Page was rated or recommended, or something was said about a rating.',
  'story-insight': 'The final numbers of an Instagram story came.',
  leadgen: 'Somebody filled a lead form; the answers are fetched by `leadId`.',
  status: 'WhatsApp told what became of a message of the business.',
  'template-update': 'A message template changed: its review, quality, category or content.',
  'account-update': 'Something changed about the WhatsApp business account as a whole.',
  'phone-update': 'A phone number’s quality, limit or display name changed.',
  'user-preference': 'A person stopped or resumed marketing messages.',
  'identity-change': 'A person goes by another number or user id now, or changed device.',
  call: 'A call between a person and the business began or ended, or became something else.',
  history: 'A chunk of the past came, shared by a business that also uses the app: counted, not told.',
  'app-state-sync': 'Contacts of the business’s app were added, changed or removed.',
  'whatsapp-error': 'WhatsApp could not do something for the business number.',
  'ad-account-event': 'Something of an ad account changed: read the object for its new values.',
  'permission-change': 'A person granted a permission to the app, or took it away.',
  'user-change': 'A person’s profile changed; the values stay in the raw body.',
  unclassified: 'Something came that nobody here knows: it is kept raw, and may be replayed when the code knows it.',
};

const isKind = (name: string): name is EventKind => Object.hasOwn(kindSchemas, name);

const big = 'What happened, typed. Absent where it is over 60 kB: read `href`.';

const promise = (kind: EventKind): AnnouncedEvent => ({
  when: when[kind],
  use: 'Read `event`; or, where you need what Meta sent word by word, `GET` its `href`.',
  id: 'The public id of the event: made of the asset, Meta’s time, its field, and Meta’s own ids (else a hash of what it sent).',
  again:
    'A redelivery of Meta’s is not announced at all once the event is done; after a crash it is announced again under the ' +
    'same `id`. A replay that runs it again announces it under the same `id`, plus `replayId`, and as the `kind` that ' +
    'the code of today sees in it: dedupe by `id` alone to pass replays over, by both to take part in them.',
  detail: () => z.object({ ...frame(), event: said(z.optional(kindSchemas[kind]()), big) }),
  words: memberWords,
});

/** What subscribers are promised of webhooks: one detail-type a kind. */
export const announced: Readonly<Record<string, AnnouncedEvent>> = Object.fromEntries(
  Object.keys(kindSchemas)
    .filter(isKind)
    .map((kind) => [`webhook.${kind}`, promise(kind)]),
);
