import type { Day, Item } from './day.ts';
import { PEOPLE, type Person } from './people.ts';
import { inbound } from './whatsapp-change.ts';

const { mara, tomas, aiko, noor, olek, leela, finn, rosa } = PEOPLE;

/** WhatsApp messages that people send to the shop. */
export function whatsappDay(day: Day): Item[] {
  return [...texts(day), ...media(day), ...choices(day), ...changesOfMind(day)];
}

function texts(day: Day): Item[] {
  const item = inbound(day);
  const say = (
    hour: number,
    person: Person,
    body: string,
    more: { phoneless?: boolean; extra?: Record<string, unknown> } = {},
  ) => item(hour, person, 'text', { body }, { what: `“${body}”`, ...more });
  const ad = {
    source_url: 'https://fb.example/spring',
    source_id: day.id('99'),
    source_type: 'ad',
    headline: 'Spring sale',
    body: 'Lamps that plants like',
    media_type: 'image',
    ctwa_clid: day.id('demo-click-'),
  };
  return [
    say(8.3, tomas, 'Hola, ¿abrís hoy? 🙋‍♂️'),
    say(9.4, aiko, '注文の確認をお願いします'),
    say(10.4, noor, 'السلام عليكم، أين طلبي؟ 📦'),
    say(11.8, olek, 'Дякую за швидку доставку!'),
    say(12.4, leela, 'क्या आप रविवार को खुले हैं?'),
    say(13.6, rosa, 'Can I return a bulb?', { phoneless: true }),
    say(14.4, finn, 'Moin, ich komme über die Anzeige 🌞', { extra: { referral: ad } }),
    say(17.2, mara, '👍👍🏽'),
  ];
}

function media(day: Day): Item[] {
  const item = inbound(day);
  const file = (mime: string, more: object = {}) => ({
    id: day.id('99'),
    mime_type: mime,
    sha256: 'ZGVtby1kZW1vLWRlbW8tZGVtby1kZW1vLWRlbW8tZGU=',
    url: 'https://media.example/whatsapp',
    ...more,
  });
  const place = { latitude: 48.21, longitude: 16.37, name: 'Corner of Example Street', address: 'Example Street 1' };
  const friend = [
    { name: { formatted_name: 'Rosa Invented', first_name: 'Rosa' }, phones: [{ phone: '+1 555 555 0118' }] },
  ];
  return [
    item(9.6, tomas, 'image', file('image/jpeg', { caption: '¿Esta maceta?' }), {
      what: 'sent a photo: “¿Esta maceta?”',
    }),
    item(10.5, noor, 'audio', file('audio/ogg; codecs=opus', { voice: true }), { what: 'sent a voice message' }),
    item(11.9, olek, 'document', file('application/pdf', { filename: 'invoice.pdf' }), {
      what: 'sent the file invoice.pdf',
    }),
    item(12.5, leela, 'sticker', file('image/webp', { animated: false }), { what: 'sent a sticker' }),
    item(13.7, rosa, 'video', file('video/mp4', { caption: 'flickering' }), { what: 'sent a video: “flickering”' }),
    item(14.5, finn, 'location', place, { what: 'sent a location: Corner of Example Street' }),
    item(15.3, mara, 'contacts', friend, { what: 'sent a contact: Rosa Invented' }),
  ];
}

function choices(day: Day): Item[] {
  const item = inbound(day);
  const button = { type: 'button_reply', button_reply: { id: 'pickup', title: 'Pick up' } };
  const list = { type: 'list_reply', list_reply: { id: 'slot-3', title: '17:00', description: 'today' } };
  const flow = {
    type: 'nfm_reply',
    nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"plants":"3","light":"low"}' },
  };
  const basket = [
    { product_retailer_id: 'fern-lamp', quantity: 2, item_price: 39, currency: 'EUR' },
    { product_retailer_id: 'cactus-s', quantity: 1, item_price: 6.5, currency: 'EUR' },
  ];
  const order = { catalog_id: '990000000000022', text: 'Gift wrap please 🎁', product_items: basket };
  return [
    item(11.0, tomas, 'button', { text: 'Yes, send it', payload: 'YES' }, { what: 'pressed “Yes, send it”' }),
    item(11.1, tomas, 'interactive', button, { what: 'chose “Pick up”' }),
    item(11.2, tomas, 'interactive', list, { what: 'chose 17:00' }),
    item(15.9, leela, 'interactive', flow, { what: 'filled in “Which plant suits me?”' }),
    item(16.3, rosa, 'order', order, { sort: 'order', what: 'ordered 2 fern lamps and a cactus, 84.50 EUR' }),
  ];
}

function changesOfMind(day: Day): Item[] {
  const item = inbound(day);
  const [heart, typo] = [day.id('wamid.DEMO'), day.id('wamid.DEMO')];
  const edited = { original_message_id: typo, message: { type: 'text', text: { body: 'See you at 6' } } };
  const moved = {
    type: 'user_changed_user_id',
    body: 'User Rosa Invented changed from US.9930000000000018 to US.9930000000000028',
    user_id: 'US.9930000000000028',
  };
  const errors = [
    {
      code: 131051,
      title: 'Message type unknown',
      error_data: { details: 'Message type is currently not supported.' },
    },
  ];
  return [
    item(12.0, olek, 'reaction', { message_id: heart, emoji: '💚' }, { sort: 'reaction', what: 'reacted with 💚' }),
    item(16.0, noor, 'text', { body: 'See you at 5' }, { what: '“See you at 5”', id: typo }),
    item(16.05, noor, 'edit', edited, { sort: 'edit', what: 'now says “See you at 6”' }),
    item(16.2, noor, 'revoke', { original_message_id: typo }, { sort: 'deletion', what: 'took a message back' }),
    item(
      17.0,
      aiko,
      'unsupported',
      { type: 'poll' },
      { what: 'sent something WhatsApp cannot pass on', extra: { errors } },
    ),
    item(17.6, rosa, 'system', moved, { sort: 'BSUID change', what: 'has a new WhatsApp user id', phoneless: true }),
  ];
}
