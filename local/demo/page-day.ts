import { SHOP } from './assets.ts';
import { type Change, changes } from './change.ts';
import type { Day, Item } from './day.ts';
import { PEOPLE, type Person } from './people.ts';

const { mara, tomas, aiko, olek, finn, rosa } = PEOPLE;

/** The Page's wall, and the leads of its forms. */
export function pageDay(day: Day): Item[] {
  const item = changes(day, 'page', 'page', SHOP.page);
  const post = `${SHOP.page}_${day.number()}`;
  return [
    ...wall(day, post).map(([hour, change]) => item(hour, change)),
    ...[tomas, olek, rosa, finn, mara].map((person, at) => item(9.2 + at * 2.1, lead(day, person, at % 2 === 0))),
    item(17.5, unheardOf()),
  ];
}

function wall(day: Day, post: string): [number, Change][] {
  const feed = (person: { name: string; psid?: string }, sort: string, what: string, value: object): Change => ({
    field: 'feed',
    sort,
    who: person.name,
    what,
    value: (at) => ({
      post_id: post,
      from: { id: person.psid ?? SHOP.page, name: person.name },
      created_time: at,
      ...value,
    }),
  });
  const comment = (person: Person, message: string) => {
    const value = { item: 'comment', verb: 'add', comment_id: day.id(`${SHOP.page}_`), parent_id: post, message };
    return feed(person, 'comment', `commented “${message}”`, value);
  };
  const [praise, spam] = [comment(mara, 'Love this window display 🌱'), comment(rosa, 'Cheap phones at example.com')];
  const text = 'New in: lamps that plants like ☀️';
  return [
    [8.5, feed(SHOP, 'post', `posted “${text}”`, { item: 'post', verb: 'add', message: text })],
    [9.0, praise],
    [10.3, comment(aiko, 'かわいい！')],
    [11.1, spam],
    [
      11.2,
      feed(rosa, 'comment', 'had a comment removed', { item: 'comment', verb: 'remove', comment_id: day.id('c_') }),
    ],
    [12.0, feed(olek, 'reaction', 'liked the post', { item: 'reaction', verb: 'add', reaction_type: 'like' })],
    [12.1, feed(finn, 'reaction', 'loved the post', { item: 'reaction', verb: 'add', reaction_type: 'love' })],
    [
      16.4,
      feed(SHOP, 'post', 'edited the post', {
        item: 'status',
        verb: 'edited',
        published: 1,
        message: `${text} (10 %)`,
      }),
    ],
    [14.9, mention(day, finn)],
    [18.2, rating(day, tomas)],
  ];
}

const mention = (day: Day, { name }: Person): Change => ({
  field: 'mention',
  sort: 'mention',
  who: name,
  what: 'mentioned the shop in a post',
  value: (at) => ({
    item: 'post',
    verb: 'add',
    post_id: day.id('99_'),
    message: 'At Lumen & Leaf today',
    created_time: at,
  }),
});

const rating = (day: Day, { name, psid }: Person): Change => ({
  field: 'ratings',
  sort: 'rating',
  who: name,
  what: 'recommends the shop: “Muy amables”',
  value: (at) => ({
    item: 'rating',
    verb: 'add',
    reviewer_id: psid,
    reviewer_name: name,
    open_graph_story_id: day.id('99'),
    recommendation_type: 'POSITIVE',
    review_text: 'Muy amables',
    created_time: at,
  }),
});

function lead(day: Day, { name }: Person, paid: boolean): Change {
  const [leadgenId, ad] = [day.id('99'), paid ? day.id('98') : '0'];
  return {
    field: 'leadgen',
    sort: 'lead',
    who: name,
    what: `filled in the form “Plant care course”${paid ? ' on an ad' : ''}`,
    value: (at) => ({
      leadgen_id: leadgenId,
      page_id: SHOP.page,
      form_id: '990000000000021',
      created_time: at,
      ad_id: ad,
      adgroup_id: ad,
    }),
  };
}

/** A field that Meta may send one day: it must be kept, not lost. */
const unheardOf = (): Change => ({
  field: 'shop_weather',
  sort: 'unknown field',
  who: SHOP.name,
  what: 'got something new from Meta, field “shop_weather”',
  value: (at) => ({ item: 'forecast', verb: 'add', forecast: 'sunny', created_time: at }),
});
