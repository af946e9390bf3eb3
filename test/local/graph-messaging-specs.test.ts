import { describe, expect, it } from '@jest/globals';
import { checkAnswers } from '../meta-specs/check-answers.ts';
import { checkJournal, readJournal } from '../meta-specs/check-calls.ts';
import { readSpecs } from '../meta-specs/read-specs.ts';
import { beyondMessagingMembers } from '../meta-specs/unknown-messaging-members.ts';
import { describeWithShared, specsDir } from '../shared-material.ts';
import { type MessagingSimulator, messagingSimulator } from './graph-messaging-sim.ts';
import { DEMO, type Json } from './graph-meta.ts';

/** Every edge of messages once, each with an answer that has something in it. */
async function everyAnswer(sim: MessagingSimulator): Promise<Json[]> {
  const attachment = { type: 'image', payload: { url: 'https://shop.invalid/a.png' } };
  const to = { recipient: { id: '88' } };
  const made = { name: 'made', language: 'en_US', category: 'UTILITY', components: [] };
  const file = { messaging_product: 'whatsapp', file: 'data:image/png,x' };
  const post = (path: string, by: string, body: Json) => sim.post(path, by, body);
  const answers = [
    await sim.messenger({ message: { text: 'hi' } }),
    await sim.messenger({ sender_action: 'typing_on', messaging_type: undefined }),
    await sim.direct({ message: { text: 'hi' } }),
    await post(`/${DEMO.page}/message_attachments`, sim.page, { message: { attachment } }),
    await post(`/${DEMO.page}/message_templates`, sim.page, made),
    await sim.graph('GET', `/${DEMO.page}/message_templates`, sim.page),
    ...(await Promise.all(
      ['pass', 'request', 'take'].map((verb) => post(`/${DEMO.page}/${verb}_thread_control`, sim.page, to)),
    )),
    await sim.graph('GET', `/${DEMO.page}/thread_owner`, sim.page, { recipient: '88' }),
    await sim.whatsapp({ type: 'text', text: { body: 'hi' } }),
    await sim.whatsapp({ to: undefined, status: 'read', message_id: 'wamid.1' }),
    await post(`/${DEMO.waba}/message_templates`, sim.user, made),
    await sim.graph('GET', `/${DEMO.waba}/message_templates`, sim.user),
    await post(`/${DEMO.number}/media`, sim.user, file),
  ];
  const id = answers.at(-1)?.body.id;
  return [...answers, await sim.graph('GET', `/${id}`, sim.user), await sim.graph('DELETE', `/${id}`, sim.user)];
}

describeWithShared(
  'every answer around messages',
  (folder) => {
    it('has only members that Meta’s specs know, or that have a reason', async () => {
      const sim = await messagingSimulator();
      await sim.set({ answers: 'none' });
      const answers = await everyAnswer(sim);
      const rows = await readJournal(sim.url);
      await sim.close();
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
      const bodies = answers.map(({ body }) => body);
      const found = checkAnswers(rows, bodies, readSpecs(folder), beyondMessagingMembers);
      expect({ violations: found.violations, unused: found.unused }).toEqual({ violations: [], unused: [] });
      expect(found.members).toBeGreaterThan(40);
      const { violations } = checkJournal(rows, readSpecs(folder));
      expect(violations.filter((one) => one.includes('?type'))).toEqual([]);
    });
  },
  specsDir(),
);

describe('reasons', () => {
  it('are sentences', () => expect(Object.values(beyondMessagingMembers).every((one) => one.length > 20)).toBe(true));
});
