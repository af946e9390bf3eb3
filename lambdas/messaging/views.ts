import * as z from 'zod/mini';
import { whenNeeded } from '../foundation/core/when-needed.ts';
import { messageStates } from './delivery-state.ts';
import { ways } from './messaging-window.ts';

// Lazy: each function carries all of these and answers with one or two at its cold start.

const time = whenNeeded(() => z.string().check(z.describe('ISO-8601 UTC.')));
const instant = whenNeeded(() => z.nullable(time()));

/** Where conversations are held. */
export const Channel = z.lazy(() => z.enum(['messenger', 'instagram', 'whatsapp']));

const control = () =>
  z.object({
    holder: z.enum(['ours', 'other']),
    appId: z.nullable(z.string()),
    at: time(),
  });

const thread = () => ({
  id: z.string(),
  channel: Channel,
  asset: z.string().check(z.describe('Where it is held: `<kind>:<id>`, as filters take it.')),
  phoneNumberId: z.nullable(z.string()).check(z.describe('WhatsApp: the id of the business phone number.')),
  personId: z.nullable(z.string()).check(z.describe('Our id of the person; null in a group.')),
  groupId: z.nullable(z.string()),
  lastAt: time().check(
    z.describe(
      'When its latest message was written; before the first one, when it was opened or last heard of. Lists go by it.',
    ),
  ),
  lastDirection: z
    .nullable(z.enum(['in', 'out']))
    .check(z.describe('Of its latest message; null: no message was said yet.')),
  openedBy: z
    .nullable(z.enum(['message', 'postback', 'referral', 'story', 'call']))
    .check(z.describe('What opened the window last; null: nothing yet.')),
  openedAt: instant(),
  entryAt: instant().check(z.describe('WhatsApp: when the person last came from an ad or a button of a Page.')),
  entryAnsweredAt: instant(),
  deliveredUpTo: instant().check(z.describe('Messenger: everything of the business up to here arrived.')),
  readUpTo: instant(),
  control: z.nullable(control()).check(z.describe('Who may answer, as far as Meta has told.')),
});

/** A conversation in lists. */
export const ThreadView = z.lazy(() => z.object(thread())).register(z.globalRegistry, { id: 'Thread' });

/** Whom a conversation is with. */
export const PersonView = z
  .lazy(() =>
    z.object({
      id: z.string(),
      name: z.nullable(z.string()),
      username: z.nullable(z.string()),
      aliases: z
        .array(z.object({ alias: z.string().check(z.describe('`<kind>:<value>`.')), since: time() }))
        .check(z.describe('The ids that are theirs today.')),
      conflicts: z
        .array(z.object({ alias: z.string(), personId: z.string(), at: time() }))
        .check(z.describe('Ids that came with one of theirs and are another person’s; nobody is ever merged.')),
    }),
  )
  .register(z.globalRegistry, { id: 'Person' });

/** A conversation and whom it is with. */
export const ThreadDetail = z
  .lazy(() =>
    z.object({
      ...thread(),
      person: z.nullable(PersonView).check(z.describe('Null in a group, and when nothing is kept.')),
    }),
  )
  .register(z.globalRegistry, { id: 'ThreadDetail' });

const failure = () =>
  z.object({
    code: z.optional(z.number()).check(z.describe('Meta’s, where Meta refused it.')),
    subcode: z.optional(z.number()),
    kind: z.optional(z.string()).check(z.describe('As in `kind` of our problems: of a message that was not sent.')),
    title: z.optional(z.string()),
    message: z.optional(z.string()),
    details: z.optional(z.string()),
    blame: z.enum(['us', 'meta', 'owner', 'caller']).check(z.describe('Who must act.')),
    advice: z.string(),
  });

/** When what became of a message. */
const courseOf = () => ({
  sentAt: instant(),
  deliveredAt: instant().check(z.describe('Null also where only the thread’s `deliveredUpTo` tells that it was.')),
  readAt: instant().check(z.describe('Null also where only the thread’s `readUpTo` tells that it was.')),
  playedAt: instant(),
  failedAt: instant(),
});

const media = () =>
  z
    .array(
      z.object({
        id: z.string(),
        state: z
          .enum(['waiting', 'kept', 'gone', 'refused', 'failed'])
          .check(
            z.describe(
              '`waiting`: it is still to be fetched; `kept`: it can be had by `GET /v1/media/{id}`; `gone`: Meta had it no more; ' +
                '`refused`: too big, or not what it was said to be; `failed`: it was given up.',
            ),
          ),
        mimeType: z.nullable(z.string()).check(z.describe('Null until it is kept, and so is `size`.')),
        size: z.nullable(z.number()).check(z.describe('Bytes.')),
      }),
    )
    .check(z.describe('What a person sent to be seen or heard, and what came of fetching it.'));

/** A message with what became of it. */
export const MessageView = z
  .lazy(() =>
    z.object({
      id: z.string().check(z.describe('`s_…` of a message that you sent by this API, `m_…` of any other.')),
      metaId: z.nullable(z.string()).check(z.describe('Null: Meta has not said it yet, or gives none.')),
      channel: Channel,
      asset: z.string(),
      threadId: z.nullable(z.string()),
      direction: z.nullable(z.enum(['in', 'out'])).check(z.describe('Null: nobody has said yet.')),
      at: instant().check(z.describe('When it was written, by Meta’s clock; ISO-8601 UTC.')),
      acceptedAt: instant().check(z.describe('When this API took it; null: it was not sent by this API.')),
      sender: z
        .nullable(z.enum(['human', 'automation']))
        .check(z.describe('Who wrote it, as its request said; null: it was not sent by this API.')),
      type: z
        .nullable(z.string())
        .check(
          z.describe('`text`, Meta’s word for a medium, `postback`, `unsupported`; null: not come yet, or deleted.'),
        ),
      text: z.nullable(z.string()),
      content: z
        .nullable(z.record(z.string(), z.unknown()))
        .check(
          z.describe(
            'The rest of what was said, typed as in the webhook event, else as it was asked to be sent; null: not come yet, deleted or taken back.',
          ),
        ),
      state: z
        .nullable(z.enum(messageStates))
        .check(
          z.describe(
            'What became of it; null: only facts have come that do not tell. `outcome-unknown`: Meta’s answer was lost; ' +
              'it is never sent again by machine, and becomes `sent` if Meta tells of it.',
          ),
        ),
      ...courseOf(),
      failure: z.nullable(failure()),
      pricing: z.nullable(z.record(z.string(), z.unknown())).check(z.describe('WhatsApp: verbatim, of a status.')),
      reactions: z
        .array(
          z.object({
            by: z.string().check(z.describe('Meta’s id of whoever reacted, as it came with this one.')),
            emoji: z.string(),
            at: time(),
          }),
        )
        .check(z.describe('Those that stand.')),
      editedAt: instant(),
      deletedAt: instant().check(z.describe('Its sender took it back: nothing of its content is kept.')),
      appId: z.nullable(z.string()).check(z.describe('The app that wrote it for the business, where Meta names it.')),
      standby: z.boolean().check(z.describe('Whether another app held the thread.')),
      media: media(),
    }),
  )
  .register(z.globalRegistry, { id: 'Message' });

const window = () =>
  z.object({
    open: z.boolean(),
    until: instant().check(z.describe('Also of a window that is shut; null: there was none. At this time it is shut.')),
  });

/** What may be sent into a thread now, and until when. */
export const WindowView = z
  .lazy(() =>
    z.object({
      channel: Channel,
      standard: window().check(z.describe('24 hours from what the person did last: any answer.')),
      humanAgent: window().check(
        z.describe('7 days, Messenger and Instagram: what a human wrote, if Meta gave the app the permission.'),
      ),
      template: z.nullable(z.enum(['utility-template', 'message-template'])),
      freeOfChargeUntil: instant().check(z.describe('WhatsApp: about the price only, it opens nothing.')),
      mayAnswer: z.boolean().check(z.describe('Whether any way is left.')),
      allowed: z.array(z.enum(ways)).check(z.describe('The ways that are open now, in Meta’s words.')),
      reason: z.string().check(z.describe('Why, in one sentence.')),
    }),
  )
  .register(z.globalRegistry, { id: 'MessagingWindow' });
