/** How files of each type begin, as Latin-1. */
const BEGINNINGS: Readonly<Record<string, string>> = {
  'image/jpeg': '\xff\xd8\xff\xe0\x00\x10JFIF\x00',
  'image/png': '\x89PNG\r\n\x1a\n',
  'image/gif': 'GIF89a',
  'image/webp': 'RIFF\xf8\x03\x00\x00WEBPVP8 ',
  'audio/ogg': 'OggS\x00\x02',
  'audio/mpeg': 'ID3\x04\x00',
  'audio/mp4': '\x00\x00\x00\x18ftypM4A ',
  'video/mp4': '\x00\x00\x00\x18ftypmp42',
  'application/pdf': '%PDF-1.7\n',
};

const ENDINGS: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  ogg: 'audio/ogg',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  mp4: 'video/mp4',
  pdf: 'application/pdf',
};

/** The type of a file by its name; a photo unless the name says otherwise. */
export const typeByName = (name: string): string => ENDINGS[/\.(\w+)$/.exec(name)?.[1] ?? ''] ?? 'image/jpeg';

/** So many bytes that begin as a file of this type does, and hold nothing. */
export function madeUpFile(type: string, bytes: number): Buffer {
  const file = Buffer.alloc(bytes, '.');
  file.write(BEGINNINGS[type.replace(/;.*/, '')] ?? '', 'latin1');
  return file;
}
