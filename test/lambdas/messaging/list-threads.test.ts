import { describe, expect, it } from '@jest/globals';
import { readWorld } from './read-world.ts';
import { aThread, workspace } from './rows.ts';

const whatsapp = { channel: 'whatsapp', asset: 'whatsapp:990000000000002', phoneNumberId: '990000000000003' } as const;

/** Three threads of the shop's, the newest last, and one of another workspace's. */
async function world() {
  const made = readWorld();
  const at = (hour: string) => ({ lastAt: `2026-11-20T${hour}:00:00.000Z` });
  await made.keep.thread(aThread({ id: 'old', ...at('10') }));
  await made.keep.thread(aThread({ id: 'middle', ...at('11'), ...whatsapp }));
  await made.keep.thread(aThread({ id: 'new', ...at('12'), channel: 'instagram', asset: 'instagram:990000000000004' }));
  await made.keep.thread(aThread({ id: 'foreign', ...at('13'), workspace: 'another' }));
  const ids = async (query: object) => (await made.get.threads(query)).data.map(({ id }) => id);
  return { ...made, ids };
}

const notFound = { kind: 'not-found', message: 'no such thread' };

describe('the list of conversations', () => {
  it('shows a workspace’s own, those with the latest message first', async () => {
    const { get, ids } = await world();
    expect(await ids({})).toEqual(['new', 'middle', 'old']);
    expect((await get.threads({}, 'another')).data.map(({ id }) => id)).toEqual(['foreign']);
    expect(await get.threads({}, 'empty')).toEqual({ data: [], nextCursor: null });
  });

  it('shows of a thread what is known, and neither workspace nor version', async () => {
    const { get } = await world();
    const {
      workspace: _,
      windowDueAt: __,
      ...shown
    } = aThread({ id: 'middle', lastAt: '2026-11-20T11:00:00.000Z', ...whatsapp });
    expect((await get.threads({ channel: 'whatsapp' })).data).toEqual([shown]);
  });

  it('shows a thread without a message as one, where what opened it puts it', async () => {
    const { get, keep, ids } = await world();
    const at = '2026-11-20T11:30:00.000Z';
    const opened = { openedBy: 'referral', openedAt: at, lastDirection: null } as const;
    await keep.thread(aThread({ id: 'referred', ...opened, lastAt: at }));
    expect(await ids({})).toEqual(['new', 'referred', 'middle', 'old']);
    expect(await get.thread('referred')).toMatchObject({ ...opened, lastAt: at });
    await keep.thread(aThread({ id: 'older', ...opened, lastAt: '1970-01-01T00:00:00.000Z', lastDirection: 'in' }));
    expect(await get.thread('older')).toMatchObject({ ...opened, lastAt: at });
  });

  it('is filtered by channel and by asset', async () => {
    const { ids } = await world();
    expect(await ids({ channel: 'messenger' })).toEqual(['old']);
    expect(await ids({ asset: whatsapp.asset })).toEqual(['middle']);
    expect(await ids({ asset: whatsapp.asset, channel: 'messenger' })).toEqual([]);
  });

  it('refuses an asset that is none', async () => {
    const { get } = await world();
    await expect(get.threads({ asset: 'shop' })).rejects.toMatchObject({
      kind: 'invalid-request',
      errors: [{ path: 'query.asset', reason: expect.stringContaining('<kind>:<id>') }],
    });
  });

  it('is paged, by cursors of this workspace’s alone', async () => {
    const { get } = await world();
    const first = await get.threads({ limit: '2' });
    expect(first.data.map(({ id }) => id)).toEqual(['new', 'middle']);
    const cursor = first.nextCursor ?? '';
    const last = await get.threads({ limit: '2', cursor });
    expect(last).toMatchObject({ data: [{ id: 'old' }], nextCursor: null });
    await expect(get.threads({ cursor }, 'another')).rejects.toMatchObject({ kind: 'invalid-request' });
  });
});

describe('one conversation', () => {
  it('shows whom it is with: the ids of today, and conflicts', async () => {
    const { get, keep, people } = readWorld();
    const [before, later] = ['2026-11-20T10:00:00.000Z', '2026-11-20T11:00:00.000Z'];
    const { person: other } = await people.identify(workspace, ['phone:15550100002'], noNames, before);
    const names = { name: 'Example Person', username: 'example' };
    const { person } = await people.identify(workspace, ['bsuid:US.0000000001'], names, before);
    await people.rename(workspace, ['bsuid:US.0000000001'], ['bsuid:US.0000000002'], later);
    await people.identify(workspace, ['bsuid:US.0000000002', 'phone:15550100002'], noNames, later);
    await keep.thread(aThread({ personId: person.id }));
    const { workspace: _, windowDueAt: __, ...thread } = aThread({ personId: person.id });
    expect(await get.thread('thread-1')).toEqual({
      ...thread,
      person: {
        ...{ id: person.id, ...names },
        aliases: [{ alias: 'bsuid:US.0000000002', since: later }],
        conflicts: [{ alias: 'phone:15550100002', personId: other.id, at: later }],
      },
    });
  });

  it.each([
    ['in a group', { personId: null, groupId: 'group-1' }],
    ['of whom nothing is kept any more', { personId: 'gone' }],
  ])('has no person %s', async (_, over) => {
    const { get, keep } = readWorld();
    await keep.thread(aThread(over));
    expect(await get.thread('thread-1')).toMatchObject({ ...over, person: null });
  });

  it('is nobody else’s, and neither is its window', async () => {
    const { get } = await world();
    for (const id of ['foreign', 'unheard-of']) {
      await expect(get.thread(id)).rejects.toMatchObject(notFound);
      await expect(get.window(id)).rejects.toMatchObject(notFound);
    }
    expect(await get.thread('foreign', 'another')).toMatchObject({ id: 'foreign' });
  });
});

const noNames = { name: null, username: null };

it('shows the window of this moment', async () => {
  const { get, keep, clock } = readWorld();
  await keep.thread(aThread({ openedAt: '2026-11-20T10:00:00.001Z' }));
  expect(await get.window('thread-1')).toEqual({
    channel: 'messenger',
    standard: { open: true, until: '2026-11-21T10:00:00.001Z' },
    humanAgent: { open: true, until: '2026-11-27T10:00:00.001Z' },
    template: 'utility-template',
    freeOfChargeUntil: null,
    mayAnswer: true,
    allowed: ['RESPONSE', 'MESSAGE_TAG/HUMAN_AGENT', 'UTILITY'],
    reason: expect.any(String),
  });
  clock.advance(1);
  expect(await get.window('thread-1')).toMatchObject({ standard: { open: false } });
});
