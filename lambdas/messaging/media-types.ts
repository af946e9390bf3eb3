import type { Thread } from '../foundation/store/threads.ts';
import type { CarriedUpload } from './send-doors.ts';

const MB = 1024 * 1024;

/** The most that WhatsApp stores (fact sheet §8), so the largest file that anybody may bring. */
export const mostBytes = 100 * MB;

/** Bytes that each channel takes of a type; a channel that is absent takes none of it. */
type Caps = Readonly<Partial<Record<Thread['channel'], number>>>;

const photo: Caps = { whatsapp: 5 * MB, messenger: 25 * MB, instagram: 8 * MB };
const picture: Caps = { messenger: 25 * MB, instagram: 8 * MB };
const clip: Caps = { whatsapp: 16 * MB, messenger: 25 * MB, instagram: 25 * MB };
const pageClip: Caps = { messenger: 25 * MB, instagram: 25 * MB };
const whatsappClip: Caps = { whatsapp: 16 * MB, messenger: 25 * MB };
const paper: Caps = { whatsapp: mostBytes, messenger: 25 * MB };
const office = 'application/vnd.openxmlformats-officedocument';

/**
 * What may be sent, and how large. The fact sheet has the 100 MB alone (§8) and the spec names JPEG, Ogg and WebP; the
 * rest is Meta's pages on WhatsApp's supported media types, Instagram's attachment upload (8 MB pictures, 25 MB else, PDF
 * the only document) and Messenger's saved assets (25 MB): to be confirmed on the live API.
 */
export const mediaTypes = {
  'image/jpeg': photo,
  'image/png': photo,
  'image/gif': picture,
  /** On WhatsApp a sticker, animated ones up to 500 kB. */
  'image/webp': { whatsapp: 500 * 1024, messenger: 25 * MB },
  'audio/aac': clip,
  'audio/amr': whatsappClip,
  'audio/mpeg': whatsappClip,
  'audio/mp4': clip,
  /** With Opus inside. */
  'audio/ogg': whatsappClip,
  'audio/wav': pageClip,
  'video/mp4': clip,
  'video/3gpp': whatsappClip,
  'video/quicktime': pageClip,
  'video/webm': pageClip,
  'video/ogg': pageClip,
  'video/x-msvideo': pageClip,
  'text/plain': paper,
  'application/pdf': { ...paper, instagram: 25 * MB },
  'application/msword': paper,
  'application/vnd.ms-excel': paper,
  'application/vnd.ms-powerpoint': paper,
  [`${office}.wordprocessingml.document`]: paper,
  [`${office}.spreadsheetml.sheet`]: paper,
  [`${office}.presentationml.presentation`]: paper,
} as const satisfies Readonly<Record<string, Caps>>;

const caps: ReadonlyMap<string, Caps> = new Map(Object.entries(mediaTypes));

/** The types that may be brought. */
export const mediaTypeNames: readonly string[] = [...caps.keys()];

/** Bytes that a type may have: on one channel, or on whichever takes most. Undefined: the type is taken nowhere there. */
export function capOf(mimeType: string, channel?: Thread['channel']): number | undefined {
  const known = caps.get(mimeType);
  if (known === undefined) return undefined;
  return channel === undefined ? Math.max(...Object.values(known)) : known[channel];
}

/** Whether a file goes as this type of message: a picture, a sound and a film as what they are, anything as a file. */
export function goesAs(mimeType: string, type: CarriedUpload['type'], channel: Thread['channel']): boolean {
  switch (type) {
    case 'file':
      return true;
    case 'sticker':
      return mimeType === sticker;
    case 'image':
      return mimeType.startsWith('image/') && !(channel === 'whatsapp' && mimeType === sticker);
    case 'audio':
    case 'video':
      return mimeType.startsWith(`${type}/`);
  }
}

/** WhatsApp's stickers are WebP, and its pictures are not. */
const sticker = 'image/webp';
