import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import { mergeLostMedium, mergeMedium, removeMedia } from '../../../lambdas/messaging/media-facts.ts';
import { mergeDeletion } from '../../../lambdas/messaging/message-facts.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeMediaBucket } from '../../fakes/fake-media-bucket.ts';
import { fakeMessages } from '../../fakes/fake-messages.ts';
import { type Kill, killedAt } from '../../fakes/killed-at.ts';
import { aMessage } from './rows.ts';

const medium = (index: number, size = 1) => ({
  index,
  key: `media/shop/m/${index}`,
  mimeType: 'image/png',
  size,
  sha256: 'ab',
});
const deletedAt = '2026-11-20T10:05:00.000Z';

describe('that a medium was fetched', () => {
  it('is told in whatever order', () => {
    const places = fc.uniqueArray(fc.nat(29), { minLength: 1 });
    fc.assert(
      fc.property(places, (indexes) => {
        const told = indexes.reduce((row, index) => mergeMedium(row, medium(index)) ?? row, aMessage());
        expect(told.media.map(({ index }) => index)).toEqual([...indexes].sort((a, b) => a - b));
      }),
    );
  });

  it('changes nothing when its place is taken, the message deleted, or gone', () => {
    const row = aMessage({ media: [medium(1)] });
    const deleted = aMessage({ deletedAt });
    expect(mergeMedium(row, medium(1, 9))).toBe(row);
    expect(mergeMedium(deleted, medium(1))).toBe(deleted);
    expect(mergeMedium(undefined, medium(1))).toBeUndefined();
  });
});

describe('that a medium was lost', () => {
  it('is told until another try says otherwise', () => {
    const gone = mergeLostMedium(aMessage(), { index: 1, loss: 'gone' });
    expect(gone?.mediaLost).toEqual({ 1: 'gone' });
    expect(mergeLostMedium(gone, { index: 1, loss: 'gone' })).toBe(gone);
    const both = mergeLostMedium(mergeLostMedium(gone, { index: 1, loss: 'failed' }), { index: 2, loss: 'refused' });
    expect(both?.mediaLost).toEqual({ 1: 'failed', 2: 'refused' });
    const kept = mergeMedium(both, medium(1));
    expect([kept?.media, kept?.mediaLost]).toEqual([[medium(1)], { 2: 'refused' }]);
  });

  it('changes nothing when it is kept, the message deleted, or gone', () => {
    const [row, deleted] = [aMessage({ media: [medium(1)] }), aMessage({ deletedAt })];
    expect(mergeLostMedium(row, { index: 1, loss: 'gone' })).toBe(row);
    expect(mergeLostMedium(deleted, { index: 1, loss: 'gone' })).toBe(deleted);
    expect(mergeLostMedium(undefined, { index: 1, loss: 'gone' })).toBeUndefined();
  });

  it('is no more told of a deleted message', () => {
    const row = aMessage({ mediaLost: { 1: 'gone' } });
    expect(mergeDeletion(row, row, { at: deletedAt }).mediaLost).toEqual({});
  });
});

describe('the media of a deleted message', () => {
  const media = [medium(0), medium(1)];
  const name = aMessage();

  async function world() {
    const clock = fakeClock();
    const [messages, bucket] = [fakeMessages(clock), fakeMediaBucket(clock)];
    for (const { key } of media) bucket.put(key, Buffer.from('x'), 'image/png');
    await messages.change(name, () => aMessage({ media }));
    const deletes = () => messages.change(name, (standing) => mergeDeletion(standing, name, { at: deletedAt }));
    return { messages, media: bucket, deletes };
  }

  it('are still named in its row, so that they can be removed, and then no more', async () => {
    const doors = await world();
    const { after } = await doors.deletes();
    expect(after).toMatchObject({ deletedAt, content: null, media });
    if (after) await removeMedia(after, doors);
    expect(await doors.messages.get(name)).toMatchObject({ deletedAt, media: [] });
    expect(doors.media.keys()).toEqual([]);
  });

  it('stay named while the bucket refuses', async () => {
    const doors = await world();
    const { after = name } = await doors.deletes();
    const refusing = {
      ...doors,
      media: {
        remove: async () => {
          throw new Failure('unavailable', 's3 DeleteObject: HTTP 503');
        },
      },
    };
    await expect(removeMedia(after, refusing)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await doors.messages.get(name)).toMatchObject({ media });
  });

  it.each([false, true])('go when a worker is killed at any call (after it: %s) and another comes', async (late) => {
    let lives = 0;
    for (let left = 1; ; left += 1) {
      const doors = await world();
      const kill: Kill = { left, after: late };
      const { after = name } = await doors.deletes();
      const died = await removeMedia(after, killedAt(doors, ['messages', 'media'], kill)).then(
        () => false,
        () => true,
      );
      const { after: again = name } = await doors.deletes();
      await removeMedia(again, doors);
      expect([(await doors.messages.get(name))?.media, doors.media.keys()]).toEqual([[], []]);
      if (!died) break;
      lives += 1;
    }
    expect(lives).toBe(3);
  });
});
