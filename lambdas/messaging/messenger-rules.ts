import * as z from 'zod/mini';
import { whenNeeded } from '../foundation/core/when-needed.ts';
import { atMost, atMostBytes, filled, httpsAddress, oneTo } from './at-most.ts';
import { absent, type ContentRules, medium } from './content-rules.ts';

/** Fact sheet §8: 2,000 characters on Messenger, 1,000 bytes of UTF-8 on Instagram; 13 × 20, 3, 10. */
const most = { text: 2_000, bytes: 1_000, quickReplies: 13, quickReply: 20, buttons: 3, cards: 10 };
/** Lengths of Meta's reference of quick replies and templates, which the fact sheet leaves out. */
const mostOfReference = { buttonText: 640, button: 20, card: 80, payload: 1_000 };

const quickReply = () =>
  z
    .looseObject({
      content_type: z.enum(['text', 'user_phone_number', 'user_email']),
      title: z.optional(z.string().check(filled, atMost(most.quickReply))),
      payload: z.optional(z.string().check(atMost(mostOfReference.payload))),
      image_url: z.optional(httpsAddress()),
    })
    .check(
      z.refine(
        ({ content_type, title, payload }) => content_type !== 'text' || (title !== undefined && payload !== undefined),
        'of content_type text lacks title or payload',
      ),
    );

const quickReplies = () => z.optional(z.array(quickReply()).check(oneTo(most.quickReplies, 'quick replies')));

const button = () => z.looseObject({ title: z.optional(z.string().check(filled, atMost(mostOfReference.button))) });
const buttons = () => z.array(button()).check(oneTo(most.buttons, 'buttons'));
const cardText = () => z.string().check(atMost(mostOfReference.card));

const card = () =>
  z.looseObject({
    title: cardText().check(filled),
    subtitle: z.optional(cardText()),
    buttons: z.optional(buttons()),
  });

const media = whenNeeded(() =>
  z.looseObject({
    media: medium(httpsAddress()),
    caption: absent('is WhatsApp’s alone: send a text besides'),
    filename: absent('is WhatsApp’s alone'),
    quickReplies: quickReplies(),
  }),
);

const text = (rule: z.ZodMiniType<string>) =>
  z.looseObject({ text: rule, previewUrl: absent('is WhatsApp’s alone'), quickReplies: quickReplies() });

const action = whenNeeded(() => z.looseObject({ messageId: absent('is WhatsApp’s alone') }));

/** What Messenger and Instagram have in common. */
const sharedRules = {
  image: media,
  audio: media,
  video: media,
  file: media,
  buttons: whenNeeded(() =>
    z.looseObject({ text: z.string().check(filled, atMost(mostOfReference.buttonText)), buttons: buttons() }),
  ),
  cards: whenNeeded(() =>
    z.looseObject({
      elements: z.array(card()).check(oneTo(most.cards, 'cards')),
      quickReplies: quickReplies(),
    }),
  ),
  reaction: whenNeeded(() => z.looseObject({ replyTo: absent('does not go with a reaction') })),
  mark_seen: action,
  typing_on: action,
  typing_off: action,
} satisfies ContentRules;

/** What Messenger takes; its template is the utility template (fact sheet §1, §8). */
export const messengerRules: ContentRules = {
  text: whenNeeded(() => text(z.string().check(filled, atMost(most.text)))),
  ...sharedRules,
  template: whenNeeded(() => z.looseObject({})),
};

/** What Instagram takes: no templates (fact sheet §8). */
export const instagramRules: ContentRules = {
  text: whenNeeded(() => text(z.string().check(filled, atMostBytes(most.bytes)))),
  ...sharedRules,
};
