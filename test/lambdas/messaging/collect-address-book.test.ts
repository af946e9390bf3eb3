import { describe, expect, it } from '@jest/globals';
import { collectWorld, number, second, waTextOf, whatsapp } from './collect-world.ts';

const other = '15550000002';
const line = (over: object = {}, contact: object = {}) => ({
  ...{ type: 'contact', action: 'add', metadata: { timestamp: String(Date.parse(second(3)) / 1000) } },
  contact: { full_name: 'Example Colleague', first_name: 'Example', phone_number: number, ...contact },
  ...over,
});

async function world() {
  const w = collectWorld();
  const book = (entries: readonly unknown[], key = 'book') =>
    w.arrives('app-state-sync', { entries }, { ...whatsapp(second(9), key), at: null });
  const names = () => w.doors.people.rows().map(({ name, aliases }) => [name, aliases[0]?.alias, aliases[0]?.since]);
  return { ...w, book, names };
}

describe('the address book of a business’s app', () => {
  it('names people before they write, as of when they were added; then nothing is announced', async () => {
    const w = await world();
    await w.book([line(), line({ metadata: undefined }, { full_name: '', phone_number: `+${other}` })]);
    expect(w.names().sort()).toEqual([
      ['Example Colleague', `wa:${number}`, second(3)],
      ['Example', `wa:${other}`, second(900)],
    ]);
    expect([w.doors.threads.rows(), w.bus.announced]).toEqual([[], []]);
  });

  it.each([
    ['first', true],
    ['last', false],
  ])('leaves people the name that they go by themselves, told %s', async (_when, bookFirst) => {
    const w = await world();
    const write = () => w.arrives('message', waTextOf('w1'), whatsapp(second(1), 'w1'));
    if (bookFirst) await w.book([line()]);
    await write();
    if (!bookFirst) await w.book([line()]);
    expect(w.doors.people.rows().map(({ name }) => name)).toEqual(['Example Person']);
  });

  it('names the person of a thread who had no name', async () => {
    const w = await world();
    await w.arrives('message', waTextOf('w1', { contact: undefined }), whatsapp(second(1), 'w1'));
    expect(w.doors.people.rows().map(({ name }) => name)).toEqual([null]);
    await w.book([line()]);
    expect(w.doors.people.rows().map(({ name }) => name)).toEqual(['Example Colleague']);
  });

  it('names whoever had the number when they were added', async () => {
    const w = await world();
    const to = (waId: string, over: object = {}) => waTextOf('w1', { from: waId, contact: undefined, ...over });
    await w.arrives('message', to(number), whatsapp(second(1), 'w1'));
    const change = { change: 'user_changed_number', previousWaId: number, waId: other };
    await w.arrives('identity-change', change, whatsapp(second(5), 'change'));
    const stranger = { name: 'Example Stranger', waId: number };
    await w.arrives('message', to(number, { messageId: 'w2', contact: stranger }), whatsapp(second(7), 'w2'));
    await w.book([line()]);
    expect(w.names()).toEqual([
      ['Example Colleague', `wa:${number}`, second(1)],
      ['Example Stranger', `wa:${number}`, second(7)],
    ]);
  });

  it('names everybody of a long one, and the same people again when it comes again', async () => {
    const w = await world();
    const many = Array.from({ length: 57 }, (_, at) => line({}, { phone_number: `1555000${1000 + at}` }));
    await w.book(many);
    await w.book(many, 'again');
    expect(new Set(w.names().map(([, alias]) => alias)).size).toBe(57);
    expect(w.names()).toHaveLength(57);
  });

  it.each([
    ['somebody taken out', line({ action: 'remove' })],
    ['somebody without a name', line({}, { full_name: undefined, first_name: undefined })],
    ['somebody without a number', line({}, { phone_number: undefined })],
    ['a group', line({ type: 'group' })],
    ['what is none', { contact: 7 }],
    ['nothing', null],
  ])('says nothing by %s', async (_what, entry) => {
    const w = await world();
    await w.book([entry]);
    expect(w.names()).toEqual([]);
    expect(w.notes.counts.map(({ tags }) => tags.outcome)).toEqual(['noted']);
  });
});
