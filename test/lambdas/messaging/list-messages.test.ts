import { describe, expect, it } from '@jest/globals';
import { readWorld } from './read-world.ts';
import { aMessage, aThread, facts } from './rows.ts';

const at = (minute: string) => `2026-11-20T10:${minute}:00.000Z`;

/** A thread of which nothing is said yet. */
async function world(over: Parameters<typeof aThread>[0] = {}) {
  const made = readWorld();
  await made.keep.thread(aThread(over));
  const ids = async (query: object = {}) => (await made.get.messages('thread-1', query)).data.map(({ id }) => id);
  return { ...made, ids };
}

const failure = { code: 131047, title: 'Re-engagement message', details: 'more than 24 hours' };
const pricing = { billable: true, category: 'service' };

describe('one message', () => {
  it('shows all that is known of it but how we keep it', async () => {
    const { get, keep } = await world();
    const { workspace: _, eventIds, edits, ...shown } = aMessage({ edits: 2, editedAt: at('05') });
    await keep.message(aMessage({ edits: 2, editedAt: at('05') }));
    expect(await get.message('message-1')).toEqual({ ...shown, reactions: [], state: 'received' });
  });

  it('shows what became of it, when, why and what to do', async () => {
    const { get, keep } = await world();
    const times = { sentAt: at('01'), failedAt: at('02') };
    await keep.message(aMessage({ direction: 'out', appId: '990000000000901', ...times, failure, pricing }));
    expect(await get.message('message-1')).toMatchObject({
      ...{ state: 'failed', ...times, pricing, appId: '990000000000901' },
      failure: { ...failure, blame: 'caller', advice: expect.stringContaining('approved template') },
    });
  });

  it('is read when its thread was, up to its time', async () => {
    const { get, keep } = await world({ deliveredUpTo: at('02'), readUpTo: at('01') });
    const minutes = ['01', '02', '03'];
    for (const minute of minutes) await keep.message(aMessage({ id: minute, direction: 'out', at: at(minute) }));
    const states = await Promise.all(minutes.map(async (id) => (await get.message(id)).state));
    expect(states).toEqual(['read', 'delivered', 'sent']);
    expect((await get.messages('thread-1')).data.map(({ state }) => state)).toEqual(states.reverse());
  });

  it('shows the reactions that stand, in the order in which they came', async () => {
    const { get, keep } = await world();
    const reactions = {
      'reader-1': { emoji: '❤', at: at('03') },
      'reader-2': { emoji: null, at: at('02') },
      'reader-3': { emoji: '👍', at: at('01') },
    };
    await keep.message(aMessage({ reactions }));
    expect((await get.message('message-1')).reactions).toEqual([
      { by: 'reader-3', emoji: '👍', at: at('01') },
      { by: 'reader-1', emoji: '❤', at: at('03') },
    ]);
  });

  it('is a tombstone once it is deleted, whatever its row still holds', async () => {
    const { get, keep } = await world();
    const row = aMessage({ deletedAt: at('09'), reactions: { 'reader-1': { emoji: '❤', at: at('03') } } });
    await keep.message(row);
    const tombstone = { state: 'deleted', type: null, text: null, content: null, reactions: [], deletedAt: at('09') };
    expect(await get.message('message-1')).toMatchObject({
      ...tombstone,
      id: 'message-1',
      at: row.at,
      direction: 'in',
    });
    expect((await get.messages('thread-1')).data).toEqual([expect.objectContaining(tombstone)]);
  });

  it('may be known by facts alone: it has no type then, and a state only where they tell', async () => {
    const { get, keep } = await world();
    await keep.message(facts({ id: 'status', type: 'text', readAt: at('01') }));
    await keep.message(facts({ id: 'reaction', reactions: { 'reader-1': { emoji: '❤', at: at('03') } } }));
    expect(await get.message('status')).toMatchObject({ type: null, content: null, state: 'read' });
    expect(await get.message('reaction')).toMatchObject({ type: null, state: null, direction: null });
  });

  it('stays when its thread is gone', async () => {
    const { get, keep } = readWorld();
    await keep.message(aMessage({ direction: 'out', deliveredAt: at('01') }));
    expect(await get.message('message-1')).toMatchObject({ state: 'delivered' });
  });

  it('is nobody else’s', async () => {
    const { get, keep } = await world();
    await keep.message(aMessage({ workspace: 'another' }));
    await expect(get.message('message-1')).rejects.toMatchObject({ kind: 'not-found', message: 'no such message' });
    expect(await get.message('message-1', 'another')).toMatchObject({ id: 'message-1' });
  });
});

describe('the messages of a conversation', () => {
  it('are its own, newest first, without those of which only facts have come', async () => {
    const { keep, ids } = await world();
    await keep.message(aMessage({ id: 'first', at: at('01') }));
    await keep.message(facts({ id: 'facts', threadId: 'thread-1', at: at('02'), direction: 'out' }));
    await keep.message(aMessage({ id: 'last', at: at('03'), direction: 'out', text: null, type: 'image' }));
    await keep.message(aMessage({ id: 'elsewhere', threadId: 'thread-2' }));
    await keep.message(facts({ id: 'taken-back', threadId: 'thread-1', at: at('00'), deletedAt: at('04') }));
    expect(await ids()).toEqual(['last', 'first', 'taken-back']);
  });

  it('are paged, and a short page is not the end', async () => {
    const { keep, get, ids } = await world();
    await keep.message(aMessage({ id: 'first', at: at('01') }));
    await keep.message(facts({ id: 'facts', threadId: 'thread-1', at: at('02') }));
    const page = await get.messages('thread-1', { limit: '1' });
    expect(page).toEqual({ data: [], nextCursor: expect.any(String) });
    expect(await ids({ limit: '1', cursor: page.nextCursor })).toEqual(['first']);
    await expect(ids({ cursor: 'forged' })).rejects.toMatchObject({ kind: 'invalid-request' });
  });

  it('are nobody else’s', async () => {
    const { get, keep } = await world({ workspace: 'another' });
    await keep.message(aMessage());
    const notFound = { kind: 'not-found', message: 'no such thread' };
    await expect(get.messages('thread-1')).rejects.toMatchObject(notFound);
    await expect(get.messages('unheard-of', {}, 'another')).rejects.toMatchObject(notFound);
    expect(await get.messages('thread-1', {}, 'another')).toEqual({ data: [], nextCursor: null });
  });
});
