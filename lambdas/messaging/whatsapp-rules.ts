import * as z from 'zod/mini';
import { whenNeeded } from '../foundation/core/when-needed.ts';
import { atMost, filled, httpsAddress, oneTo } from './at-most.ts';
import { absent, type ContentRules, medium } from './content-rules.ts';
import { interactiveRule } from './interactive-rule.ts';

/** Limits of Meta's OpenAPI file (v23.0): `TextMessage_1`, `MediaObject_1`, `ContactsMessage`, `TextParameter`. */
const most = { text: 4_096, caption: 1_024, contacts: 5, parameter: 32_768 };
/** Ours: Meta names none. */
const longestName = 240;

const notOfMessenger = () => ({
  quickReplies: absent('are Messenger’s and Instagram’s: use an interactive message with buttons'),
  reusable: absent('is Messenger’s and Instagram’s: upload it once and name it by metaId'),
});

const caption = () => z.optional(z.string().check(filled, atMost(most.caption)));
const noName = () => absent('goes with a file');

const media = <S extends z.core.$ZodShape>(members: S) =>
  z.looseObject({ media: medium(httpsAddress()), ...notOfMessenger(), ...members });

const source = () => z.looseObject({ link: z.optional(httpsAddress()) });
const parameter = () =>
  z.looseObject({
    text: z.optional(z.union([z.string().check(atMost(most.parameter)), z.boolean(), z.number()])),
    image: z.optional(source()),
    video: z.optional(source()),
    document: z.optional(source()),
  });

/** Nothing of its texts: what the template leaves room for, Meta knows. */
const template = () =>
  z.looseObject({
    template: z.looseObject({
      components: z.optional(z.array(z.looseObject({ parameters: z.optional(z.array(parameter())) }))),
    }),
  });

const isWithin = (given: string | number, limit: number) =>
  String(given).trim() !== '' && Math.abs(Number(given)) <= limit;

const degrees = (limit: number) =>
  z
    .union([z.string(), z.number()])
    .check(z.refine((given) => isWithin(given, limit), `does not lie between -${limit} and ${limit}`));

const captioned = whenNeeded(() => media({ caption: caption(), filename: noName() }));
const bare = whenNeeded(() => media({ caption: absent('does not go with this type'), filename: noName() }));

const named = () => z.looseObject({ name: z.looseObject({ formatted_name: z.string().check(filled) }) });

/** What WhatsApp takes (fact sheet §8): no buttons or cards of Messenger's kind, and no end of typing. */
export const whatsappRules: ContentRules = {
  text: whenNeeded(() => z.looseObject({ ...notOfMessenger(), text: z.string().check(filled, atMost(most.text)) })),
  image: captioned,
  video: captioned,
  file: whenNeeded(() =>
    media({ caption: caption(), filename: z.optional(z.string().check(filled, atMost(longestName))) }),
  ),
  audio: bare,
  sticker: bare,
  interactive: whenNeeded(() => z.looseObject({ interactive: interactiveRule() })),
  template: whenNeeded(template),
  location: whenNeeded(() =>
    z.looseObject({ location: z.looseObject({ latitude: degrees(90), longitude: degrees(180) }) }),
  ),
  contacts: whenNeeded(() => z.looseObject({ contacts: z.array(named()).check(oneTo(most.contacts, 'contacts')) })),
  reaction: whenNeeded(() => z.looseObject({ replyTo: absent('does not go with a reaction') })),
  mark_seen: whenNeeded(() => z.looseObject({})),
  typing_on: whenNeeded(() => z.looseObject({})),
};
