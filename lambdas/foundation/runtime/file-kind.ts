import type { FileFamily } from '../core/media-doors.ts';

/** What bytes show: a type's name, and the families that such a file may serve. */
interface Kind {
  readonly mimeType: string;
  readonly families: readonly FileFamily[];
}

/** Bytes that begin a file, as Latin-1; `at` is where they stand. */
interface Sign extends Kind {
  readonly bytes: string;
  readonly at?: number;
  /** What stands at byte 8 of a container. */
  readonly inner?: RegExp;
}

const image = ['image'] as const;
const audio = ['audio'] as const;
const video = ['video'] as const;
const either = ['video', 'audio'] as const;

/** The first that fits; the signatures are those of the formats' own specifications. */
const signs: readonly Sign[] = [
  { bytes: '\xff\xd8\xff', mimeType: 'image/jpeg', families: image },
  { bytes: '\x89PNG\r\n\x1a\n', mimeType: 'image/png', families: image },
  { bytes: 'GIF8', mimeType: 'image/gif', families: image },
  { bytes: 'RIFF', inner: /^WEBP/, mimeType: 'image/webp', families: image },
  { bytes: 'RIFF', inner: /^WAVE/, mimeType: 'audio/wav', families: audio },
  { bytes: 'RIFF', inner: /^AVI /, mimeType: 'video/x-msvideo', families: video },
  { bytes: 'ftyp', at: 4, inner: /^(hei[cmxs]|mif1|avif)/, mimeType: 'image/heic', families: image },
  { bytes: 'ftyp', at: 4, inner: /^M4[AB] /, mimeType: 'audio/mp4', families: audio },
  { bytes: 'ftyp', at: 4, inner: /^3g/, mimeType: 'video/3gpp', families: either },
  { bytes: 'ftyp', at: 4, mimeType: 'video/mp4', families: either },
  { bytes: '\x1a\x45\xdf\xa3', mimeType: 'video/webm', families: either },
  { bytes: 'OggS', mimeType: 'audio/ogg', families: either },
  { bytes: 'ID3', mimeType: 'audio/mpeg', families: audio },
  { bytes: '#!AMR', mimeType: 'audio/amr', families: audio },
  { bytes: 'fLaC', mimeType: 'audio/flac', families: audio },
  { bytes: '%PDF-', mimeType: 'application/pdf', families: [] },
  { bytes: 'PK\x03\x04', mimeType: 'application/zip', families: [] },
  { bytes: '\xd0\xcf\x11\xe0', mimeType: 'application/x-ole-storage', families: [] },
];

/** How many first bytes tell. */
export const tellingBytes = 64;

/** A page, or a drawing with scripts: what a browser would run. */
const runs = /^(\xef\xbb\xbf)?\s*<(!doctype html|html|head|body|script|svg|\?xml)/i;
const runningTypes = /^(text\/html|application\/xhtml\+xml|image\/svg\+xml|(text|application)\/(java|ecma)script)$/;

/** Declared where somebody does not know. */
const silent = /^((application|binary)\/(x-)?octet-stream)?$/;

/** What a file may be called after its declared type and its first bytes; undefined: it is none of the family, or lies. */
export function fileTypeOf(declared: string, head: Uint8Array, family: FileFamily): string | undefined {
  const type = bareType(declared);
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, tellingBytes)).toString('latin1');
  if (runningTypes.test(type) || runs.test(text)) return undefined;
  const kind = kindOf(text);
  const named = silent.test(type) ? (kind?.mimeType ?? 'application/octet-stream') : type;
  const fits = family === 'document' ? fitsDocument(type, kind) : fitsFamily(type, kind, family);
  return fits ? named : undefined;
}

/** A type in lower case, without parameters. */
export const bareType = (declared: string) => declared.replace(/;.*$/s, '').trim().toLowerCase();

function kindOf(text: string): Kind | undefined {
  const sign = signs.find(
    ({ bytes, at = 0, inner }) => text.startsWith(bytes, at) && (inner === undefined || inner.test(text.slice(8))),
  );
  // The frame of MPEG audio, AAC in ADTS among it, begins with eleven set bits.
  return sign ?? (/^\xff[\xe0-\xff]/.test(text) ? { mimeType: 'audio/mpeg', families: audio } : undefined);
}

const familyOf = (type: string) => /^(image|audio|video)\//.exec(type)?.[1];

/** Messenger and Instagram call a voice clip in MP4 a video, and some servers say `application/ogg`. */
const alsoAudio = /^(video\/(mp4|ogg|webm|3gpp)|application\/ogg)$/;

function fitsFamily(type: string, kind: Kind | undefined, family: FileFamily): boolean {
  const says = silent.test(type) || familyOf(type) === family || (family === 'audio' && alsoAudio.test(type));
  return says && (kind?.families.includes(family) ?? false);
}

/** A document may be anything, but what it says it is, where its bytes would tell. */
function fitsDocument(type: string, kind: Kind | undefined): boolean {
  if (type === 'application/pdf') return kind?.mimeType === type;
  const family = familyOf(type);
  return family === undefined || (kind?.families.some((one) => one === family) ?? false);
}
