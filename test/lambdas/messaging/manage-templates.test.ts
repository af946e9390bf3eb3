import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { jsonBody } from '../../../lambdas/foundation/meta/edges/json-body.ts';
import { DEMO, type MetaSimulator, metaSimulator } from '../../local/graph-meta.ts';
import { describeWithShared } from '../../shared-material.ts';
import { type ManageWorld, manageWorld, refusalOf } from './manage-world.ts';

const account = `whatsapp:${DEMO.waba}`;
const page = `page:${DEMO.page}`;

const reminder = {
  account,
  name: 'appointment_reminder',
  language: 'en_US',
  category: 'UTILITY',
  components: [{ type: 'BODY', text: 'See you tomorrow.' }],
};

let meta: MetaSimulator;
let world: ManageWorld;
beforeAll(async () => {
  meta = await metaSimulator();
});
afterAll(() => meta.close());
beforeEach(async () => {
  await meta.control('POST', 'world', { reset: true });
  for (const one of ['faults', 'messages', 'messaging', 'calls']) await meta.control('DELETE', one);
  world = await manageWorld(meta);
});

describe('the list of templates', () => {
  it('shows an account’s templates as Meta has them, page by page', async () => {
    const first = await world.list('whatsapp', { account, limit: '1' });
    expect(first.data).toEqual([
      {
        ...{ id: '990000000000081', name: 'order_update', language: 'en_US', category: 'UTILITY', status: 'APPROVED' },
        components: [{ type: 'BODY', text: 'Hi {{1}}, your order {{2}} is on its way.' }],
      },
    ]);
    const second = await world.list('whatsapp', { account, limit: '1', cursor: first.nextCursor });
    expect(second.data.map(({ name }) => name)).toEqual(['hello_world']);
    expect(second.nextCursor).toBeNull();
  });

  it('takes Meta’s filters', async () => {
    const named = await world.list('whatsapp', { account, name: 'hello_world' });
    expect(named.data.map(({ id }) => id)).toEqual(['990000000000082']);
    expect((await world.list('whatsapp', { account, status: 'APPROVED' })).data).toHaveLength(2);
    expect((await world.list('whatsapp', { account, status: 'REJECTED' })).data).toEqual([]);
  });

  it('shows a Page’s own for Messenger', async () => {
    const { data } = await world.list('messenger', { account: page });
    expect(data.map(({ id, name }) => [id, name])).toEqual([['990000000000083', 'order_update']]);
  });

  it('shows nobody what they have not linked, and no list another’s cursor', async () => {
    expect(await refusalOf(world.list('whatsapp', { account }, 'other-shop'))).toBe('not-found');
    expect(await refusalOf(world.list('whatsapp', { account: 'whatsapp:990000000000099' }))).toBe('not-found');
    expect(await refusalOf(world.list('whatsapp', { account: page }))).toBe('invalid-request');
    expect(await refusalOf(world.list('messenger', { account: `instagram:${DEMO.instagram}` }))).toBe(
      'invalid-request',
    );
    const { nextCursor: cursor } = await world.list('whatsapp', { account, limit: '1' });
    expect(cursor).not.toBeNull();
    expect(await refusalOf(world.list('messenger', { account: page, cursor }))).toBe('invalid-request');
  });
});

describeWithShared('Meta’s own example', (shared) => {
  it('goes to Meta as it is', async () => {
    const file = join(shared, 'meta', 'samples', 'messaging', 'wa_template_create_named_params.json');
    const wish = JSON.parse(readFileSync(file, 'utf8'));
    const sent: unknown[] = [];
    const graph: ManageWorld['doors']['graph'] = {
      ...world.doors.graph,
      createMessageTemplate: async (_, owner, body) => {
        sent.push(owner, JSON.parse(jsonBody(body).join('')));
        return { id: '1', status: 'PENDING', category: 'MARKETING' };
      },
    };
    await world.create('whatsapp', { account, ...wish }, 'key-1', { graph });
    expect(sent).toEqual([{ kind: 'waba', id: DEMO.waba }, wish]);
    expect(await world.create('whatsapp', { account, ...wish }, 'key-2')).toMatchObject({ category: 'MARKETING' });
  });
});

describe('a new template', () => {
  it('is answered with what Meta said, and stands in the list', async () => {
    const made = await world.create('whatsapp', reminder, 'key-1');
    expect(made).toEqual({ id: expect.stringMatching(/^\d+$/), status: 'PENDING', category: 'UTILITY' });
    const { data } = await world.list('whatsapp', { account, name: reminder.name });
    expect(data).toEqual([expect.objectContaining({ id: made.id, components: reminder.components })]);
  });

  it('is made once a key: the replay gets the first answer, another body is refused', async () => {
    const made = await world.create('whatsapp', reminder, 'key-1');
    expect(await world.create('whatsapp', reminder, 'key-1')).toEqual(made);
    const other = { ...reminder, language: 'de' };
    expect(await refusalOf(world.create('whatsapp', other, 'key-1'))).toBe('conflict');
    expect(await refusalOf(world.create('whatsapp', reminder))).toBe('invalid-request');
    const { body } = await meta.control('GET', 'calls?path=message_templates');
    expect(body.data.filter(({ method }: { method: string }) => method === 'POST')).toHaveLength(1);
  });

  it('of a name that stands is Meta’s to refuse, and its key is free again', async () => {
    await world.create('whatsapp', reminder, 'key-1');
    expect(await refusalOf(world.create('whatsapp', reminder, 'key-2'))).toBe('meta-rejected');
    const other = { ...reminder, name: 'appointment_moved' };
    expect(await world.create('whatsapp', other, 'key-2')).toMatchObject({ status: 'PENDING' });
  });

  it('of a Page is a utility template', async () => {
    const wish = { ...reminder, account: page };
    expect(await world.create('messenger', wish, 'key-1')).toMatchObject({ category: 'UTILITY' });
    expect(await refusalOf(world.create('messenger', { ...wish, category: 'MARKETING' }, 'key-2'))).toBe('schema');
    expect(await refusalOf(world.create('messenger', { ...wish, account }, 'key-2'))).toBe('invalid-request');
  });

  it.each([
    ['a name with capitals', { name: 'Reminder' }],
    ['a name of 513 letters', { name: 'a'.repeat(513) }],
    ['a category that Meta has not', { category: 'SERVICE' }],
    ['a format that Meta has not', { parameter_format: 'numbered' }],
    ['another token', { access_token: 'fake-token' }],
    ['another method', { method: 'delete' }],
  ])('with %s is not even sent', async (_, wrong) => {
    expect(await refusalOf(world.create('whatsapp', { ...reminder, ...wrong }, 'key-1'))).toBe('schema');
    expect((await meta.control('GET', 'calls?path=message_templates')).body.data).toEqual([]);
    expect(await world.create('whatsapp', reminder, 'key-1')).toMatchObject({ status: 'PENDING' });
  });

  it('has the connection looked at when Meta refuses the token', async () => {
    const fault = { kind: 'error', code: 190, subcode: 460 };
    const graph = [{ match: { path: 'message_templates' }, times: 1, fault }];
    await meta.control('POST', 'faults', { graph });
    expect(await refusalOf(world.create('whatsapp', reminder, 'key-1'))).toBe('connection-revoked');
    expect(world.outbox.items('connectionCare')).toEqual([{ wake: { workspace: 'shop', connectionId: 'c1' } }]);
    world.outbox.refuse();
    await meta.control('POST', 'faults', { graph });
    expect(await refusalOf(world.create('whatsapp', reminder, 'key-1'))).toBe('connection-revoked');
    expect(await world.create('whatsapp', reminder, 'key-1')).toMatchObject({ status: 'PENDING' });
  });
});
