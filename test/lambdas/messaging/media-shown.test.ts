import { describe, expect, it } from '@jest/globals';
import { mediaShown } from '../../../lambdas/messaging/media-shown.ts';
import { messageId, withMedia } from './media-world.ts';

const url = 'https://scontent.xx.fbcdn.net/a';
const image = { type: 'image', url };
const medium = { index: 1, key: 'media/x', mimeType: 'image/png', size: 7, sha256: 'ab' };
const idOf = (index: number) => `i_${messageId.slice(2)}_${index}`;

describe('the media that a message shows', () => {
  it('are all that it says it has, each with what came of fetching it', () => {
    const attachments = [{ type: 'location' }, image, image, image, image, image];
    const mediaLost = { '2': 'gone', '3': 'refused', '4': 'failed' } as const;
    const nothing = { mimeType: null, size: null };
    expect(mediaShown(withMedia(attachments, { media: [medium], mediaLost }))).toEqual([
      { id: idOf(1), state: 'kept', mimeType: 'image/png', size: 7 },
      { id: idOf(2), state: 'gone', ...nothing },
      { id: idOf(3), state: 'refused', ...nothing },
      { id: idOf(4), state: 'failed', ...nothing },
      { id: idOf(5), state: 'waiting', ...nothing },
    ]);
  });

  it('are also those that are kept and that its content names no more', () => {
    expect(
      mediaShown(withMedia([image], { media: [{ ...medium, index: 4 }] })).map(({ id, state }) => [id, state]),
    ).toEqual([
      [idOf(0), 'waiting'],
      [idOf(4), 'kept'],
    ]);
  });

  it('are none of what is never fetched, of the business’s, and of a deleted one', () => {
    const [media, deletedAt] = [[medium], '2026-11-20T10:00:00.000Z'];
    expect(
      mediaShown(
        withMedia([
          { type: 'story_mention', url },
          { type: 'fallback', url },
        ]),
      ),
    ).toEqual([]);
    expect(mediaShown(withMedia([image], { direction: 'out' }))).toEqual([]);
    expect(mediaShown(withMedia([image], { media, deletedAt }))).toEqual([]);
  });
});
