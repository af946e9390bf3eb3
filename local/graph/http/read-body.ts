import type { IncomingMessage } from 'node:http';
import { multipartForm } from './multipart-form.ts';

/** A body may be this long, in bytes; twenty 3 MB webhooks fit. */
const BODY_CAP = 64 * 1024 * 1024;

/** A body that cannot be taken; the message says why. */
export class BadBody extends Error {}

/** The whole body. Throws `BadBody` beyond 64 MiB. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length > BODY_CAP) throw new BadBody(`The body is longer than ${BODY_CAP} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The JSON of a body, undefined when there is none. Throws `BadBody`. */
export function jsonIn(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new BadBody('The body is not JSON.');
  }
}

/** The members of a form, names repeated; a JSON object is taken too, its members as text, those that are null left out. */
export function formIn(bytes: Buffer, contentType: string): Map<string, string[]> {
  const form = new Map<string, string[]>();
  const add = (name: string, value: string) => void form.set(name, [...(form.get(name) ?? []), value]);
  if (contentType.includes('json')) {
    const members = jsonIn(bytes);
    if (typeof members === 'object' && members !== null) {
      for (const [name, value] of Object.entries(members)) {
        if (value !== null) add(name, typeof value === 'string' ? value : JSON.stringify(value));
      }
    }
    return form;
  }
  if (contentType.includes('multipart/form-data')) return multipartForm(bytes, contentType);
  for (const [name, value] of new URLSearchParams(bytes.toString('utf8'))) add(name, value);
  return form;
}
