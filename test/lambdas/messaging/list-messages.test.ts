import { describe, expect, it } from '@jest/globals';
import { readWorld } from './read-world.ts';
import { aMessage, anOutbound, aThread, facts, sendId } from './rows.ts';

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
    const medium = { index: 2, key: 'media/shop/m/2', mimeType: 'image/png', size: 7, sha256: 'ab' };
    const message = aMessage({ edits: 2, editedAt: at('05'), media: [medium] });
    const { workspace: _, eventIds, edits, sendId, media, mediaLost, ...shown } = message;
    await keep.message(message);
    expect(await get.message('message-1')).toEqual({
      ...{ ...shown, reactions: [], state: 'received', acceptedAt: null, sender: null },
      media: [{ id: 'i_message-1_2', state: 'kept', mimeType: 'image/png', size: 7 }],
    });
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
      p_3: { by: 'reader-3', emoji: '👍', at: at('01') },
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

describe('one message of ours', () => {
  const metaRow = aMessage({ id: 'm_1', direction: 'out', at: at('03'), text: 'good day', sendId });
  const sent = anOutbound({ state: 'sent', metaId: metaRow.metaId, messageId: 'm_1', settledAt: at('02') });

  it('is there by our id from the moment when it was taken', async () => {
    const { get, keep } = await world();
    await keep.outbound(anOutbound({ metaId: null }));
    expect(await get.message(sendId)).toMatchObject({ id: sendId, metaId: null, state: 'accepted', text: 'good day' });
    await expect(get.message(sendId, 'another')).rejects.toMatchObject({ kind: 'not-found' });
    await expect(get.message(`s_${'0b'.repeat(16)}`)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('is the same by Meta’s facts, joined with them', async () => {
    const { get, keep } = await world({ readUpTo: at('03') });
    await keep.outbound(sent);
    await keep.message(metaRow);
    const shown = await get.message(sendId);
    expect(shown).toMatchObject({ id: sendId, metaId: metaRow.metaId, state: 'read', at: at('03'), sender: 'human' });
    expect(await get.message('m_1')).toEqual(shown);
    expect((await get.messages('thread-1')).data).toEqual([shown]);
  });

  it('is Meta’s alone when our row is gone, and ours alone when Meta’s is', async () => {
    const { get, keep } = await world();
    await keep.message(metaRow);
    expect(await get.message('m_1')).toMatchObject({ id: 'm_1', state: 'sent', sender: null });
    const other = await world();
    await other.keep.outbound(sent);
    expect(await other.get.message(sendId)).toMatchObject({ id: sendId, state: 'sent', sentAt: at('02'), at: null });
  });
});

describe('the messages of a conversation', () => {
  it('have ours where it was taken, whatever became of it', async () => {
    const { keep, get } = await world();
    await keep.message(aMessage({ id: 'first', at: at('01') }));
    await keep.message(aMessage({ id: 'last', at: at('05') }));
    const states = ['accepted', 'sending', 'outcome-unknown', 'cancelled', 'failed'] as const;
    for (const [place, state] of states.entries()) {
      const id = `s_${String(place).repeat(32)}`;
      await keep.outbound(anOutbound({ id, state, acceptedAt: at('03'), content: null }));
    }
    const { data } = await get.messages('thread-1');
    expect(data.map(({ state }) => state)).toEqual(['received', ...[...states].reverse(), 'received']);
  });

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
