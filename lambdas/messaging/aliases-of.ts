import type { PersonNames } from '../foundation/store/people.ts';
import type { FactOf, InboundFact } from './inbound-event.ts';

/** Who is behind an event: their ids (`<kind>:<value>`, the strongest first; none when nobody is named) and names. */
export interface Behind {
  readonly aliases: readonly string[];
  readonly names: PersonNames;
}

/** The business's side of an event: the channel and Meta's id of the asset. */
export interface BusinessSide {
  readonly channel: 'messenger' | 'instagram' | 'whatsapp';
  readonly assetId: string;
}

/** Facts that name a person. A change of identity names two sets of ids, an address book many people: both are read by themselves. */
export type PersonalFact = Exclude<InboundFact, FactOf<'identity-change'> | FactOf<'app-state-sync'>>;

/** No word about names. */
export const noNames: PersonNames = { name: null, username: null };
const nobody: Behind = { aliases: [], names: noNames };

/** The person behind a fact. Never the business: an id of its own is no alias, on whichever side it stands. */
export function aliasesOf(fact: PersonalFact, business: BusinessSide): Behind {
  return business.channel === 'whatsapp' ? onWhatsapp(fact, business) : inMessenger(fact, business);
}

/**
 * Ids in Messenger and Instagram hold for one Page or account. Meta's own examples do not always swap the sides of an
 * echo: where the side that should be the person is the business, the person is the other.
 */
function inMessenger(fact: PersonalFact, { channel, assetId }: BusinessSide): Behind {
  const [first, second] = sidesOf(fact);
  const person = first === assetId ? second : first;
  const aliases: string[] = [];
  if (person !== undefined && person !== assetId) {
    aliases.push(channel === 'messenger' ? `psid:${assetId}:${person}` : `igsid:${assetId}:${person}`);
  }
  if (channel === 'messenger' && 'userRef' in fact && typeof fact.userRef === 'string') {
    aliases.push(`user-ref:${assetId}:${fact.userRef}`);
  }
  return { aliases, names: noNames };
}

/** What either side does. Of the business's own the person is the other side. */
type Act = FactOf<'message' | 'echo' | 'edit' | 'deletion' | 'reaction' | 'call'>;

const acts: ReadonlySet<string> = new Set([
  'message',
  'echo',
  'edit',
  'deletion',
  'reaction',
  'call',
] satisfies Act['kind'][]);
const isAct = (fact: PersonalFact): fact is Act => acts.has(fact.kind);
const isOfBusiness = (act: Act) => act.kind === 'echo' || act.echo === true;

/** Where the person should be, and the side across. */
function sidesOf(fact: PersonalFact): readonly [string | undefined, string | undefined] {
  if (isAct(fact) && isOfBusiness(fact)) return [fact.to, fact.from];
  if (fact.kind === 'status') return [fact.recipientId ?? fact.recipientUserId, undefined];
  if (fact.kind === 'user-preference') return [fact.from ?? fact.userId, undefined];
  return [fact.from, fact.to];
}

/**
 * WhatsApp names a person by number, by a business-scoped user id (`US.1349…`), or both (fact sheet §8). The contact
 * beside a message is taken at its word only where it does not contradict the message: nobody is merged by mistake.
 */
function onWhatsapp(fact: PersonalFact, { assetId }: BusinessSide): Behind {
  const phoneNumberId = 'phoneNumberId' in fact ? fact.phoneNumberId : undefined;
  const own = new Set<unknown>([assetId, phoneNumberId]);
  const other = (id: string | undefined) => (own.has(id) ? undefined : id);
  const [side] = sidesOf(fact);
  const ids = userIdsIn(fact);
  const named: Named =
    fact.kind === 'status'
      ? { waId: fact.recipientId, userId: fact.recipientUserId, parentUserId: fact.parentRecipientUserId }
      : idsIn(side, { ...ids, userId: other(ids.userId) });
  const told = { waId: other(named.waId), userId: other(named.userId), parentUserId: other(named.parentUserId) };
  const contact = contactOf(fact);
  if (contact === undefined || contradicts(contact, told)) return { ...nobody, aliases: whatsappAliases(told) };
  const { name = null, username = null } = contact;
  return {
    aliases: whatsappAliases({
      waId: told.waId ?? other(contact.waId),
      userId: told.userId ?? other(contact.userId),
      parentUserId: told.parentUserId ?? other(contact.parentUserId),
    }),
    names: { name, username },
  };
}

/** A person's ids on WhatsApp. */
export interface Named {
  readonly waId?: string;
  readonly userId?: string;
  readonly parentUserId?: string;
}

/** Two letters of a country, a dot, and up to 128 letters and digits; a parent's has `ENT.` between (fact sheet §8). */
const userIdForm = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;

/** The webhooks room writes a user id where Meta gave no number. */
const idsIn = (id: string | undefined, { userId, parentUserId }: UserIds): Named =>
  id !== undefined && userIdForm.test(id) ? { userId: userId ?? id, parentUserId } : { waId: id, userId, parentUserId };

type UserIds = Omit<Named, 'waId'>;

/** The person's user ids as a fact itself names them, beside their number or without it. */
function userIdsIn(fact: PersonalFact): UserIds {
  if (fact.kind === 'user-preference') return { userId: fact.userId };
  if (!isAct(fact)) return {};
  return isOfBusiness(fact)
    ? { userId: fact.toUserId, parentUserId: fact.toParentUserId }
    : { userId: fact.fromUserId, parentUserId: fact.fromParentUserId };
}

type Contact = NonNullable<FactOf<'message'>['contact']>;

/** Statuses and preferences bring their ids themselves. */
const contactOf = (fact: PersonalFact): Contact | undefined => (isAct(fact) ? fact.contact : undefined);

const contradicts = (contact: Named, told: Named) =>
  differ(contact.waId, told.waId) ||
  differ(contact.userId, told.userId) ||
  differ(contact.parentUserId, told.parentUserId);

const differ = (a: string | undefined, b: string | undefined) => a !== undefined && b !== undefined && a !== b;

/** Ids of a person on WhatsApp as aliases, the strongest first. A number is kept without the `+` that people write. */
export const whatsappAliases = ({ waId, userId, parentUserId }: Named): readonly string[] => [
  ...(userId === undefined ? [] : [`bsuid:${userId}`]),
  ...(waId === undefined ? [] : [`wa:${waId.replace(/^\+(?=\d+$)/, '')}`]),
  ...(parentUserId === undefined ? [] : [`parent-bsuid:${parentUserId}`]),
];

/** The person behind an id that Meta gives on an account of Messenger's or Instagram's. */
export const personOfAccount = (
  { channel, asset }: { readonly channel: BusinessSide['channel']; readonly asset: string },
  id: string,
): readonly string[] => {
  const account = asset.slice(asset.indexOf(':') + 1);
  return channel === 'whatsapp'
    ? whatsappAliases({ waId: id })
    : [`${channel === 'messenger' ? 'psid' : 'igsid'}:${account}:${id}`];
};
