import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type Clock, isoTime } from '../../lambdas/foundation/core/clock.ts';
import type { MediaUpload, MediaUploads } from '../../lambdas/foundation/store/media-uploads.ts';
import { keptMs } from './messaging-under-test.ts';
import { fresh, handClock } from './store-under-test.ts';

/** Makes one store that lives by `clock` and keeps uploads for 90 days; each call of the answer is one more process. */
export type MediaUploadsMaker = (clock: Clock) => () => MediaUploads;

/** A file of a fresh workspace that was declared now. */
export const anUpload = (clock: Clock, over: Partial<MediaUpload> = {}): MediaUpload => ({
  workspace: fresh('w'),
  id: `u_${randomUUID().replaceAll('-', '')}`,
  mimeType: 'image/png',
  size: 1234,
  filename: null,
  key: 'media/w/u',
  createdAt: isoTime(clock.now()),
  metaIds: {},
  ...over,
});

/** What all stores do about the files that callers bring. */
export function mediaSuite(name: string, make: MediaUploadsMaker): void {
  const open = () => {
    const clock = handClock();
    const process = make(clock);
    return { clock, process, uploads: process() };
  };
  const named = (id: string, clock: Clock) => ({ id, at: isoTime(clock.now()) });

  describe(`${name}: a file that a caller brings`, () => {
    it('is kept whole under its id, in its own workspace alone', async () => {
      const { clock, uploads, process } = open();
      const upload = anUpload(clock, { filename: 'Grüße #|% 😀.pdf', metaIds: { '66': named('1', clock) } });
      expect(await uploads.get(upload)).toBeUndefined();
      await uploads.create(upload);
      expect(await process().get(upload)).toEqual(upload);
      expect(await uploads.get({ ...upload, workspace: fresh('x') })).toBeUndefined();
      expect(await uploads.get({ ...upload, id: `${upload.id}#` })).toBeUndefined();
    });

    it('is declared once under its id', async () => {
      const { clock, uploads } = open();
      const upload = anUpload(clock);
      await uploads.create(upload);
      const again = uploads.create({ ...upload, size: 1 });
      await expect(again).rejects.toMatchObject({ name: 'Failure', kind: 'conflict' });
      expect(await uploads.get(upload)).toEqual(upload);
    });

    it('has a name at Meta for each account, the latest', async () => {
      const { clock, uploads } = open();
      const upload = anUpload(clock);
      await uploads.create(upload);
      await uploads.remember(upload, '66', named('first', clock));
      await uploads.remember(upload, '77', named('other', clock));
      clock.pass(1000);
      await uploads.remember(upload, '66', named('second', clock));
      const other = { id: 'other', at: isoTime(clock.now() - 1000) };
      expect((await uploads.get(upload))?.metaIds).toEqual({ '66': named('second', clock), '77': other });
    });

    it('keeps all of what several workers learn at once', async () => {
      const { clock, uploads, process } = open();
      const upload = anUpload(clock);
      await uploads.create(upload);
      const accounts = ['1', '2', '3', '4', '5'];
      await Promise.all(accounts.map((account) => process().remember(upload, account, named(account, clock))));
      expect(Object.keys((await uploads.get(upload))?.metaIds ?? {})).toEqual(accounts);
    });

    it('has no name at Meta any more once that is forgotten, but for one that was learned later', async () => {
      const { clock, uploads, process } = open();
      const upload = anUpload(clock);
      await uploads.create(upload);
      const [first, other] = [named('first', clock), named('other', clock)];
      await uploads.remember(upload, '66', first);
      await uploads.remember(upload, '77', other);
      await uploads.forget(upload, '66', isoTime(clock.now() - 1));
      await uploads.forget(upload, '88', first.at);
      expect((await uploads.get(upload))?.metaIds).toEqual({ '66': first, '77': other });
      await process().forget(upload, '66', first.at);
      await process().forget(upload, '66', first.at);
      expect((await uploads.get(upload))?.metaIds).toEqual({ '77': other });
      clock.pass(1000);
      const second = named('second', clock);
      await uploads.remember(upload, '66', second);
      await uploads.forget(upload, '66', first.at);
      expect((await uploads.get(upload))?.metaIds).toEqual({ '66': second, '77': other });
      await uploads.forget(anUpload(clock), '66', second.at);
    });

    it('is over some days after it was declared, whatever was learned since', async () => {
      const { clock, uploads } = open();
      const upload = anUpload(clock);
      await uploads.create(upload);
      clock.pass(keptMs - 1000);
      await uploads.remember(upload, '66', named('1', clock));
      expect(await uploads.get(upload)).toBeDefined();
      clock.pass(1000);
      expect(await uploads.get(upload)).toBeUndefined();
      await uploads.remember(upload, '66', named('2', clock));
      await uploads.forget(upload, '66', isoTime(clock.now()));
      await uploads.remember(anUpload(clock), '66', named('3', clock));
      expect(await uploads.get(upload)).toBeUndefined();
    });
  });
}
