import { isRaw, type Raw } from '../conversions/event.ts';
import { idIn, rawsIn, textIn } from './json-param.ts';
import type { Platform } from './message-ids.ts';

/** What one item of a webhook tells of a person; `people` are all the ids of the same one. */
export type Heard = {
  platform: Platform;
  account: string;
  people: readonly string[];
  /** When the person wrote, ms since 1970; null when the item says nothing that opens a window. */
  wroteAt: number | null;
  contact: Contact | null;
  media: readonly HeardMedia[];
};

/** A person of WhatsApp, as its contacts have them. */
export type Contact = { waId: string | null; userId: string | null; name: string | null };

/** A medium that a person sent. */
export type HeardMedia = { id: string; phone: string; mimeType: string; sha256: string | null };

/** What a body tells, text or object; nothing when it is no webhook of messages. */
export function heardIn(body: unknown): Heard[] {
  const envelope = typeof body === 'string' ? parsed(body) : body;
  if (!isRaw(envelope)) return [];
  const entries = rawsIn(envelope.entry);
  if (envelope.object === 'page') return entries.flatMap((entry) => pageItems(entry, 'messenger'));
  if (envelope.object === 'instagram') return entries.flatMap((entry) => pageItems(entry, 'instagram'));
  return envelope.object === 'whatsapp_business_account' ? entries.flatMap(whatsappItems) : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function pageItems(entry: Raw, platform: Platform): Heard[] {
  const account = idIn(entry.id);
  if (account === null) return [];
  const said = [...rawsIn(entry.messaging), ...rawsIn(entry.standby)].flatMap((item) => {
    const sender = isRaw(item.sender) ? idIn(item.sender.id) : null;
    const isPersons = sender !== null && sender !== account;
    return isPersons ? [{ ...nothing(platform, account), people: [sender], wroteAt: writtenAt(item) }] : [];
  });
  return [...said, ...commentsOf(entry, platform, account)];
}

const nothing = (platform: Platform, account: string) => ({ platform, account, contact: null, media: [] });

/** A message, a tapped button and a referral open the window (fact sheet §8: the person's last message). */
function writtenAt({ message, postback, referral, timestamp }: Raw): number | null {
  const isMessage = isRaw(message) && message.is_echo !== true && message.is_deleted !== true;
  return isMessage || isRaw(postback) || isRaw(referral) ? Number(timestamp) : null;
}

/** Who comments can be answered in private: the comment itself is an address. */
const commentsOf = (entry: Raw, platform: Platform, account: string): Heard[] =>
  rawsIn(entry.changes).flatMap(({ value }) => {
    const comment = isRaw(value)
      ? (idIn(value.comment_id) ?? (platform === 'instagram' ? idIn(value.id) : null))
      : null;
    return comment === null ? [] : [{ ...nothing(platform, account), people: [comment], wroteAt: null }];
  });

const whatsappItems = (entry: Raw): Heard[] =>
  rawsIn(entry.changes).flatMap(({ value }) => {
    if (!isRaw(value) || !isRaw(value.metadata)) return [];
    const account = idIn(value.metadata.phone_number_id);
    if (account === null) return [];
    const contacts = rawsIn(value.contacts).map(contactOf);
    return [
      ...contacts.map((contact) => whatsappItem(account, contact, null, [])),
      ...rawsIn(value.messages).map((message) => messageItem(account, message)),
    ];
  });

const contactOf = ({ wa_id, user_id, profile }: Raw): Contact => ({
  waId: idIn(wa_id),
  userId: idIn(user_id),
  name: isRaw(profile) ? textIn(profile.name) : null,
});

const whatsappItem = (account: string, contact: Contact, wroteAt: number | null, media: HeardMedia[]): Heard => ({
  platform: 'whatsapp',
  account,
  people: [contact.waId, contact.userId].filter((id) => id !== null),
  wroteAt,
  contact,
  media,
});

/** Kinds of WhatsApp's that are no writing of the person's. */
const SILENT = ['system', 'reaction', 'edit', 'revoke'];
const MEDIA = ['image', 'audio', 'video', 'document', 'sticker'];

function messageItem(account: string, message: Raw): Heard {
  const contact = { waId: idIn(message.from), userId: idIn(message.from_user_id), name: null };
  const type = textIn(message.type) ?? '';
  const wroteAt = SILENT.includes(type) ? null : Number(message.timestamp) * 1000;
  const medium = MEDIA.includes(type) && isRaw(message[type]) ? message[type] : null;
  const id = medium && idIn(medium.id);
  const mimeType = textIn(medium?.mime_type) ?? 'application/octet-stream';
  const media = id ? [{ id, phone: account, mimeType, sha256: textIn(medium?.sha256) }] : [];
  return whatsappItem(account, contact, wroteAt, media);
}
