import { describe, expect, it } from '@jest/globals';
import { AccessToken } from '../../../lambdas/foundation/core/access-token.ts';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import type { MediaToUpload } from '../../../lambdas/foundation/meta/edges/whatsapp-calls.ts';
import type { MediaUpload } from '../../../lambdas/foundation/store/media-uploads.ts';
import { mediaForMeta } from '../../../lambdas/messaging/media-for-meta.ts';
import type { CarriedUpload, MediaTarget } from '../../../lambdas/messaging/send-doors.ts';
import { anUpload } from '../../doors/messaging-suite-media.ts';
import { wholeOf } from '../../fakes/byte-stream.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeMediaBucket } from '../../fakes/fake-media-bucket.ts';
import { fakeMediaUploads } from '../../fakes/fake-media-uploads.ts';
import { uploadWorld } from './upload-world.ts';

const day = 24 * 3600_000;
const app = { appId: '10001', kind: 'facebook', appSecret: 'not-a-real-secret' } as const;
const identity = { app, token: new AccessToken('EAAfake') };
const bytes = Buffer.from('a made-up photo');

/** A world with one upload whose bytes came, unless `over` says otherwise. */
async function world(over: Partial<MediaUpload> = {}, came = true) {
  const clock = fakeClock();
  const upload = anUpload(clock, { workspace: 'shop', size: bytes.length, key: 'media/shop/u', ...over });
  const [uploads, bucket] = [fakeMediaUploads(clock), fakeMediaBucket(clock)];
  const brought: { file: Omit<MediaToUpload, 'open'>; bytes: Buffer }[] = [];
  const trouble: { failure?: Failure } = {};
  const graph = {
    uploadMedia: async (_identity: unknown, { open, ...file }: MediaToUpload) => {
      if (trouble.failure) throw trouble.failure;
      brought.push({ file, bytes: await wholeOf(await open()) });
      return `meta-${brought.length}`;
    },
  };
  await uploads.create(upload);
  if (came) bucket.put(upload.key, bytes, upload.mimeType);
  const send = (
    channel: MediaTarget['channel'],
    { type = 'file', ...more }: Partial<MediaTarget & Pick<CarriedUpload, 'type'>> = {},
    workspace = 'shop',
  ) =>
    mediaForMeta(
      { workspace, mediaId: upload.id, type },
      { channel, account: '66', identity, mostBytes: Number.POSITIVE_INFINITY, ...more },
      { uploads, bucket, graph, clock },
    );
  return { clock, upload, uploads, bucket, brought, trouble, send };
}

describe('an upload that goes to WhatsApp', () => {
  it('waits for a worker when it is too big for whoever waits', async () => {
    const { send, brought, upload } = await world({ filename: 'a.png' });
    await expect(send('whatsapp', { mostBytes: upload.size - 1 })).rejects.toMatchObject({ kind: 'unavailable' });
    expect(brought).toEqual([]);
    await send('whatsapp', { mostBytes: upload.size });
    expect(brought).toHaveLength(1);
  });

  it('is brought to Meta with its name, and once for each number', async () => {
    const { send, brought, uploads, upload } = await world({ filename: 'a.png' });
    expect([await send('whatsapp'), await send('whatsapp')]).toEqual([{ id: 'meta-1' }, { id: 'meta-1' }]);
    expect(await send('whatsapp', { account: '77' })).toEqual({ id: 'meta-2' });
    const file = { mimeType: 'image/png', size: bytes.length, filename: 'a.png' };
    expect(brought.map((one) => one.file)).toEqual([
      { ...file, phoneNumberId: '66' },
      { ...file, phoneNumberId: '77' },
    ]);
    expect(brought[0]?.bytes.equals(bytes)).toBe(true);
    const at = '2026-11-21T10:00:00.000Z';
    const row = await uploads.get(upload);
    expect(row?.metaIds).toEqual({ '66': { id: 'meta-1', at }, '77': { id: 'meta-2', at } });
  });

  it('is brought anew a day before Meta forgets it', async () => {
    const { send, clock } = await world();
    await send('whatsapp');
    clock.advance(29 * day - 1);
    expect(await send('whatsapp')).toEqual({ id: 'meta-1' });
    clock.advance(1);
    expect(await send('whatsapp')).toEqual({ id: 'meta-2' });
    expect(await send('whatsapp')).toEqual({ id: 'meta-2' });
  });

  it('throws what Meta says, and remembers nothing', async () => {
    const { send, trouble } = await world();
    trouble.failure = new Failure('meta-unavailable', 'no answer of Meta to uploadMedia');
    await expect(send('whatsapp')).rejects.toMatchObject({ kind: 'meta-unavailable' });
    trouble.failure = undefined;
    expect(await send('whatsapp')).toEqual({ id: 'meta-1' });
  });

  it('is called something even where nobody named it', async () => {
    const { send, brought } = await world();
    await send('whatsapp');
    expect(brought[0]?.file.filename).toBe('file');
  });
});

describe('an upload that goes to Messenger or Instagram', () => {
  it.each(['messenger', 'instagram'] as const)('is an address for an hour (%s)', async (channel) => {
    const { send, brought } = await world();
    expect(await send(channel)).toEqual({ link: expect.stringMatching(/^https:.*media\/shop\/u\?/) });
    expect(brought).toEqual([]);
  });
});

describe('an upload that cannot go', () => {
  it.each(['whatsapp', 'messenger'] as const)('is one that is somebody else’s, or nobody’s (%s)', async (channel) => {
    const { send } = await world();
    await expect(send(channel, {}, 'other')).rejects.toMatchObject({ kind: 'not-found' });
  });

  it.each(['whatsapp', 'instagram'] as const)('is one whose bytes never came (%s)', async (channel) => {
    const { send, brought } = await world({}, false);
    await expect(send(channel)).rejects.toMatchObject({ kind: 'invalid-request' });
    expect(brought).toEqual([]);
  });

  it.each([
    ['of a type that Instagram does not take', 'instagram', { mimeType: 'audio/amr' }],
    ['of a type that WhatsApp does not take', 'whatsapp', { mimeType: 'image/gif' }],
    ['larger than WhatsApp takes', 'whatsapp', { size: 5 * 1024 * 1024 + 1 }],
    ['larger than Messenger takes', 'messenger', { mimeType: 'application/pdf', size: 25 * 1024 * 1024 + 1 }],
  ] as const)('is one %s', async (_what, channel, over) => {
    const { send, brought } = await world(over);
    await expect(send(channel)).rejects.toMatchObject({ kind: 'invalid-request' });
    expect(brought).toEqual([]);
  });
});

describe('an upload that the type of its message does not fit', () => {
  // Message types of fact sheet §8; WhatsApp's page of supported media types has WebP for stickers alone.
  it.each([
    ['application/pdf', 'image', ['messenger', 'instagram', 'whatsapp']],
    ['image/webp', 'image', ['whatsapp']],
    ['video/mp4', 'audio', ['messenger', 'instagram', 'whatsapp']],
    ['audio/mp4', 'video', ['messenger', 'instagram', 'whatsapp']],
    ['image/png', 'sticker', ['whatsapp']],
  ] as const)('%s as %s is refused with its place, and never brought', async (mimeType, type, channels) => {
    let refused = 0;
    for (const channel of channels) {
      const { send, brought } = await world({ mimeType });
      const reason = `${channel} takes no ${mimeType} as ${type}`;
      const failure = { kind: 'invalid-request', errors: [{ path: 'body.media.mediaId', reason }] };
      await expect(send(channel, { type })).rejects.toMatchObject(failure);
      expect(brought).toEqual([]);
      refused += 1;
    }
    expect(refused).toBe(channels.length);
  });

  it.each([
    ['image/png', 'image', 'whatsapp'],
    ['image/gif', 'image', 'instagram'],
    ['image/webp', 'image', 'messenger'],
    ['image/webp', 'sticker', 'whatsapp'],
    ['audio/ogg', 'audio', 'whatsapp'],
    ['video/mp4', 'video', 'instagram'],
    ['application/pdf', 'file', 'instagram'],
    ['image/png', 'file', 'whatsapp'],
  ] as const)('is none for %s as %s (%s)', async (mimeType, type, channel) => {
    const { send } = await world({ mimeType });
    await expect(send(channel, { type })).resolves.toBeDefined();
  });

  it('is refused with the request that names it: nothing is kept, and the key is free', async () => {
    const { w, send, sent, brought } = await uploadWorld({ mimeType: 'application/pdf' });
    await expect(send('k1')).rejects.toMatchObject({
      kind: 'invalid-request',
      errors: [{ path: 'body.media.mediaId', reason: 'whatsapp takes no application/pdf as image' }],
    });
    expect([w.doors.outbound.rows(), sent, brought()]).toEqual([[], [], 0]);
    await expect(send('k1', { url: 'https://shop.example/a.png' })).resolves.toMatchObject({ state: 'sent' });
  });
});
