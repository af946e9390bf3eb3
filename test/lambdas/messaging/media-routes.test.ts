import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { declareMedia } from '../../../lambdas/messaging/declare-media.ts';
import { mediaRoutes } from '../../../lambdas/messaging/media-routes.ts';
import { showMedia } from '../../../lambdas/messaging/show-media.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeMediaBucket } from '../../fakes/fake-media-bucket.ts';
import { fakeMediaUploads } from '../../fakes/fake-media-uploads.ts';
import { fakeMessages } from '../../fakes/fake-messages.ts';
import { messageId, withMedia } from './media-world.ts';

const MB = 1024 * 1024;

function world() {
  const clock = fakeClock();
  const doors = {
    uploads: fakeMediaUploads(clock),
    bucket: fakeMediaBucket(clock),
    messages: fakeMessages(clock),
    clock,
  };
  const declare = async (over: object = {}, workspace = 'shop') => {
    const { body, response } = mediaRoutes['POST /v1/media'];
    const answer = await declareMedia(workspace, z.parse(body, { mimeType: 'image/png', size: 12, ...over }), doors);
    return z.parse(response, answer);
  };
  const show = async (id: string, workspace = 'shop') =>
    z.parse(mediaRoutes['GET /v1/media/{id}'].response, await showMedia(workspace, id, doors));
  return { ...doors, declare, show };
}

describe('a file that is announced', () => {
  it('has an id, and an address that takes exactly it for a quarter of an hour', async () => {
    const { declare, uploads } = world();
    const declared = await declare({ filename: 'Größe.png' });
    expect(declared).toEqual({
      ...{ id: expect.stringMatching(/^u_[0-9a-f]{32}$/), mimeType: 'image/png', size: 12, filename: 'Größe.png' },
      upload: {
        method: 'PUT',
        url: expect.stringContaining(`media/shop/${declared.id}`),
        headers: { 'content-type': 'image/png', 'content-length': '12' },
        expiresAt: '2026-11-21T10:15:00.000Z',
      },
    });
    expect(uploads.rows()).toEqual([
      {
        ...{ workspace: 'shop', id: declared.id, mimeType: 'image/png', size: 12, filename: 'Größe.png', metaIds: {} },
        ...{ key: `media/shop/${declared.id}`, createdAt: '2026-11-21T10:00:00.000Z' },
      },
    ]);
  });

  it.each([
    ['image/png', 25 * MB],
    ['audio/amr', 25 * MB],
    ['application/pdf', 100 * MB],
  ])('of %s may have %s bytes and no more', async (mimeType, size) => {
    const { declare, uploads } = world();
    expect(await declare({ mimeType, size })).toMatchObject({ size });
    if (size < 100 * MB) {
      await expect(declare({ mimeType, size: size + 1 })).rejects.toMatchObject({
        kind: 'invalid-request',
        errors: [{ path: 'body.size' }],
      });
    }
    expect(uploads.rows()).toHaveLength(1);
  });

  it('awaits its bytes, and is ready once they came', async () => {
    const { declare, show, bucket } = world();
    const { id } = await declare();
    const facts = { id, mimeType: 'image/png', size: 12, filename: null };
    expect(await show(id)).toEqual({ ...facts, state: 'awaiting-upload', download: null });
    bucket.put(`media/shop/${id}`, Buffer.alloc(12), 'image/png');
    expect(await show(id)).toEqual({
      ...facts,
      state: 'ready',
      download: { url: expect.stringContaining(`media/shop/${id}`), expiresAt: '2026-11-21T10:15:00.000Z' },
    });
  });

  it('is nobody else’s', async () => {
    const { declare, show } = world();
    const { id } = await declare();
    await expect(show(id, 'other')).rejects.toMatchObject({ kind: 'not-found' });
    await expect(show(`u_${'0'.repeat(32)}`)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(show('../x')).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('a medium that a person sent', () => {
  const key = `media/shop/${messageId}/1`;
  const medium = { index: 1, key, mimeType: 'application/pdf', size: 7, sha256: 'ab' };
  const message = withMedia([{ type: 'image' }, { type: 'document', filename: 'bill.pdf' }], { media: [medium] });
  const id = `i_${messageId.slice(2)}_1`;

  it('is shown with its name, once it was fetched', async () => {
    const { show, messages, bucket } = world();
    await messages.change(message, () => message);
    bucket.put(key, Buffer.alloc(7), 'application/pdf');
    expect(await show(id)).toEqual({
      ...{ id, mimeType: 'application/pdf', size: 7, filename: 'bill.pdf', state: 'ready' },
      download: { url: expect.stringContaining(key), expiresAt: '2026-11-21T10:15:00.000Z' },
    });
    for (const [other, workspace] of [
      [`i_${messageId.slice(2)}_0`, 'shop'],
      [`i_${'0'.repeat(32)}_1`, 'shop'],
      [id, 'other'],
    ]) {
      await expect(show(other ?? '', workspace)).rejects.toMatchObject({ kind: 'not-found' });
    }
  });

  it('is gone with its message, and with its bytes', async () => {
    const { show, messages, bucket } = world();
    await messages.change(message, () => message);
    await expect(show(id)).rejects.toMatchObject({ kind: 'not-found' });
    bucket.put(key, Buffer.alloc(7), 'application/pdf');
    await show(id);
    await messages.change(message, () => ({ ...message, deletedAt: '2026-11-21T10:00:00.000Z' }));
    await expect(show(id)).rejects.toMatchObject({ kind: 'not-found' });
  });
});
