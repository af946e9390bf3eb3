import { randomBytes } from 'node:crypto';

/** The name of a new upload: `u_` and 32 hex digits of chance. */
export const newUploadId = () => `u_${randomBytes(16).toString('hex')}`;

/** A medium that a person sent: which message it came with, and its place there. */
export interface InboundMedium {
  readonly messageId: string;
  readonly index: number;
}

/** `i_`, the digits of the message's id, and the place. */
export const inboundMediaId = ({ messageId, index }: InboundMedium) => `i_${messageId.replace(/^m_/, '')}_${index}`;

/** Reads such an id; undefined when it is none. */
export function inboundMedium(id: string): InboundMedium | undefined {
  const [, digits, index] = /^i_([0-9a-f]{32})_(\d{1,3})$/.exec(id) ?? [];
  return digits === undefined ? undefined : { messageId: `m_${digits}`, index: Number(index) };
}

/** A part of a key, without what would lead out of its place: a workspace may be called anything. */
const keyPart = (text: string) => encodeURIComponent(text).replaceAll('.', '%2E');

/** Where an upload lies in the bucket. */
export const uploadKey = (workspace: string, uploadId: string) => `media/${keyPart(workspace)}/${keyPart(uploadId)}`;

/** Where a medium that a person sent lies. */
export const inboundKey = (workspace: string, { messageId, index }: InboundMedium) =>
  `media/${keyPart(workspace)}/${keyPart(messageId)}/${index}`;
