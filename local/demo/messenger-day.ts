import { SHOP } from './assets.ts';
import type { Day, Item } from './day.ts';
import { messaging, textOf } from './direct-message.ts';
import { PEOPLE } from './people.ts';

const { mara, tomas, aiko, noor, olek, leela, finn } = PEOPLE;

/** The Page's inbox: questions in six scripts, answers, receipts and what happens around a conversation. */
export function messengerDay(day: Day): Item[] {
  return [...questions(day), ...answers(day), ...gestures(day), ...entrances(day)];
}

function questions(day: Day): Item[] {
  const item = messaging(day, 'messenger');
  const say = (hour: number, person: typeof mara, text: string) =>
    item(hour, person, ...textOf(day.id('m_demo'), text));
  return [
    say(8.2, mara, 'Morning! Is the fern lamp back in stock? 🌿'),
    say(9.1, tomas, '¿Envían a Cádiz? Busco una maceta de 30 cm'),
    say(9.9, aiko, '植物用ライトの送料はいくらですか？'),
    say(10.6, noor, 'هل يمكنني استلام الطلب من المتجر اليوم؟'),
    say(11.4, olek, 'Доброго дня! Чи є у вас кактуси? 🌵'),
    say(12.3, leela, 'क्या यह पौधा कम धूप में रहेगा?'),
    say(13.8, finn, 'Grüße aus Köln – passt die Birne auch für 230 V?'),
    say(15.2, mara, 'Thank you, order placed 🎉👩‍👩‍👧'),
  ];
}

function answers(day: Day): Item[] {
  const item = messaging(day, 'messenger');
  const asked: [number, typeof mara, string][] = [
    [8.4, mara, 'Yes! Two fern lamps arrived this morning.'],
    [9.3, tomas, 'Claro, en 48 horas.'],
    [10.1, aiko, '全国一律500円です。'],
    [13.9, finn, 'Ja, E27 und 230 V.'],
  ];
  return asked.flatMap(([hour, person, text]) => {
    const mid = day.id('m_demo');
    const echo = { message: { mid, text, is_echo: true, app_id: Number(SHOP.app), metadata: 'desk-2' } };
    const sent = item(hour, person, echo, { sort: 'echo', what: `“${text}”`, fromShop: true });
    const shown = `“${text.slice(0, 24)}…”`;
    const delivery = { delivery: { mids: [mid], watermark: sent.at } };
    return [
      sent,
      item(hour + 0.02, person, delivery, { sort: 'delivery', what: `got ${shown}` }),
      item(hour + 0.1, person, { read: { watermark: sent.at } }, { sort: 'read', what: `read ${shown}` }),
    ];
  });
}

function gestures(day: Day): Item[] {
  const item = messaging(day, 'messenger');
  const [photo, lamp, typo] = [day.id('m_demo'), day.id('m_demo'), day.id('m_demo')];
  const image = { type: 'image', payload: { url: 'https://media.example/fern-lamp.jpg' } };
  const sticker = { type: 'sticker', payload: { url: 'https://media.example/thumb.png', sticker_id: 99000001 } };
  const place = { type: 'location', payload: { coordinates: { lat: 36.53, long: -6.29 } } };
  const love = { mid: photo, action: 'react', reaction: 'love', emoji: '❤️' };
  const edit = { mid: typo, text: 'Do you have 40 cm pots?', num_edit: 1 };
  const told = (sort: string, what: string) => ({ sort, what });
  return [
    item(9.5, tomas, { message: { mid: photo, attachments: [image] } }, told('message', 'sent a photo')),
    item(9.55, tomas, { message: { mid: day.id('m_demo'), attachments: [place] } }, told('message', 'sent a location')),
    item(10.8, noor, { message: { mid: day.id('m_demo'), attachments: [sticker] } }, told('message', 'sent a sticker')),
    item(11.5, olek, ...textOf(typo, 'Do you have 4 cm pots?')),
    item(11.52, olek, { message_edit: edit }, told('edit', `now says “${edit.text}”`)),
    item(9.6, tomas, { reaction: love }, told('reaction', 'reacted with ❤️')),
    item(9.62, tomas, { reaction: { mid: photo, action: 'unreact' } }, told('reaction', 'took the reaction back')),
    item(
      12.6,
      leela,
      { message: { mid: lamp, text: 'the blue one', reply_to: { mid: photo } } },
      told('message', 'sent a reply'),
    ),
    item(12.7, leela, { message: { mid: lamp, is_deleted: true } }, told('deletion', 'deleted a message')),
  ];
}

function entrances(day: Day): Item[] {
  const item = messaging(day, 'messenger');
  const ad = { ref: 'spring-sale', source: 'ADS', type: 'OPEN_THREAD', ad_id: day.id('99') };
  const start = { mid: day.id('m_demo'), title: 'Get started', payload: 'GET_STARTED' };
  const hours = { mid: day.id('m_demo'), title: 'Opening hours', payload: 'HOURS' };
  const choice = { mid: day.id('m_demo'), text: 'Delivery', quick_reply: { payload: 'SHIP_HOME' } };
  const pass = { new_owner_app_id: SHOP.app, metadata: 'to the desk' };
  const back = { previous_owner_app_id: SHOP.app, metadata: 'bot again' };
  const optin = { ref: 'care-tips', user_ref: day.id('ref_demo') };
  return [
    item(8.1, finn, { referral: ad }, { sort: 'referral', what: 'came from the ad “spring-sale”' }),
    item(8.15, finn, { postback: start }, { sort: 'postback', what: 'pressed “Get started”' }),
    item(14.2, noor, { postback: hours }, { sort: 'postback', what: 'pressed “Opening hours”' }),
    item(14.6, mara, { message: choice }, { sort: 'quick reply', what: 'chose “Delivery”' }),
    item(15.6, olek, { optin }, { sort: 'optin', what: 'asked for care tips' }),
    item(16.1, leela, { pass_thread_control: pass }, { sort: 'handover', what: 'was handed to the desk' }),
    item(16.9, leela, { take_thread_control: back }, { sort: 'handover', what: 'went back to the bot' }),
  ];
}
