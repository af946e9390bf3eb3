import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { MediaDeclaration } from '../../../lambdas/messaging/media-routes.ts';
import { capOf, mediaTypeNames, mostBytes } from '../../../lambdas/messaging/media-types.ts';

const MB = 1024 * 1024;

describe('the types of media', () => {
  // WhatsApp's page of supported media types, Instagram's attachment upload, Messenger's saved assets.
  it.each([
    ['image/jpeg', 5, 25, 8],
    ['image/png', 5, 25, 8],
    ['image/gif', undefined, 25, 8],
    ['audio/aac', 16, 25, 25],
    ['audio/amr', 16, 25, undefined],
    ['audio/mpeg', 16, 25, undefined],
    ['audio/mp4', 16, 25, 25],
    ['audio/ogg', 16, 25, undefined],
    ['audio/wav', undefined, 25, 25],
    ['video/mp4', 16, 25, 25],
    ['video/3gpp', 16, 25, undefined],
    ['video/quicktime', undefined, 25, 25],
    ['video/webm', undefined, 25, 25],
    ['application/pdf', 100, 25, 25],
    ['text/plain', 100, 25, undefined],
    ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 100, 25, undefined],
  ])('%s: WhatsApp takes %s MB, Messenger %s, Instagram %s', (type, whatsapp, messenger, instagram) => {
    const caps = [capOf(type, 'whatsapp'), capOf(type, 'messenger'), capOf(type, 'instagram')];
    expect(caps).toEqual([whatsapp, messenger, instagram].map((cap) => cap && cap * MB));
    expect(capOf(type)).toBe(Math.max(...caps.map((cap) => cap ?? 0)));
  });

  it('are stickers on WhatsApp up to 500 kB', () => {
    expect(capOf('image/webp', 'whatsapp')).toBe(500 * 1024);
    expect(capOf('image/webp', 'instagram')).toBeUndefined();
  });

  it('have at most 100 MB anywhere, and none is anything that a browser would run', () => {
    expect(mediaTypeNames.length).toBeGreaterThan(20);
    for (const type of mediaTypeNames) {
      expect(capOf(type)).toBeGreaterThan(0);
      expect(capOf(type)).toBeLessThanOrEqual(mostBytes);
      expect(type).not.toMatch(/html|svg|script|xml$/);
    }
    expect(mostBytes).toBe(100 * MB);
    for (const type of ['text/html', 'toString', '__proto__', '']) expect(capOf(type)).toBeUndefined();
  });

  it('are named to whoever declares another', () => {
    const { error } = z.safeParse(MediaDeclaration, { mimeType: 'text/html', size: 1 });
    expect(error?.issues).toEqual([expect.objectContaining({ path: ['mimeType'] })]);
    expect(error?.issues[0]?.message).toMatch(/image\/jpeg.*application\/pdf/);
  });

  it.each([
    ['nothing', { size: 0 }],
    ['a part of a byte', { size: 1.5 }],
    ['more than 100 MB', { size: 104_857_601 }],
    ['a path for a name', { filename: 'a/b.png' }],
    ['a name with a line', { filename: 'a\nb.png' }],
    ['a name without end', { filename: 'a'.repeat(241) }],
    ['a member that nobody knows', { url: 'https://e.org' }],
  ])('are not declared with %s', (_what, over) => {
    const declared = { mimeType: 'image/png', size: 1, filename: 'Größe 1.png' };
    expect(z.safeParse(MediaDeclaration, declared).success).toBe(true);
    expect(z.safeParse(MediaDeclaration, { ...declared, ...over }).success).toBe(false);
  });
});
