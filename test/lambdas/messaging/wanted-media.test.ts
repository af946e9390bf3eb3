import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wantedMedia, wantMedia } from '../../../lambdas/messaging/wanted-media.ts';
import { fakeOutbox } from '../../fakes/fake-outbox.ts';
import { messageId, withMedia } from './media-world.ts';
import { aMessage } from './rows.ts';

const url = 'https://scontent.xx.fbcdn.net/a';

describe('the media that are wanted', () => {
  it.each([
    ['image', 'image'],
    ['sticker', 'image'],
    ['audio', 'audio'],
    ['video', 'video'],
    ['file', 'document'],
    ['document', 'document'],
  ])('are those of type %s, as %s', (type, family) => {
    expect(wantedMedia(withMedia([{ type, url }]))).toEqual([{ index: 0, family, url, mediaId: undefined }]);
    expect(wantedMedia(withMedia([{ type, mediaId: '7' }]))).toMatchObject([{ family, mediaId: '7' }]);
    expect(wantedMedia(withMedia([{ type }]))).toEqual([]);
  });

  // The types of attachments of fact sheet §7 that are none of the person's own files.
  it.each([
    ...['location', 'fallback', 'template', 'reel', 'ig_reel', 'post', 'ig_post', 'share', 'story_mention'],
    ...['appointment_booking', 'like_heart', 'ephemeral', 'unsupported_type', 'contacts', '', 'toString'],
  ])('are none of type %s', (type) => {
    expect(wantedMedia(withMedia([{ type, url }]))).toEqual([]);
  });

  it('keep their places, at most thirty, without those that are there', () => {
    const many = Array.from({ length: 40 }, () => ({ type: 'image', url }));
    const there = { index: 1, key: 'k', mimeType: 'image/png', size: 1, sha256: 'ab' };
    const wanted = wantedMedia(withMedia(many, { media: [there] }));
    expect(wanted.map(({ index }) => index)).toEqual([0, ...Array.from({ length: 28 }, (_, at) => at + 2)]);
  });

  it('are none of an echo, of a deleted message, and of one without content', () => {
    const attachments = [{ type: 'image', url }];
    expect(wantedMedia(withMedia(attachments))).toHaveLength(1);
    expect(wantedMedia(withMedia(attachments, { direction: 'out' }))).toEqual([]);
    expect(wantedMedia(withMedia(attachments, { direction: null }))).toEqual([]);
    expect(wantedMedia(withMedia(attachments, { deletedAt: '2026-11-20T10:00:00.000Z' }))).toEqual([]);
    expect(wantedMedia(aMessage({ content: null }))).toEqual([]);
    expect(wantedMedia(aMessage({ content: { omitted: true, eventId: 'e' } }))).toEqual([]);
  });

  it('are found in whatever content there is, without a fall', () => {
    const attachments = fc.oneof(fc.anything(), fc.array(fc.anything()));
    fc.assert(
      fc.property(attachments, (one) => {
        expect(wantedMedia(aMessage({ content: { attachments: one } })).length).toBeLessThanOrEqual(30);
      }),
    );
  });
});

describe('a message with media', () => {
  it('is sent to have them fetched, and one without is not', async () => {
    const outbox = fakeOutbox();
    await wantMedia(withMedia([]), { outbox });
    expect(outbox.sent).toEqual([]);
    await wantMedia(withMedia([{ type: 'image', url }]), { outbox });
    expect(outbox.items('mediaFetches')).toEqual([{ workspace: 'shop', messageId }]);
    expect(outbox.sent[0]?.group).toBe('page:990000000000001');
    outbox.refuse();
    await expect(wantMedia(withMedia([{ type: 'image', url }]), { outbox })).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });
});
