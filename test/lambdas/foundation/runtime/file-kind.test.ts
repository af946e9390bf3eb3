import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FileFamily } from '../../../../lambdas/foundation/core/media-doors.ts';
import { fileTypeOf } from '../../../../lambdas/foundation/runtime/file-kind.ts';

const families: readonly FileFamily[] = ['image', 'audio', 'video', 'document'];
const bytes = (latin1: string) => Buffer.from(latin1, 'latin1');

/** How real files begin. */
const files = {
  jpeg: bytes('\xff\xd8\xff\xe0\x00\x10JFIF'),
  png: bytes('\x89PNG\r\n\x1a\n\x00\x00'),
  gif: bytes('GIF89a'),
  webp: bytes('RIFF\x10\x00\x00\x00WEBPVP8 '),
  mp3: bytes('ID3\x04\x00'),
  aac: bytes('\xff\xf1\x50\x80'),
  amr: bytes('#!AMR\n'),
  ogg: bytes('OggS\x00\x02'),
  wav: bytes('RIFF\x10\x00\x00\x00WAVEfmt '),
  m4a: bytes('\x00\x00\x00\x18ftypM4A \x00'),
  mp4: bytes('\x00\x00\x00\x18ftypisom'),
  mov: bytes('\x00\x00\x00\x14ftypqt  '),
  threegp: bytes('\x00\x00\x00\x14ftyp3gp5'),
  webm: bytes('\x1a\x45\xdf\xa3\x01'),
  pdf: bytes('%PDF-1.7'),
  zip: bytes('PK\x03\x04\x14'),
  text: bytes('Dear all,'),
  html: bytes('\n <!DOCTYPE html><html>'),
  nothing: bytes(''),
};

describe('the type of a file', () => {
  it.each<[keyof typeof files, string, FileFamily]>([
    ['jpeg', 'image/jpeg', 'image'],
    ['png', 'IMAGE/PNG; charset=binary', 'image'],
    ['gif', 'image/gif', 'image'],
    ['webp', 'image/webp', 'image'],
    ['mp3', 'audio/mpeg', 'audio'],
    ['aac', 'audio/aac', 'audio'],
    ['amr', 'audio/amr', 'audio'],
    ['ogg', 'audio/ogg; codecs=opus', 'audio'],
    ['ogg', 'application/ogg', 'audio'],
    ['wav', 'audio/wav', 'audio'],
    ['m4a', 'audio/mp4', 'audio'],
    ['mp4', 'video/mp4', 'audio'],
    ['mp4', 'video/mp4', 'video'],
    ['mov', 'video/quicktime', 'video'],
    ['threegp', 'video/3gpp', 'video'],
    ['webm', 'video/webm', 'video'],
    ['pdf', 'application/pdf', 'document'],
    ['zip', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'document'],
    ['text', 'text/plain', 'document'],
    ['jpeg', 'image/jpeg', 'document'],
    ['nothing', 'text/plain', 'document'],
  ])('%s declared as %s is taken as %s, under its own word', (file, declared, family) => {
    expect(fileTypeOf(declared, files[file], family)).toBe(declared.replace(/;.*/, '').toLowerCase());
  });

  it.each<[keyof typeof files, string, FileFamily, string]>([
    ['jpeg', '', 'image', 'image/jpeg'],
    ['png', 'application/octet-stream', 'image', 'image/png'],
    ['mp4', 'binary/octet-stream', 'video', 'video/mp4'],
    ['pdf', 'application/octet-stream', 'document', 'application/pdf'],
    ['text', 'application/octet-stream', 'document', 'application/octet-stream'],
  ])('%s declared as nothing ("%s") is what its bytes say', (file, declared, family, type) => {
    expect(fileTypeOf(declared, files[file], family)).toBe(type);
  });

  it.each<[string, keyof typeof files, string, FileFamily]>([
    ['a page instead of a photo', 'html', 'image/jpeg', 'image'],
    ['a photo that is a page', 'jpeg', 'text/html', 'image'],
    ['a page as a document', 'html', 'application/msword', 'document'],
    ['a page that says so', 'html', 'text/html', 'document'],
    ['a page without a type', 'html', 'application/octet-stream', 'document'],
    ['a drawing with scripts', 'text', 'image/svg+xml', 'image'],
    ['a program', 'text', 'text/javascript', 'document'],
    ['a video instead of a photo', 'mp4', 'video/mp4', 'image'],
    ['a photo that is a video', 'mp4', 'image/jpeg', 'image'],
    ['a photo instead of a video', 'png', 'image/png', 'video'],
    ['text instead of a photo', 'text', 'image/png', 'image'],
    ['a document instead of a photo', 'pdf', 'application/pdf', 'image'],
    ['a PDF that is none', 'zip', 'application/pdf', 'document'],
    ['a document that is a photo, and is none', 'text', 'image/jpeg', 'document'],
    ['a photo that is empty', 'nothing', 'image/jpeg', 'image'],
    ['audio instead of a video', 'mp3', 'audio/mpeg', 'video'],
  ])('%s has none', (_what, file, declared, family) => {
    expect(fileTypeOf(declared, files[file], family)).toBeUndefined();
  });

  it('is found for every text and all bytes, and never is one that a browser would run', () => {
    const declared = fc.oneof(fc.string(), fc.constantFrom('text/html', 'image/svg+xml', 'image/png', 'text/plain'));
    const head = fc.oneof(fc.uint8Array({ maxLength: 100 }), fc.constantFrom(...Object.values(files)));
    fc.assert(
      fc.property(declared, head, fc.constantFrom(...families), (type, first, family) => {
        expect(fileTypeOf(type, first, family) ?? '').not.toMatch(/html|svg|script/i);
      }),
    );
  });
});
