import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isoTime } from '../../../lambdas/foundation/core/clock.ts';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import type { FailureKind } from '../../../lambdas/foundation/core/verdicts.ts';
import type { StoredMessage } from '../../../lambdas/foundation/store/messages.ts';
import { type Kill, killedAt } from '../../fakes/killed-at.ts';
import { type Answer, mediaWorld, messageId, withMedia } from './media-world.ts';

const day = 24 * 3600_000;
const cdn = (name: string) => `https://scontent.xx.fbcdn.net/${name}`;
const key = (index: number) => `media/shop/${messageId}/${index}`;
const bytes = Buffer.from('a made-up photo');
const failure = (kind: FailureKind) => new Failure(kind, 'made up');
const kept = (index: number, content = bytes) => ({
  ...{ index, key: key(index), mimeType: 'image/jpeg', size: content.length },
  sha256: createHash('sha256').update(content).digest('hex'),
});
const two = [
  { type: 'image', url: cdn('a.jpg') },
  { type: 'image', url: cdn('b.jpg') },
];
const waba = { channel: 'whatsapp', asset: 'whatsapp:960000000000001' } as const;
const whatsapp = (over: object = {}) => withMedia([{ type: 'image', mediaId: '77', ...over }], waba);

/** A world in which the message stands, and these files lie outside. */
async function world(message: StoredMessage, files: Readonly<Record<string, Answer>> = {}) {
  const on = mediaWorld(message);
  for (const [url, answer] of Object.entries(files)) on.at.set(url, answer);
  await on.start();
  return on;
}

describe('the media of a message', () => {
  it('are fetched into the bucket and told in its row, in their places', async () => {
    const message = withMedia([{ type: 'location' }, ...two]);
    const on = await world(message, { [cdn('a.jpg')]: bytes, [cdn('b.jpg')]: Buffer.from('another') });
    await on.fetch();
    expect(await on.row()).toEqual({ ...message, media: [kept(1), kept(2, Buffer.from('another'))] });
    expect(on.bucket.keys()).toEqual([key(1), key(2)]);
    expect(on.outcomes()).toEqual(['MediaFetches kept', 'MediaFetches kept']);
    expect(on.asked).toEqual([`image 104857600 90000 ${cdn('a.jpg')}`, `image 104857600 90000 ${cdn('b.jpg')}`]);
    expect(on.held).toEqual([{ key: messageId, workspace: 'shop' }]);
  });

  it('are fetched once: only what is missing comes again', async () => {
    const on = await world(withMedia(two), { [cdn('a.jpg')]: bytes, [cdn('b.jpg')]: failure('meta-unavailable') });
    await expect(on.fetch()).rejects.toMatchObject({ kind: 'meta-unavailable' });
    on.at.set(cdn('b.jpg'), bytes);
    await on.fetch();
    await on.fetch();
    expect((await on.row())?.media).toEqual([kept(0), kept(1)]);
    expect(on.asked.map((one) => one.slice(-5))).toEqual(['a.jpg', 'b.jpg', 'b.jpg']);
  });

  it('keep what other facts say of the message', async () => {
    const on = await world(withMedia(two), { [cdn('a.jpg')]: bytes, [cdn('b.jpg')]: bytes });
    const readAt = isoTime(on.clock.now());
    const files = async (...asked: Parameters<typeof on.doors.files>) => {
      await on.messages.change(withMedia(two), (standing) => standing && { ...standing, readAt });
      return on.doors.files(...asked);
    };
    await on.fetch({ files });
    expect(await on.row()).toMatchObject({ readAt, media: [{ index: 0 }, { index: 1 }] });
  });

  it.each<[FailureKind, string]>([
    ['forbidden', 'failed'],
    ['too-large', 'refused'],
    ['malformed', 'refused'],
    ['not-found', 'gone'],
    ['meta-rejected', 'gone'],
    ['policy-blocked', 'failed'],
  ])('that are %s are %s, and do not keep the others back', async (kind, outcome) => {
    const on = await world(withMedia(two), { [cdn('a.jpg')]: failure(kind), [cdn('b.jpg')]: bytes });
    await on.fetch();
    expect(await on.row()).toMatchObject({ media: [kept(1)], mediaLost: { 0: outcome } });
    expect(on.outcomes()).toEqual([`MediaFetches ${outcome}`, 'MediaFetches kept']);
  });

  it.each<FailureKind>(['meta-unavailable', 'rate-limited', 'unavailable', 'busy'])(
    'that wait for %s are deferred when the others are there, and gone after 7 days',
    async (kind) => {
      const on = await world(withMedia(two), { [cdn('a.jpg')]: failure(kind), [cdn('b.jpg')]: bytes });
      await expect(on.fetch()).rejects.toMatchObject({ kind });
      expect(await on.row()).toEqual({ ...withMedia(two), media: [kept(1)] });
      on.clock.advance(7 * day - 1001);
      const late = { deadline: on.clock.now() + 60_000 };
      await expect(on.fetch(late)).rejects.toMatchObject({ kind });
      on.clock.advance(1);
      await on.fetch(late);
      expect(on.outcomes()).toEqual(['MediaFetches kept', 'MediaFetches gone']);
      expect((await on.row())?.mediaLost).toEqual({ 0: 'gone' });
    },
  );

  it.each<FailureKind>(['bug', 'misconfigured'])(
    'are tried again, or parked, after a mistake of ours (%s)',
    async (kind) => {
      const on = await world(withMedia(two), { [cdn('a.jpg')]: failure(kind), [cdn('b.jpg')]: bytes });
      await expect(on.fetch()).rejects.toMatchObject({ kind });
    },
  );

  it('that were lost are tried again when their message comes again', async () => {
    const on = await world(withMedia(two), { [cdn('a.jpg')]: failure('forbidden'), [cdn('b.jpg')]: bytes });
    await on.fetch();
    on.at.set(cdn('a.jpg'), bytes);
    await on.fetch();
    expect(await on.row()).toEqual({ ...withMedia(two), media: [kept(0), kept(1)] });
  });

  it('are not begun without time', async () => {
    const on = await world(withMedia(two), { [cdn('a.jpg')]: bytes });
    await expect(on.fetch({ deadline: on.clock.now() + 5_500 })).rejects.toMatchObject({ kind: 'unavailable' });
    expect(on.asked).toEqual([]);
  });

  it('of a message that is not there, or that the business sent, are nobody’s business', async () => {
    const unknown = mediaWorld(withMedia(two));
    await unknown.fetch();
    const echo = await world(withMedia(two, { direction: 'out' }));
    await echo.fetch();
    expect([...unknown.asked, ...echo.asked, ...echo.outcomes()]).toEqual([]);
  });
});

describe('the media of WhatsApp', () => {
  it('are fetched with the token of the account, at the address that the webhook told', async () => {
    const on = await world(whatsapp({ url: 'https://w/1' }), { 'https://w/1': bytes });
    await on.fetch();
    expect(on.asked).toEqual(['speaker shop whatsapp:960000000000001', 'token https://w/1']);
    expect((await on.row())?.media).toEqual([kept(0)]);
  });

  it.each([
    ['told none', {}, ['read 77', 'token https://w/2']],
    ['told one that is over', { url: 'https://w/1' }, ['token https://w/1', 'read 77', 'token https://w/2']],
  ])('are fetched at a new address when the webhook %s', async (_what, over, asked) => {
    const on = await world(whatsapp(over), { 'https://w/2': bytes });
    on.media.set('77', 'https://w/2');
    await on.fetch();
    expect(on.asked.slice(1)).toEqual(asked);
    expect(on.outcomes()).toEqual(['MediaFetches kept']);
  });

  it('are gone when Meta knows their id no more', async () => {
    const on = await world(whatsapp());
    await on.fetch();
    expect(on.outcomes()).toEqual(['MediaFetches gone']);
  });

  it.each<FailureKind>(['connection-revoked', 'permission-missing'])(
    'wait for a connection (%s), and are gone after 7 days',
    async (kind) => {
      const on = await world(whatsapp());
      on.speaking.failure = failure(kind);
      await expect(on.fetch()).rejects.toMatchObject({ kind: 'busy' });
      expect(on.asked).toHaveLength(1);
      expect((await on.row())?.mediaLost).toEqual({});
      expect(on.notes.facts).toMatchObject({ medium: 'busy', waitsOn: 'shop whatsapp:960000000000001' });
      on.clock.advance(7 * day);
      await on.fetch();
      expect(on.outcomes()).toEqual(['MediaFetches gone']);
    },
  );

  it('whose token Meta refuses have their connection looked at, and wait', async () => {
    const on = await world(whatsapp());
    on.media.set('77', 'https://w/2');
    on.at.set('https://w/2', failure('connection-revoked'));
    await expect(on.fetch()).rejects.toMatchObject({ kind: 'busy' });
    expect(on.asked.at(-1)).toBe('suspect');
    on.at.set('https://w/2', bytes);
    await on.fetch();
    expect((await on.row())?.media).toEqual([kept(0)]);
  });

  it('of an account that is not linked any more are gone', async () => {
    const on = await world(whatsapp());
    on.speaking.failure = failure('not-found');
    await on.fetch();
    expect(on.outcomes()).toEqual(['MediaFetches gone']);
  });
});

describe('a message that is deleted', () => {
  const deleted = { deletedAt: '2026-11-20T10:05:00.000Z', content: null } as const;

  it('while its media come keeps none of them', async () => {
    const on = await world(withMedia(two), { [cdn('a.jpg')]: bytes, [cdn('b.jpg')]: bytes });
    const files = async (...asked: Parameters<typeof on.doors.files>) => {
      await on.messages.change(withMedia(two), (standing) => standing && { ...standing, ...deleted });
      return on.doors.files(...asked);
    };
    await on.fetch({ files });
    expect([(await on.row())?.media, on.bucket.keys()]).toEqual([[], []]);
  });

  it('loses what a worker that died had left in the bucket', async () => {
    const on = await world(withMedia([], deleted));
    for (const index of [0, 1, 29]) on.bucket.put(key(index), bytes, 'image/jpeg');
    on.bucket.put(`media/shop/m_${'cd'.repeat(16)}/0`, bytes, 'image/jpeg');
    await on.fetch();
    expect(on.bucket.keys()).toEqual([`media/shop/m_${'cd'.repeat(16)}/0`]);
    expect(on.asked).toEqual([]);
  });
});

describe('a worker that is killed at any call of a door', () => {
  it.each([
    ['before the call', false],
    ['after it', true],
  ])('%s: what is redelivered leaves the same media', async (_when, after) => {
    let lives = 0;
    for (let left = 1; ; left += 1) {
      const on = await world(withMedia(two), { [cdn('a.jpg')]: bytes, [cdn('b.jpg')]: bytes });
      const kill: Kill = { left, after };
      const first = on.fetch(killedAt(on.doors, ['messages', 'bucket'], kill));
      const died = await first.then(
        () => false,
        () => true,
      );
      await on.fetch().catch(() => on.fetch());
      expect([left, (await on.row())?.media]).toEqual([left, [kept(0), kept(1)]]);
      expect(on.bucket.keys()).toEqual([key(0), key(1)]);
      if (!died) break;
      lives += 1;
    }
    // One reading; then for each medium a writing and a change.
    expect(lives).toBe(5);
  });
});
