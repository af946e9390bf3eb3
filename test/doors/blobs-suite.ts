import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Blobs } from '../../lambdas/foundation/core/doors.ts';

/** What every bucket does, real or fake. */
export function blobsSuite(name: string, open: () => Promise<Blobs>): void {
  describe(`${name} as blobs`, () => {
    let blobs: Blobs;
    beforeEach(async () => {
      blobs = await open();
    });

    it('gives back exactly the bytes that it was given', async () => {
      const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256);
      await blobs.put("webhooks/items/a b+c'(1)!*~é", bytes);
      expect(Buffer.from(await blobs.get("webhooks/items/a b+c'(1)!*~é")).equals(Buffer.from(bytes))).toBe(true);
    });

    it('overwrites, and keeps an empty body', async () => {
      await blobs.put('parked/one', Buffer.from('first'));
      await blobs.put('parked/one', new Uint8Array());
      expect((await blobs.get('parked/one')).byteLength).toBe(0);
    });

    it('says not-found for what is not there, and for what was removed', async () => {
      await expect(blobs.get('parked/never')).rejects.toMatchObject({ name: 'Failure', kind: 'not-found' });
      await blobs.put('parked/gone', Buffer.from('x'));
      await blobs.remove('parked/gone');
      await expect(blobs.get('parked/gone')).rejects.toMatchObject({ kind: 'not-found' });
    });

    it('removes what is not there without a word', async () => {
      await expect(blobs.remove('parked/never')).resolves.toBeUndefined();
    });

    it('refuses a key without a prefix of the contract', async () => {
      await expect(blobs.put('elsewhere/x', new Uint8Array())).rejects.toMatchObject({ kind: 'bug' });
    });
  });
}
