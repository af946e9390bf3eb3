import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Thread } from '../../../lambdas/foundation/store/threads.ts';
import { DEMO, type MetaSimulator, metaSimulator } from '../../local/graph-meta.ts';
import { type ManageWorld, manageWorld, refusalOf } from './manage-world.ts';
import { aThread, workspace } from './rows.ts';

const person = '5550000000000001';
const inbox = '263902037430900';
const noNames = { name: null, username: null };

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

/** A thread of somebody by these ids, kept. */
async function threadOf(aliases: readonly string[], over: Partial<Thread> = {}) {
  const kept = await world.people.identify(workspace, aliases, noNames, '2026-11-20T10:00:00.000Z');
  const thread = aThread({ asset: `page:${DEMO.page}`, personId: kept.person.id, ...over });
  await world.keepThread(thread);
  return thread;
}
const onPage = () => threadOf([`psid:990000000000011:5550000000000009`, `psid:${DEMO.page}:${person}`]);
const onInstagram = () =>
  threadOf([`igsid:${DEMO.instagram}:${person}`], { channel: 'instagram', asset: `instagram:${DEMO.instagram}` });

/** What Meta was asked to change. */
const changes = async () =>
  (await meta.control('GET', 'calls?path=thread_control')).body.data.map(
    ({ path, params }: { path: string; params: Record<string, unknown> }) => [path, params.recipient, params.metadata],
  );
const standing = async () => (await world.threads.get({ workspace, id: 'thread-1' }))?.control;

describe('a thread', () => {
  it('is passed to another app, which then holds it', async () => {
    await onPage();
    const wish = { action: 'pass', targetAppId: inbox, metadata: 'wants a human' };
    const { control, id } = await world.control('thread-1', wish);
    expect(id).toBe('thread-1');
    expect(control).toEqual({ holder: 'other', appId: inbox, at: new Date(world.clock.now()).toISOString() });
    expect(await standing()).toEqual(control);
    expect(await world.owner(person)).toBe(inbox);
    expect(await changes()).toEqual([['Page/pass_thread_control', `{"id":"${person}"}`, 'wants a human']]);
  });

  it('is taken, and ours from then on', async () => {
    await onPage();
    await world.control('thread-1', { action: 'pass', targetAppId: inbox });
    world.clock.advance(60_000);
    const { control } = await world.control('thread-1', { action: 'take' });
    expect(control).toEqual({ holder: 'ours', appId: DEMO.app, at: new Date(world.clock.now()).toISOString() });
    expect(await standing()).toEqual(control);
    expect(await world.owner(person)).toBe(DEMO.app);
  });

  it('that is asked for stays with whoever has it', async () => {
    await onPage();
    const passed = await world.control('thread-1', { action: 'pass', targetAppId: inbox });
    world.clock.advance(60_000);
    const { control } = await world.control('thread-1', { action: 'request', metadata: 'back to the bot' });
    expect(control).toEqual(passed.control);
    expect(await standing()).toEqual(passed.control);
    expect((await changes()).map(([path]: string[]) => path)).toEqual([
      'Page/pass_thread_control',
      'Page/request_thread_control',
    ]);
  });

  it('that is passed to our own app is ours', async () => {
    await onPage();
    const { control } = await world.control('thread-1', { action: 'pass', targetAppId: DEMO.app });
    expect(control).toMatchObject({ holder: 'ours', appId: DEMO.app });
  });

  it('of Instagram is handed over by the Page that the account hangs on', async () => {
    await onInstagram();
    const { control } = await world.control('thread-1', { action: 'pass', targetAppId: '1217981644879628' });
    expect(control).toMatchObject({ holder: 'other', appId: '1217981644879628' });
    expect(await changes()).toEqual([['Page/pass_thread_control', `{"id":"${person}"}`, undefined]]);
    expect(await world.owner(person)).toBe('1217981644879628');
  });

  it('is known to Meta by the newest id that its person has today', async () => {
    const [older, gone] = [`psid:${DEMO.page}:5550000000000003`, `psid:${DEMO.page}:5550000000000004`];
    await threadOf([older, `psid:${DEMO.page}:${person}`, gone]);
    await world.people.rename(workspace, [gone], ['psid:990000000000011:5550000000000004'], '2026-11-20T11:00:00.000Z');
    await world.control('thread-1', { action: 'take' });
    expect((await changes()).map(([, recipient]: string[]) => recipient)).toEqual([`{"id":"${person}"}`]);
  });

  it('of WhatsApp is nothing that apps hand to each other', async () => {
    await threadOf(['wa:15555550199'], {
      channel: 'whatsapp',
      asset: `whatsapp:${DEMO.waba}`,
      phoneNumberId: DEMO.number,
    });
    expect(await refusalOf(world.control('thread-1', { action: 'take' }))).toBe('invalid-request');
  });

  it('of another workspace is none', async () => {
    await onPage();
    expect(await refusalOf(world.control('thread-1', { action: 'take' }, 'other-shop'))).toBe('not-found');
    expect(await refusalOf(world.control('thread-2', { action: 'take' }))).toBe('not-found');
  });

  it('of whom no id is known here is not spoken of to Meta', async () => {
    await threadOf([`psid:990000000000011:${person}`]);
    expect(await refusalOf(world.control('thread-1', { action: 'take' }))).toBe('recipient-unavailable');
    await world.keepThread(aThread({ id: 'thread-2', asset: `page:${DEMO.page}`, personId: null }));
    expect(await refusalOf(world.control('thread-2', { action: 'take' }))).toBe('recipient-unavailable');
    expect(await changes()).toEqual([]);
  });

  it.each([
    ['passing to nobody', { action: 'pass' }, 'invalid-request'],
    ['taking to somebody', { action: 'take', targetAppId: inbox }, 'invalid-request'],
    ['asking for somebody', { action: 'request', targetAppId: inbox }, 'invalid-request'],
    ['passing to what is no app', { action: 'pass', targetAppId: 'the inbox' }, 'schema'],
    ['an action that there is not', { action: 'release' }, 'schema'],
    ['1,001 characters for the other app', { action: 'take', metadata: 'a'.repeat(1001) }, 'schema'],
  ])('is not moved by %s', async (_, wish, refusal) => {
    await onPage();
    expect(await refusalOf(world.control('thread-1', wish))).toBe(refusal);
    expect(await changes()).toEqual([]);
    expect(await world.control('thread-1', { action: 'take', metadata: 'a'.repeat(1000) })).toMatchObject({
      control: { holder: 'ours' },
    });
  });

  it.each([
    [{ code: 10 }, 'permission-missing', 0],
    [{ code: 190, subcode: 460 }, 'connection-revoked', 1],
  ])('that Meta refuses to move by %j stays where it was', async (error, refusal, suspected) => {
    await onPage();
    const graph = [{ match: { path: 'take_thread_control' }, times: 1, fault: { kind: 'error', ...error } }];
    await meta.control('POST', 'faults', { graph });
    expect(await refusalOf(world.control('thread-1', { action: 'take' }))).toBe(refusal);
    expect(await standing()).toBeNull();
    expect(world.outbox.items('connectionCare')).toHaveLength(suspected);
  });
});
