import * as z from 'zod/mini';
import '../foundation/core/zod-english.ts';
import { Failure } from '../foundation/core/failure.ts';
import type { Thread } from '../foundation/store/threads.ts';

type Channel = Thread['channel'];

const one = (pattern: RegExp, what: string) =>
  z.optional(z.string().check(z.regex(pattern, `is no ${what}`), z.describe(what)));

/** Each way to name a person, and on which channels (fact sheet §8). */
const channelsOf = {
  id: ['messenger', 'instagram'],
  userRef: ['messenger'],
  commentId: ['messenger', 'instagram'],
  phone: ['whatsapp'],
  userId: ['whatsapp'],
} as const satisfies Record<string, readonly Channel[]>;

const members = () =>
  ({
    id: one(/^\d{1,32}$/, 'id of a person by Page (PSID) or by Instagram account (IGSID): digits'),
    userRef: one(/^[!-~]{1,512}$/, '`user_ref` of a form of your website'),
    commentId: one(/^\d{1,64}(_\d{1,64})?$/, 'id of a comment, to whose writer the message is a private reply'),
    phone: one(/^(?=(\D*\d){5,20}\D*$)\+?[\d ().-]{5,40}$/, 'phone number, best as +15555550100'),
    userId: one(/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/, 'business-scoped user id as US.13491208655302741918'),
  }) satisfies Record<keyof typeof channelsOf, unknown>;

/** Fact sheet §1: they answer errors save in a few countries, so there is nothing to build on. */
const endedToken =
  'notificationMessagesToken: Meta ended recurring notifications on 2026-02-10; send a UTILITY template instead';

type Named = { readonly [name in keyof typeof channelsOf]?: string | undefined };

const isOne = ({ id, userRef, commentId, phone, userId }: Named): boolean =>
  [id, userRef, commentId, phone ?? userId].filter((name) => name !== undefined).length === 1;

/**
 * Whom a message goes to: exactly one member, but `phone` and `userId` may stand together (both go to WhatsApp, where the
 * phone number wins).
 */
export const Recipient = z.lazy(() =>
  z
    .strictObject(members(), {
      error: ({ code, keys }) =>
        code === 'unrecognized_keys' && Array.isArray(keys) && keys.includes('notificationMessagesToken')
          ? endedToken
          : undefined,
    })
    .check(
      z.refine<Named>(isOne, 'names not exactly one of id, userRef, commentId, and phone or userId or both'),
      z.describe('Whom the message goes to: exactly one member, but `phone` and `userId` may stand together.'),
    ),
);

/** Whom a message goes to. */
export type Recipient = z.infer<typeof Recipient>;

const memberNames = Object.keys(channelsOf).filter((name): name is keyof typeof channelsOf => name in channelsOf);

/**
 * Throws `Failure` `invalid-request` with the path of each member (`body.to.…`) that does not name a person of this
 * channel. Whether the person is there, only Meta knows.
 */
export function checkRecipient(recipient: Recipient, channel: Channel): void {
  const allowed = (name: keyof typeof channelsOf) => channelsOf[name].some((one) => one === channel);
  const wrong = memberNames.filter((name) => recipient[name] !== undefined && !allowed(name));
  if (wrong.length === 0) return;
  const reason = `${channel} names a person by ${memberNames.filter(allowed).join(' or ')}`;
  const errors = wrong.map((name) => ({ path: `body.to.${name}`, reason }));
  throw new Failure('invalid-request', `${channel} does not know such a recipient`, { errors });
}
