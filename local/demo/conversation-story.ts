import type { Channel } from '../messaging/person-writes.ts';
import { PEOPLE } from './people.ts';

/** One turn of a conversation. */
export type Turn = PersonTurn | ShopTurn;

/** The person writes, or taps a button (`payload` is what the shop gave it). */
export type PersonTurn = { by: 'person'; text: string; payload?: string };

/** The shop answers: the body of `POST /v1/messages` without its thread, `last` being the person's last message. */
export type ShopTurn = { by: 'shop'; says: (last: string) => Content };

/** A message's content, in the API's words. */
export type Content = { type: string } & Record<string, unknown>;

/** A person at Meta: their id on the channel, on WhatsApp their number. */
export type Writer = { channel: Channel; person: string; name: string };

/** One conversation from its first word to its last. */
export type Story = Writer & { turns: readonly Turn[] };

/** The shop whose accounts are made anew for each run. */
export const LANTERN = 'Paper Lantern';

/** A WhatsApp template of the shop, as Meta is to approve it. */
export const TEMPLATE = {
  name: 'order_moved',
  language: 'en_US',
  category: 'UTILITY',
  components: [
    {
      type: 'BODY',
      text: 'Hello {{1}}, your order {{2}} now comes on {{3}}. Thank you for your patience!',
      example: { body_text: [['Ada', '1001', 'Monday']] },
    },
  ],
} as const;

const person = (text: string): PersonTurn => ({ by: 'person', text });
const tap = (text: string): PersonTurn => ({ by: 'person', text, payload: payloadOf(text) });
const shop = (content: Content): ShopTurn => ({ by: 'shop', says: () => content });

const payloadOf = (title: string) => title.toUpperCase();
const quickReply = (title: string) => ({ content_type: 'text', title, payload: payloadOf(title) });
const replyButton = (title: string) => ({ type: 'reply', reply: { id: payloadOf(title), title } });
const parameter = (text: string) => ({ type: 'text', text });

const messenger: Story = {
  channel: 'messenger',
  person: PEOPLE.mara.psid,
  name: PEOPLE.mara.name,
  turns: [
    person('Hello! Do you still have the fern lamp?'),
    shop({
      type: 'text',
      text: 'We do, and it is the last one. On which day shall we bring it to you?',
      quickReplies: ['Thursday', 'Friday'].map(quickReply),
    }),
    tap('Thursday'),
    shop({ type: 'image', media: { url: 'https://shop.example/fern-lamp.jpg' } }),
  ],
};

const instagram: Story = {
  channel: 'instagram',
  person: PEOPLE.finn.igsid,
  name: PEOPLE.finn.name,
  turns: [
    person('Is the moss ball of your story for sale?'),
    shop({ type: 'text', text: 'It is: 12 euros, glass included. It likes shade, and water on Sundays.' }),
    person('Then I shall come by and take two!'),
    { by: 'shop', says: (messageId) => ({ type: 'reaction', messageId, emoji: '❤' }) },
  ],
};

const whatsapp: Story = {
  channel: 'whatsapp',
  person: PEOPLE.rosa.phone,
  name: PEOPLE.rosa.name,
  turns: [
    person('When does my order 1203 come?'),
    shop({
      type: 'interactive',
      interactive: {
        type: 'button',
        body: { text: 'On Thursday, between 9 and 12. Does that suit you?' },
        action: { buttons: ['Change', 'Cancel'].map(replyButton) },
      },
    }),
    tap('Change'),
    shop({
      type: 'template',
      template: {
        name: TEMPLATE.name,
        language: { code: TEMPLATE.language },
        components: [{ type: 'body', parameters: ['Rosa', '1203', 'Friday'].map(parameter) }],
      },
    }),
  ],
};

/** The day's conversations, one a channel. */
export const STORIES: readonly Story[] = [messenger, instagram, whatsapp];

/** What is asked again and again with one key, in the first conversation. */
export const ASKED_AGAIN: Content = { type: 'text', text: 'It is packed. Until Thursday!' };

/** Somebody who wrote so long ago, on Messenger: too long for a machine, not for a human. */
export const LATE = {
  writer: { channel: 'messenger', person: PEOPLE.tomas.psid, name: PEOPLE.tomas.name },
  agoHours: 30,
  text: 'Does the lamp come in blue, too?',
  byMachine: { type: 'text', text: 'We have new lamps. Have a look!' },
  byHuman: { type: 'text', text: 'Sorry for the wait: in blue it is back on Monday.' },
} as const satisfies { writer: Writer; byMachine: Content; byHuman: Content } & Record<string, unknown>;
