import * as z from 'zod/mini';
import { Failure } from '../foundation/core/failure.ts';
import { whenNeeded } from '../foundation/core/when-needed.ts';
import type { Thread } from '../foundation/store/threads.ts';
import { actionShape, kindOf, messageShapes, type SendContent } from './outbound-content.ts';
import { isDeeperThan } from './plain-json.ts';
import { Recipient } from './recipient.ts';

/** Fact sheet §1, "Messenger tags": error 100 since 2026-04-27; what there is instead. */
const retiredTag =
  'answers an error since 2026-04-27: send a UTILITY template (Messenger), or HUMAN_AGENT what a human wrote';
const retiredTags: ReadonlySet<unknown> = new Set(['CONFIRMED_EVENT_UPDATE', 'ACCOUNT_UPDATE', 'POST_PURCHASE_UPDATE']);

const tag = () =>
  z.literal('HUMAN_AGENT', {
    error: ({ input }) => (retiredTags.has(input) ? `${input} ${retiredTag}` : 'is not HUMAN_AGENT, the only tag'),
  });

/** Members of every request, beside what is sent. */
const envelope = () => ({
  from: z.optional(z.string()).check(
    z.refine<string | undefined>(
      (name) => name === undefined || /^(page|instagram|phone_number):\d{1,64}$/.test(name),
      'is not page:, instagram: or phone_number: and digits',
    ),
    z.describe('The account that sends, `page:<id>`, `instagram:<id>` or `phone_number:<id>`; needed with `to`.'),
  ),
  to: z.optional(Recipient),
  threadId: z
    .optional(z.string().check(z.minLength(1), z.maxLength(256)))
    .check(z.describe('The conversation to answer in; or `from` and `to`.')),
  sender: z
    ._default(z.enum(['human', 'automation']), 'automation')
    .check(z.describe('Who wrote it; outside 24 hours Meta takes only what a human wrote.')),
  messagingType: z
    .optional(z.enum(['RESPONSE', 'UPDATE']))
    .check(z.describe('Messenger and Instagram, for free messages; default `RESPONSE`.')),
  tag: z.optional(tag()).check(z.describe('Messenger and Instagram: what a human wrote, within 7 days.')),
  recipientType: z.optional(z.literal('individual')).check(z.describe('WhatsApp’s `recipient_type`, passed on.')),
});

/** Of the whole request as JSON in UTF-8. Ours: it shall fit its row, beside what becomes of the message. */
const mostBytes = 64 * 1024;
/** Ours: a row has 32 levels at most (DynamoDB), and the deepest object of Meta's, a carousel's, has 11. */
const mostLevels = 20;

interface Ends {
  readonly from?: string | undefined;
  readonly to?: unknown;
  readonly threadId?: string | undefined;
}

const isShallow = (request: unknown) => !isDeeperThan(request, mostLevels);
const isSmall = (request: unknown) => Buffer.byteLength(JSON.stringify(request)) <= mostBytes;

const rules = () =>
  [
    // First, and alone: what is too deep cannot be measured either.
    z.refine<Ends>(isShallow, { error: `is nested deeper than ${mostLevels} levels`, abort: true }),
    z.refine<Ends>(isSmall, 'has more than 64 kB (65,536 bytes of JSON)'),
    z.refine<Ends>(
      ({ threadId, to }) => (threadId === undefined) !== (to === undefined),
      'names not exactly one of threadId and to',
    ),
    z.refine<Ends>(({ from, to }) => to === undefined || from !== undefined, {
      error: 'is needed with to',
      path: ['from'],
    }),
  ] as const;

const asked = <S extends z.core.$ZodShape>(shape: S) => z.strictObject({ ...envelope(), ...shape });

const ruled = <S extends z.ZodMiniType<Ends>>(schema: S): S => schema.check(...rules());

const members = {
  text: whenNeeded(() => ruled(asked(messageShapes.text()))),
  media: whenNeeded(() => ruled(asked(messageShapes.media()))),
  buttons: whenNeeded(() => ruled(asked(messageShapes.buttons()))),
  cards: whenNeeded(() => ruled(asked(messageShapes.cards()))),
  interactive: whenNeeded(() => ruled(asked(messageShapes.interactive()))),
  template: whenNeeded(() => ruled(asked(messageShapes.template()))),
  location: whenNeeded(() => ruled(asked(messageShapes.location()))),
  contacts: whenNeeded(() => ruled(asked(messageShapes.contacts()))),
  reaction: whenNeeded(() => ruled(asked(messageShapes.reaction()))),
  action: whenNeeded(() => ruled(asked(actionShape()))),
};

/** The body of `POST /v1/messages`. Which content a channel takes, and how much of it, `checkContent` says. */
export const SendRequest = z.lazy(() =>
  z
    .discriminatedUnion('type', [
      members.text(),
      members.media(),
      members.buttons(),
      members.cards(),
      members.interactive(),
      members.template(),
      members.location(),
      members.contacts(),
      members.reaction(),
      members.action(),
    ])
    .check(
      // No id in the registry: its schemas are written as answers are, where what has a default is always there.
      z.describe(
        'One message, or one action that the person sees without a message, by its `type`. It goes into a conversation ' +
          '(`threadId`) or from an account to a person (`from` and `to`). Meta’s own objects keep Meta’s names and go ' +
          'to Meta as they are. At most 64 kB.',
      ),
    ),
);

/** The part of `SendRequest` that a body is read by; the whole where its `type` names none, to say so. */
export function requestMember(body: unknown): z.core.$ZodType<SendRequest> {
  const kind = kindOf(body);
  return kind === undefined ? SendRequest : members[kind]();
}

/** What was asked to be sent. */
export type SendRequest = z.infer<typeof SendRequest>;

/** What a request says, without whom to and how: JSON, as the row keeps it. */
export function contentOfRequest(request: SendRequest): SendContent {
  const { from, to, threadId, sender, messagingType, tag: asTag, recipientType, ...content } = request;
  return content;
}

/** Throws `Failure` `invalid-request` for members of the request's envelope that the channel does not know. */
export function checkEnvelope(request: Pick<SendRequest, 'recipientType'>, channel: Thread['channel']): void {
  if (request.recipientType === undefined || channel === 'whatsapp') return;
  const errors = [{ path: 'body.recipientType', reason: 'is WhatsApp’s alone' }];
  throw new Failure('invalid-request', `${channel} knows no type of recipient`, { errors });
}
