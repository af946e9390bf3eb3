import { describe, expect, it } from '@jest/globals';
import { messageIdOf } from '../../../lambdas/messaging/message-id.ts';
import {
  type CollectWorld,
  collectWorld,
  number,
  page,
  phone,
  psid,
  second,
  userId,
  whatsapp,
} from './collect-world.ts';
import { workspace } from './rows.ts';

const waba = 'whatsapp:960000000000001';
const reactionsOn = async ({ doors }: CollectWorld, metaId: string, asset = waba) =>
  (await doors.messages.get({ workspace, id: messageIdOf(asset, metaId) }))?.reactions;
const onlyPerson = ({ doors }: CollectWorld) => {
  const [person, ...others] = doors.people.rows();
  if (person === undefined || others.length > 0) throw new Error(`${others.length + (person ? 1 : 0)} people`);
  return person.id;
};

const set = { messageId: 'w1', to: phone, phoneNumberId: phone, action: 'react', emoji: '👍' };
const back = { ...set, action: 'unreact', emoji: undefined };
const both = { waId: number, userId };

describe('a reaction on WhatsApp', () => {
  it('that was set under the number is taken back under the user id, the phone hidden', async () => {
    const w = collectWorld();
    await w.arrives('reaction', { ...set, from: number, contact: both }, whatsapp(second(1), 'set'));
    const id = onlyPerson(w);
    expect(await reactionsOn(w, 'w1')).toEqual({ [id]: { by: number, emoji: '👍', at: second(1) } });
    await w.arrives('reaction', { ...back, from: userId, contact: { userId } }, whatsapp(second(2), 'back'));
    expect(await reactionsOn(w, 'w1')).toEqual({ [id]: { by: userId, emoji: null, at: second(2) } });
    expect(onlyPerson(w)).toBe(id);
  });

  it('is taken back under the number that the person has today', async () => {
    const w = collectWorld();
    await w.arrives('reaction', { ...set, from: number }, whatsapp(second(1), 'set'));
    const change = { change: 'user_changed_number', previousWaId: number, waId: '15550000002' };
    await w.arrives('identity-change', change, whatsapp(second(2), 'change'));
    await w.arrives('reaction', { ...back, from: '15550000002' }, whatsapp(second(3), 'back'));
    expect(Object.values((await reactionsOn(w, 'w1')) ?? {})).toEqual([
      { by: '15550000002', emoji: null, at: second(3) },
    ]);
  });

  it('that an older row has under the number is taken back too', async () => {
    const w = collectWorld();
    const name = { workspace, id: messageIdOf(waba, 'w1') };
    await w.arrives('reaction', { ...set, from: '15550000009' }, whatsapp(second(0), 'another'));
    await w.doors.messages.change(
      name,
      (row) => row && { ...row, reactions: { [number]: { emoji: '👍', at: second(1) } } },
    );
    await w.arrives('reaction', { ...back, from: userId, contact: both }, whatsapp(second(2), 'back'));
    expect(Object.values((await reactionsOn(w, 'w1')) ?? {})).toEqual([{ by: userId, emoji: null, at: second(2) }]);
  });

  it('of two people is one of each', async () => {
    const w = collectWorld();
    await w.arrives('reaction', { ...set, from: number }, whatsapp(second(1), 'one'));
    await w.arrives('reaction', { ...set, from: '15550000002' }, whatsapp(second(1), 'other'));
    expect(Object.values((await reactionsOn(w, 'w1')) ?? {}).map(({ by }) => by)).toEqual([number, '15550000002']);
  });
});

describe('a reaction of the business', () => {
  it.each([
    ['a Page', { messageId: 'm1', from: page, to: psid }, {}, `page:${page}`, page],
    [
      'a number, told by an echo',
      { messageId: 'm1', from: '15550009999', to: number, phoneNumberId: phone, echo: true },
      whatsapp(second(1), 'echo'),
      waba,
      '15550009999',
    ],
  ])('is its own, and no person’s: %s', async (_who, event, over, asset, by) => {
    const w = collectWorld();
    await w.arrives('reaction', { ...event, action: 'react', emoji: '👍' }, { at: second(1), ...over });
    expect(await reactionsOn(w, 'm1', asset)).toEqual({ [by]: { emoji: '👍', at: second(1) } });
    expect(w.doors.people.rows()).toEqual([]);
  });
});
