import { randomUUID } from 'node:crypto';
import type { UploadForm } from './graph-call.ts';

/** A form as it goes over the wire: what stands before the file, the file, and what stands after it. */
export interface MultipartBody {
  readonly contentType: string;
  /** Bytes of all of it. */
  readonly length: number;
  readonly head: Buffer;
  readonly file: UploadForm['file'];
  readonly tail: Buffer;
}

/** What would end a quoted name early (RFC 7578, as browsers escape it). */
const quoted = (name: string) => name.replace(/["\r\n]/g, (sign) => encodeURIComponent(sign));

/** A multipart form (RFC 7578). Its boundary is a random UUID: nobody can have put it into the file. */
export function multipartBody({ fields, file }: UploadForm): MultipartBody {
  const boundary = `metaport-${randomUUID()}`;
  const part = (disposition: string) => `--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\n`;
  const texts = Object.entries(fields).map(([name, value]) => `${part(`name="${name}"`)}\r\n${value}\r\n`);
  const opening = `${part(`name="file"; filename="${quoted(file.name)}"`)}content-type: ${file.mimeType}\r\n\r\n`;
  const head = Buffer.from(`${texts.join('')}${opening}`);
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const length = head.byteLength + file.size + tail.byteLength;
  return { contentType: `multipart/form-data; boundary=${boundary}`, length, head, file, tail };
}
