import * as z from 'zod/mini';
import { type AnnouncedEvent, head, said, type Told } from '../foundation/core/announced-event.ts';

const text = () => z.string();
const maybe = () => z.nullable(z.string());
const verbatim = () => z.record(z.string(), z.unknown());

/** What every event of a conversation has. */
const always = () => ({
  ...head(),
  version: said(z.literal(1), 'Of this shape: members may be added to it, none is taken away or changes its meaning.'),
  at: said(text(), 'When it happened by Meta’s clock, else by ours; ISO-8601 UTC.'),
});

const place = () => ({
  channel: said(z.enum(['messenger', 'instagram', 'whatsapp']), 'Where the conversation is held.'),
  asset: said(text(), 'The account of the business, `<kind>:<id>`.'),
});

const direction = () => z.nullable(z.enum(['in', 'out']));
const thread = () => said(maybe(), 'The thread, `t_…`; null: not known yet.');
const person = () => said(maybe(), 'Our id of the person; null: a group’s, or not known.');

/** What names a message. */
const named = () => ({
  messageId: said(text(), '`s_…` of a message that you sent by this API, `m_…` of any other.'),
  metaId: said(maybe(), 'Meta’s id of the message; null: none, or not known yet.'),
  ...place(),
  threadId: thread(),
  direction: said(direction(), '`in`: a person wrote it; `out`: the business did; null: not known yet.'),
  href: said(text(), 'Where the whole message is: a path of this API.'),
});

const bulk = () => ({
  text: said(z.optional(maybe()), 'The text; null: it has none. Absent: see `content`.'),
  content: said(
    z.optional(z.nullable(verbatim())),
    'The rest of what was said, as `GET /v1/messages/{id}` gives it. Absent, with `text`, where the whole would be over 60 kB: read `href`.',
  ),
});

const written = () => ({
  ...named(),
  personId: person(),
  type: said(maybe(), '`text`, Meta’s word for a medium, `postback`, `unsupported`; of what you sent its `type`.'),
  appId: said(maybe(), 'The app that wrote it for the business, where Meta names it.'),
  standby: said(z.boolean(), 'Whether another app held the thread.'),
  ...bulk(),
});

const sender = () =>
  said(z.optional(z.enum(['human', 'automation'])), 'Who wrote it, as the request said; of what you sent by this API.');

const failure = () =>
  z.object({
    code: said(z.optional(z.number()), 'Meta’s code.'),
    subcode: said(z.optional(z.number()), 'Meta’s subcode.'),
    title: said(z.optional(text()), 'Meta’s title of the code (WhatsApp).'),
    message: said(z.optional(text()), 'What went wrong, in words.'),
    details: said(z.optional(text()), 'More words of WhatsApp’s.'),
    kind: said(z.optional(text()), 'Our kind of failure, of a message that was not sent.'),
    blame: said(z.optional(z.enum(['us', 'meta', 'owner', 'caller'])), 'Who must act, of a message that was not sent.'),
    fbtraceId: said(z.optional(text()), 'Meta’s trace id of the refused call.'),
  });

const statuses = ['sent', 'delivered', 'read', 'played', 'failed', 'outcome-unknown'] as const;

/** One message, or with `upTo` all of the business up to a moment: then nothing names a message. */
const status = () => ({
  ...place(),
  messageId: said(maybe(), '`s_…` or `m_…`; null in a watermark.'),
  metaId: said(z.optional(maybe()), 'Meta’s id of the message; absent in a watermark.'),
  threadId: thread(),
  personId: said(z.optional(maybe()), 'Our id of the person; in a watermark, and of what was not sent.'),
  direction: said(z.optional(direction()), '`out`; absent in a watermark.'),
  href: said(z.optional(text()), 'Where the whole message is; absent in a watermark.'),
  status: said(
    z.enum(statuses),
    'What became of it; `outcome-unknown`: Meta’s answer was lost. What you took back (`cancelled`) is not announced.',
  ),
  upTo: said(z.optional(text()), 'A watermark of Messenger: all that the business wrote up to here; ISO-8601 UTC.'),
  callbackData: said(z.optional(maybe()), 'The marker that the message was sent with (WhatsApp).'),
  failure: said(z.optional(z.nullable(failure())), 'Why, where it failed.'),
  pricing: said(z.optional(z.nullable(verbatim())), 'WhatsApp’s `pricing`, verbatim.'),
  type: said(z.optional(text()), 'The `type` of the request, of a message that was not sent.'),
  sender: sender(),
  appId: said(z.optional(maybe()), 'The app that was to send it, of a message that was not sent.'),
});

const changed = () => ({
  ...named(),
  change: said(z.enum(['edited', 'deleted', 'reaction']), 'What happened to it.'),
  by: said(z.optional(text()), 'Of a reaction: Meta’s id of whoever reacted.'),
  emoji: said(z.optional(maybe()), 'Of a reaction: what it is; null: taken back.'),
  editedAt: said(maybe(), 'When it was last edited; ISO-8601 UTC.'),
  deletedAt: said(maybe(), 'When it was deleted; ISO-8601 UTC. Nothing of its content is kept.'),
  ...bulk(),
});

const byItem = (rest: string) => `\`<receipt>/${rest}\`; the receipt is the \`id\` of the webhook event that told it.`;
const replayed =
  'A redelivery, or a crash, announces it again under the same `id`. A replay that runs its webhook event again ' +
  'announces it again under **another** `id`, whose receipt is `<event id>/<replay id>`: ';
const afterReplay = (by: string) => `${replayed}dedupe by ${by} where replays matter.`;

/** What subscribers are promised of conversations. */
export const announced = {
  'message.received': {
    when: 'A person wrote, tapped a button or came by a referral with a message.',
    use: 'Answer it: `POST /v1/messages` with its `threadId`.',
    id: byItem('message.received'),
    again: `${afterReplay('`messageId`')} A message that was deleted meanwhile is not announced again.`,
    detail: () => z.object({ ...always(), ...written() }),
  },
  'message.sent': {
    when: 'The business wrote: by this API, by hand in a tool of Meta’s, or through another app.',
    use: 'Show in your inbox what a colleague answered from the phone.',
    id: `\`<message id>/message.sent\` of what you sent by this API; else ${byItem('message.sent')}`,
    again: `What you sent by this API always has the same \`id\`. Of the rest: ${afterReplay('`messageId`')}`,
    detail: () => z.object({ ...always(), ...written(), sender: sender() }),
  },
  'message.status': {
    when: 'A message was sent, delivered, read, played or failed; a watermark of Messenger is one announcement.',
    use: 'Tell the sender by `failure` why a message did not arrive. Statuses come in any order: never go back.',
    id: `${byItem('message.status/<message id>')} A watermark has no message id. Of what was not sent: \`<message id>/message.status/<status>\`.`,
    again: afterReplay('`messageId` (or `threadId`), `status` and `at`'),
    detail: () => z.object({ ...always(), ...status() }),
  },
  'message.changed': {
    when: 'A message was edited or deleted, or somebody reacted to it.',
    use: 'Take your own copies of a message away when `change` is `deleted`.',
    id: byItem('message.changed'),
    again: `${afterReplay('`messageId`, `change` and `at`')} An edit of, or a reaction to, a deleted message is not announced.`,
    detail: () => z.object({ ...always(), ...changed() }),
  },
  'contact.identity-changed': {
    when: 'WhatsApp told that a person goes by another number or user id.',
    use: 'Change the number in your own address book; look yourself where `conflict` is true.',
    id: byItem('contact.identity-changed'),
    again: afterReplay('`personId`, `current` and `at`'),
    detail: () =>
      z.object({
        ...always(),
        personId: said(maybe(), 'Our id of the person: it stays; null: nobody was known by any of the ids.'),
        change: said(text(), 'Meta’s word for what happened, for example `user_changed_number`.'),
        previous: said(z.array(text()), 'The ids that do not hold any more, `<kind>:<value>`.'),
        current: said(z.array(text()), 'The ids that hold now, `<kind>:<value>`.'),
        conflict: said(z.boolean(), 'Whether one of the ids is another person’s: nobody was merged.'),
      }),
  },
  'contact.preference-changed': {
    when: 'A person stopped or resumed marketing messages (WhatsApp).',
    use: 'Take the person out of your campaigns: their wish is kept nowhere here.',
    id: byItem('contact.preference-changed'),
    again: afterReplay('`personId`, `category` and `at`'),
    detail: () =>
      z.object({
        ...always(),
        ...place(),
        personId: said(maybe(), 'Our id of the person; null: WhatsApp named nobody.'),
        category: said(text(), 'Meta’s word, for example `marketing_messages`.'),
        value: said(text(), 'Meta’s word: `stop` or `resume`.'),
      }),
  },
  'thread.window-closing': {
    when: 'A window of 24 hours ends within the hour.',
    use: 'Remind somebody where `answered` is false.',
    id: '`<thread id>/thread.window-closing/<until>`.',
    again: 'Once for each end; a crash announces it again under the same `id`, and a replay never does.',
    detail: () =>
      z.object({
        ...always(),
        ...place(),
        threadId: said(text(), 'The thread, `t_…`.'),
        personId: person(),
        until: said(text(), 'The end of the window; ISO-8601 UTC.'),
        lastDirection: said(direction(), 'Who wrote last: `in` is the person; null: nobody has written yet.'),
        answered: said(z.boolean(), 'Whether the business wrote last.'),
      }),
  },
} as const satisfies Record<string, AnnouncedEvent>;

/** What subscribers get of a conversation. */
export type ConversationEventType = keyof typeof announced;

/** What a maker says of it: all but what every event of a conversation has. */
export type ConversationDetail<T extends ConversationEventType> = Told<
  Omit<z.infer<ReturnType<(typeof announced)[T]['detail']>>, keyof ReturnType<typeof always>>
>;
