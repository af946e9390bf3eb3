import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isoTime } from '../../../lambdas/foundation/core/clock.ts';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import { whatsappCalls } from '../../../lambdas/foundation/meta/edges/whatsapp.ts';
import type { Send } from '../../../lambdas/foundation/meta/wire/graph-call.ts';
import { describeWithShared } from '../../shared-material.ts';
import { number, sendWorld, waba, workspace } from './send-world.ts';

const text = { type: 'text', text: 'hello' } as const;
const template = { type: 'template', template: { name: 'order_update', language: { code: 'en_US' } } } as const;
const noNames = { name: null, username: null };

/** A number of the workspace, whose sends WhatsApp answers with these contacts. */
async function withAnswer(contact: { readonly wa_id?: string; readonly user_id?: string }) {
  return withRaw({ messaging_product: 'whatsapp', contacts: [contact], messages: [{ id: 'wamid.fake' }] });
}

async function withRaw(answer: unknown) {
  const w = sendWorld();
  const asset = { kind: 'phone_number', id: number } as const;
  const found = { asset, name: null, ownerBusiness: null, access: 'direct' } as const;
  const at = isoTime(w.clock.now());
  await w.doors.assets.discovered(workspace, 'connection-1', [
    { ...found, tasks: [], parent: `whatsapp:${waba}`, discoveredAt: at },
  ]);
  const answers: Send = async (call) => call.answer.parse(answer);
  let identified = 0;
  const people = {
    ...w.doors.people,
    identify: (...asked: Parameters<typeof w.doors.people.identify>) => {
      identified += 1;
      return w.doors.people.identify(...asked);
    },
  };
  const doors = { ...w.doors, people, graph: { ...w.doors.graph, ...whatsappCalls(answers) } };
  const from = `phone_number:${number}`;
  const sendTo = (to: object, key = 'k1', own = doors) => w.send({ from, to, ...template }, key, own);
  const aliasesOf = async (alias: string) =>
    (await w.doors.people.byAlias(workspace, alias))?.aliases.map((one) => one.alias);
  return { w, doors, from, sendTo, aliasesOf, identified: () => identified };
}

describe('whom WhatsApp’s answer names', () => {
  // The caller's number and Meta's of one person: they differ by Mexico's 1, Argentina's 9, Brazil's nine.
  it.each([
    ['Mexico', '+52 1 55 5550 0100', '525555500100'],
    ['Argentina', '+54 9 11 5550 0100', '541155500100'],
    ['Brazil', '+55 11 95550 0100', '551155500100'],
  ])('is the person of the message, by the number as Meta writes it (%s)', async (_where, phone, waId) => {
    const { w, sendTo, aliasesOf } = await withAnswer({ wa_id: waId, user_id: 'US.10000000000000000009' });
    const { threadId } = Object(await sendTo({ phone }));
    const own = `wa:${phone.replace(/\D/g, '')}`;
    const all = [own, 'bsuid:US.10000000000000000009', `wa:${waId}`];
    for (const alias of all) expect(await aliasesOf(alias)).toEqual(all);
    expect(w.doors.people.rows()).toHaveLength(1);
    expect(threadId).toMatch(/^t_/);
  });

  it('answers in the thread of the message, which is open for the number as the caller writes it', async () => {
    const { w, doors, from, sendTo } = await withAnswer({ wa_id: '525555500100', user_id: 'MX.10000000000000000009' });
    const phone = '+5215555500100';
    const { threadId } = Object(await sendTo({ phone }));
    await expect(w.send({ from, to: { phone }, ...text }, 'k2', doors)).rejects.toMatchObject({
      kind: 'outside-window',
    });
    // What the inbox does with an answer that names the user id alone.
    const at = isoTime(w.clock.now());
    const { person } = await w.doors.people.identify(workspace, ['bsuid:MX.10000000000000000009'], noNames, at);
    const thread = await w.doors.threads.get({ workspace, id: threadId });
    expect(thread?.personId).toBe(person.id);
    await w.doors.threads.change({ workspace, id: threadId }, (standing) =>
      standing ? { ...standing, openedBy: 'message', openedAt: at } : standing,
    );
    expect(await w.send({ from, to: { phone }, ...text }, 'k2', doors)).toMatchObject({ state: 'sent', threadId });
  });

  it.each([
    ['the number that was given', { phone: '+1 (555) 555-0100' }, { wa_id: '15555550100' }],
    ['the user id that was given', { userId: 'US.10000000000000000009' }, { user_id: 'US.10000000000000000009' }],
    [
      'both that were given',
      { phone: '+15555550100', userId: 'US.10000000000000000009' },
      { wa_id: '15555550100', user_id: 'US.10000000000000000009' },
    ],
    ['nobody', { phone: '+15555550100' }, {}],
  ])('costs nothing where it is %s', async (_what, to, contact) => {
    const { sendTo, identified } = await withAnswer(contact);
    await sendTo(to);
    // Whose the message is, asked when it is taken.
    expect(identified()).toBe(1);
  });

  it('stays whose they are: a conflict is recorded and counted, and the message is sent', async () => {
    const { w, sendTo, aliasesOf } = await withAnswer({ wa_id: '525555500100' });
    const at = isoTime(w.clock.now());
    const { person: other } = await w.doors.people.identify(workspace, ['wa:525555500100'], noNames, at);
    expect(await sendTo({ phone: '+5215555500100' })).toMatchObject({ state: 'sent' });
    expect(await aliasesOf('wa:525555500100')).toEqual(['wa:525555500100']);
    const own = await w.doors.people.byAlias(workspace, 'wa:5215555500100');
    expect(own?.conflicts).toMatchObject([{ alias: 'wa:525555500100', personId: other.id }]);
    await sendTo({ phone: '+5215555500100' }, 'k2');
    expect(w.notes.total('IdentityConflicts')).toBe(1);
    expect(w.doors.people.rows()).toHaveLength(2);
  });

  it('is no matter of the message’s: it is sent, and told of, while the people cannot be written', async () => {
    const { w, doors, sendTo } = await withAnswer({ wa_id: '525555500100' });
    let asked = 0;
    const people = {
      ...doors.people,
      identify: async (...what: Parameters<typeof doors.people.identify>) => {
        asked += 1;
        if (asked > 1) throw new Failure('busy', 'others come first every time');
        return doors.people.identify(...what);
      },
    };
    expect(await sendTo({ phone: '+5215555500100' }, 'k1', { ...doors, people })).toMatchObject({ state: 'sent' });
    expect(asked).toBe(2);
    expect(w.bus.announced.map(({ type }) => type)).toEqual(['message.sent']);
    expect(w.lanes.places()).toEqual([]);
    expect(w.notes.facts).toMatchObject({ recipientIds: 'busy' });
  });
});

describeWithShared('Meta’s samples of a send’s answer', (shared) => {
  const sample = (name: string): unknown =>
    JSON.parse(readFileSync(join(shared, 'meta', 'samples', 'messaging', `${name}.json`), 'utf8'));
  const userId = 'US.13491208655302741918';

  it.each([
    ['wa_send_response', { phone: '+123456789' }, ['wa:123456789']],
    ['wa_send_response_bsuid', { userId }, [`bsuid:${userId}`]],
    ['wa_send_response_phone_and_bsuid', { phone: '+16505551234' }, ['wa:16505551234', `bsuid:${userId}`]],
  ])('%s leaves its person with all that it names', async (name, to, aliases) => {
    const { w, sendTo } = await withRaw(sample(name));
    await sendTo(to);
    const people = w.doors.people.rows().map((person) => person.aliases.map(({ alias }) => alias));
    expect(people).toEqual([aliases]);
  });
});
