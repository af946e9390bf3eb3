import { SHOP } from './assets.ts';
import { changes } from './change.ts';
import type { Day, Item } from './day.ts';
import { messaging, textOf } from './direct-message.ts';
import { PEOPLE, type Person } from './people.ts';

const { mara, aiko, noor, leela, finn, rosa } = PEOPLE;

/** Instagram: direct messages, stories, comments and mentions. */
export function instagramDay(day: Day): Item[] {
  return [...messages(day), ...around(day), ...comments(day)];
}

function messages(day: Day): Item[] {
  const item = messaging(day, 'instagram');
  const say = (hour: number, person: Person, text: string) =>
    item(hour, person, ...textOf(day.id('aWdfZGVtbzp'), text));
  const show = (hour: number, person: Person, what: string, type: string, payload?: object) => {
    const message = { mid: day.id('aWdfZGVtbzp'), attachments: [{ type, ...(payload ? { payload } : {}) }] };
    return item(hour, person, { message }, { sort: type === 'story_mention' ? 'story mention' : 'message', what });
  };
  return [
    say(8.7, leela, 'That terrarium!! 😍 price?'),
    say(9.7, aiko, '在庫ありますか？✨'),
    say(10.9, noor, 'كم سعر المصباح؟'),
    say(12.8, rosa, 'Is the store open on Sunday?'),
    say(14.1, finn, 'Könnt ihr auch nach Österreich liefern? 🇦🇹'),
    say(16.6, mara, 'wow, thanks 💚'),
    show(9.8, aiko, 'sent a photo', 'image', { url: 'https://media.example/window.jpg' }),
    show(13.1, leela, 'mentioned the shop in a story', 'story_mention', { url: 'https://media.example/story' }),
    show(13.3, rosa, 'shared a post', 'ig_post', {
      ig_post_media_id: day.id('99'),
      title: 'Fern lamp',
      url: 'https://media.example/p',
    }),
    show(15.1, finn, 'sent a heart', 'like_heart'),
    show(15.4, noor, 'sent a photo that vanishes', 'ephemeral'),
  ];
}

function around(day: Day): Item[] {
  const item = messaging(day, 'instagram');
  const mid = day.id('aWdfZGVtbzp');
  const answer = { mid, text: 'From 39 €, pick-up today 🙂', is_echo: true };
  const gone = { mid: day.id('aWdfZGVtbzp'), is_deleted: true };
  const love = { mid, action: 'react', reaction: 'love', emoji: '❤️' };
  const breaker = { mid: day.id('aWdfZGVtbzp'), title: 'Do you ship abroad?', payload: 'SHIP_ABROAD' };
  const link = { ref: 'bio-link', source: 'IGME-SOURCE-LINK', type: 'OPEN_THREAD' };
  return [
    item(8.9, leela, { message: answer }, { sort: 'echo', what: `“${answer.text}”`, fromShop: true }),
    item(9.0, leela, { read: { mid } }, { sort: 'read', what: 'saw the answer' }),
    item(9.05, leela, { reaction: love }, { sort: 'reaction', what: 'reacted with ❤️' }),
    item(12.9, rosa, { postback: breaker }, { sort: 'postback', what: 'tapped “Do you ship abroad?”' }),
    item(12.75, rosa, { referral: link }, { sort: 'referral', what: 'came by the link in the bio' }),
    item(15.5, noor, { message: gone }, { sort: 'deletion', what: 'unsent a message' }),
  ];
}

function comments(day: Day): Item[] {
  const item = changes(day, 'instagram', 'instagram', SHOP.instagram);
  const media = day.id('99');
  const comment = (person: Person, text: string, field: 'comments' | 'live_comments' = 'comments') => {
    const from = { id: person.igsid, username: person.handle };
    const value = { id: day.id('98'), text, from, media: { id: media, media_product_type: 'FEED' } };
    return { field, sort: 'comment', who: `@${person.handle}`, what: `commented “${text}”`, value: () => value };
  };
  const mention = { media_id: media, comment_id: day.id('98') };
  const story = { media_id: day.id('99'), exits: 12, replies: 3, reach: 481, taps_forward: 96, taps_back: 14 };
  return [
    item(10.2, comment(mara, 'Need this 🌿🌿')),
    item(11.7, comment(finn, 'Wann wieder da?')),
    item(13.5, comment(aiko, 'すてき')),
    item(18.5, comment(rosa, 'hello from the stream 👋', 'live_comments')),
    item(15.8, {
      field: 'mentions',
      sort: 'mention',
      who: 'somebody',
      what: 'mentioned the shop in a comment',
      value: () => mention,
    }),
    item(19.0, {
      field: 'story_insights',
      sort: 'story insight',
      who: 'a story',
      what: 'ended, seen by 481 people',
      value: () => story,
    }),
  ];
}
