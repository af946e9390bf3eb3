import type { OutboundMessage } from '../lambdas/foundation/store/outbound-messages.ts';
import type { Thread } from '../lambdas/foundation/store/threads.ts';
import { now } from './payloads.ts';

type Json = Readonly<Record<string, unknown>>;

/** A message, the thread that it is for, and what Meta may get of it. */
export interface Conversation {
  readonly row: OutboundMessage;
  readonly thread: Thread;
  /** The body in Meta's words; undefined where the fact sheet (§8) lets nothing go. */
  readonly body: Json | undefined;
  /** Whose call it is. */
  readonly account: string;
}

const hour = 3600_000;
const day = 24 * hour;

/** How long ago the person wrote: from (inclusive) and to (exclusive), milliseconds. §8: 24 hours, 7 days. */
const ages = { free: [0, day], tagged: [day, 7 * day], shut: [7 * day, 60 * day] } as const;

/** The age of the `round`th conversation of its case: mostly anywhere between the ends, and now and then an end itself. */
function ageOf([from, to]: readonly [number, number], round: number): number {
  if (round % 8 === 0) return from;
  return round % 8 === 1 ? to - 1 : from + ((round * 7_919_993) % (to - from));
}

/** Whose they are; Instagram's account hangs on the Page, whose token speaks for it. */
export const accounts = {
  messenger: { account: '100000000000001', asset: 'page:100000000000001', phoneNumberId: null },
  instagram: { account: '100000000000001', asset: 'instagram:400000000000001', phoneNumberId: null },
  whatsapp: { account: '200000000000001', asset: 'whatsapp:500000000000001', phoneNumberId: '200000000000001' },
} as const;

const file = 'https://files.shop.example/catalogue/jackets/blue-m.jpg';
const words = (nth: number) =>
  `Your parcel is on its way and comes between ten and twelve. Is somebody at home? (${nth})`;
const choices = ['Yes', 'No'].map((title) => ({ content_type: 'text', title, payload: `HOME_${title}` }));
const template = { name: 'parcel_on_its_way', language: { code: 'en_US' } };
const filled = {
  ...template,
  components: [{ type: 'body', parameters: [{ type: 'text', text: '123456' }] }],
};
const buttons = [
  { type: 'postback', title: 'Track it', payload: 'TRACK' },
  { type: 'web_url', title: 'Open the shop', url: 'https://shop.example/orders' },
];
const interactive = {
  type: 'button',
  body: { text: 'Is somebody at home?' },
  action: { buttons: ['Yes', 'No'].map((title) => ({ type: 'reply', reply: { id: `home-${title}`, title } })) },
};
const place = { latitude: 52.5, longitude: 13.4, name: 'Shop', address: '1 Fake Street' };

/** What is said: in our API's words, and in Meta's for a Page or a number. */
const sayings = {
  text: (nth: number) => [{ type: 'text', text: words(nth) }, { text: words(nth) }, { body: words(nth) }],
  replies: (nth: number) => [
    { type: 'text', text: words(nth), quickReplies: choices },
    { text: words(nth), quick_replies: choices },
  ],
  image: () => [
    { type: 'image', media: { url: file } },
    { attachment: { type: 'image', payload: { url: file } } },
    { link: file },
  ],
  buttons: (nth: number) => [
    { type: 'buttons', text: words(nth), buttons },
    { attachment: { type: 'template', payload: { template_type: 'button', text: words(nth), buttons } } },
  ],
  interactive: () => [{ type: 'interactive', interactive }, {}, interactive],
  location: () => [{ type: 'location', location: place }, {}, place],
  template: () => [{ type: 'template', template: filled }, { template: filled }, filled],
} satisfies Record<string, (nth: number) => readonly Json[]>;

/** Who says what to whom, how long after the person wrote, as what the caller wants it, and as what it may go. */
type Case = readonly [
  channel: Thread['channel'],
  age: keyof typeof ages | 'never',
  sender: OutboundMessage['sender'],
  says: keyof typeof sayings,
  how: OutboundMessage['how'],
  goes: Json | undefined,
];

const response = { messaging_type: 'RESPONSE' };
const tagged = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };
const utility = { messaging_type: 'UTILITY' };
const tag = { tag: 'HUMAN_AGENT' } as const;

/** Written from the fact sheet's §8, and asking none of our code. */
const cases: readonly Case[] = [
  ['messenger', 'free', 'automation', 'text', {}, response],
  ['instagram', 'free', 'automation', 'text', {}, response],
  ['whatsapp', 'free', 'automation', 'text', {}, {}],
  ['messenger', 'free', 'human', 'replies', {}, response],
  ['instagram', 'free', 'human', 'image', {}, response],
  ['whatsapp', 'free', 'human', 'image', { recipientType: 'individual' }, { recipient_type: 'individual' }],
  ['messenger', 'tagged', 'automation', 'text', {}, undefined],
  ['messenger', 'free', 'automation', 'buttons', {}, response],
  ['instagram', 'tagged', 'human', 'text', tag, tagged],
  ['whatsapp', 'shut', 'automation', 'template', {}, {}],
  ['messenger', 'free', 'automation', 'text', { messagingType: 'UPDATE' }, { messaging_type: 'UPDATE' }],
  ['instagram', 'shut', 'human', 'text', tag, undefined],
  ['whatsapp', 'free', 'automation', 'interactive', {}, {}],
  ['messenger', 'tagged', 'human', 'replies', tag, tagged],
  ['instagram', 'free', 'automation', 'replies', {}, response],
  ['whatsapp', 'tagged', 'human', 'text', {}, undefined],
  ['messenger', 'never', 'automation', 'template', {}, utility],
  ['instagram', 'tagged', 'human', 'image', {}, tagged],
  ['whatsapp', 'never', 'automation', 'template', {}, {}],
  ['messenger', 'free', 'human', 'text', tag, tagged],
  ['instagram', 'tagged', 'automation', 'text', {}, undefined],
  ['whatsapp', 'free', 'human', 'location', {}, {}],
  ['messenger', 'shut', 'automation', 'template', {}, utility],
  ['whatsapp', 'free', 'automation', 'template', {}, {}],
];

/** How many conversations hold each case once. */
export const casesInAll = cases.length;

/** How many of each such round may go. */
export const goingOfEach = cases.filter(([, , , , , goes]) => goes !== undefined).length;

/** When the person wrote last (milliseconds since 1970), null: never; and who answers. */
export function storyOf(nth: number) {
  const [channel, age, sender, says, how, goes] = cases[nth % casesInAll] ?? cases[0] ?? raise();
  const openedAt = age === 'never' ? null : now - ageOf(ages[age], Math.floor(nth / casesInAll));
  return { channel, sender, says, how, goes, openedAt, marker: `s_${nth.toString(16).padStart(32, '0')}` };
}

const raise = (): never => {
  throw new Error('no such case');
};

const firstPerson = 7_000_000_000_000_000;

/** How Meta names the person of a conversation, on Messenger and Instagram and on WhatsApp. */
const idOf = (nth: number) => String(firstPerson + nth);
const phoneOf = (nth: number) => `+1555${String(nth).padStart(7, '0')}`;

/** Whose conversation it is, by what a body names the person. */
export const nthOf = (person: string) =>
  person.startsWith('+1555') ? Number(person.slice(5)) : Number(person) - firstPerson;

const metasTypeOf = { interactive: 'interactive', location: 'location', template: 'template', image: 'image' } as const;

/** The `nth` conversation of as many as one likes; each case comes every so many. */
export function conversation(nth: number): Conversation {
  const { channel, says, goes, ...story } = storyOf(nth);
  const [content = {}, message = {}, part = {}] = sayings[says](nth);
  const type = says in metasTypeOf ? says : 'text';
  const ofNumber = { messaging_product: 'whatsapp', ...goes, to: phoneOf(nth), type, [type]: part };
  const ofPage = { recipient: { id: idOf(nth) }, ...goes, message: { ...message, metadata: story.marker } };
  const body = channel === 'whatsapp' ? { ...ofNumber, biz_opaque_callback_data: story.marker } : ofPage;
  const { account, ...held } = accounts[channel];
  const name = { workspace: 'bench', channel, ...held, personId: `p_${nth}` };
  const to: OutboundMessage['recipient'] = channel === 'whatsapp' ? { phone: phoneOf(nth) } : { id: idOf(nth) };
  return {
    row: rowOf({ ...name, ...story, nth, to, content }),
    thread: threadOf(name, nth, story.openedAt),
    body: goes && body,
    account,
  };
}

type Name = Pick<Thread, 'workspace' | 'channel' | 'asset' | 'phoneNumberId' | 'personId'>;
type Story = Name & Pick<ReturnType<typeof storyOf>, 'sender' | 'how' | 'marker'>;

const acceptedAt = new Date(now - 2_000).toISOString();

const rowOf = (it: Story & { nth: number; to: OutboundMessage['recipient']; content: Json }): OutboundMessage => ({
  workspace: it.workspace,
  id: it.marker,
  bodyHash: 'f'.repeat(64),
  lane: `t_${it.nth}`,
  seq: 1,
  threadId: `t_${it.nth}`,
  personId: it.personId,
  channel: it.channel,
  asset: it.asset,
  phoneNumberId: it.phoneNumberId,
  sender: it.sender,
  recipient: it.to,
  type: String(it.content.type),
  how: it.how,
  content: it.content,
  state: 'accepted',
  acceptedAt,
  sendingAt: null,
  sendingBy: null,
  settledAt: null,
  appId: null,
  metaId: null,
  messageId: null,
  failure: null,
  attempts: 0,
  pairRefusals: 0,
});

function threadOf(
  { workspace, channel, asset, phoneNumberId, personId }: Name,
  nth: number,
  openedAt: number | null,
): Thread {
  const at = openedAt === null ? null : new Date(openedAt).toISOString();
  return {
    workspace,
    id: `t_${nth}`,
    channel,
    asset,
    phoneNumberId,
    personId,
    groupId: null,
    lastAt: at ?? new Date(0).toISOString(),
    lastDirection: at === null ? 'out' : 'in',
    openedBy: at === null ? null : 'message',
    openedAt: at,
    windowDueAt: null,
    entryAt: null,
    entryAnsweredAt: null,
    deliveredUpTo: null,
    readUpTo: null,
    control: null,
  };
}
