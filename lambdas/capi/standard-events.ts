/** Meta's names for what happens on websites, in apps and in shops; the fact sheet names Purchase, the pixel's page the others. */
const everywhere = [
  'AddPaymentInfo',
  'AddToCart',
  'AddToWishlist',
  'CompleteRegistration',
  'Contact',
  'CustomizeProduct',
  'Donate',
  'FindLocation',
  'InitiateCheckout',
  'Lead',
  'PageView',
  'Purchase',
  'Schedule',
  'Search',
  'StartTrial',
  'SubmitApplication',
  'Subscribe',
  'ViewContent',
];

/** Names for what happens in chats (fact sheet §9, business messaging). */
export const businessMessagingEvents: ReadonlySet<string> = new Set([
  'Purchase',
  'LeadSubmitted',
  'InitiateCheckout',
  'AddToCart',
  'ViewContent',
  'OrderCreated',
  'OrderShipped',
  'OrderDelivered',
  'OrderCanceled',
  'OrderReturned',
  'CartAbandoned',
  'QualifiedLead',
  'RatingProvided',
  'ReviewProvided',
]);

/** Every event whose members Meta documents; all others are custom. */
export const standardEvents: ReadonlySet<string> = new Set([...everywhere, ...businessMessagingEvents]);

const bare = (name: string) => name.toLowerCase().replace(/[^a-z]/g, '');
const byBareName = new Map([...standardEvents].map((name) => [bare(name), name]));

/** The standard event that differs from a custom name in nothing but capitals, blanks and dashes. */
export function lookalikeOf(name: string): string | undefined {
  return standardEvents.has(name) ? undefined : byBareName.get(bare(name));
}
