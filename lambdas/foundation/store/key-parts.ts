import { type AssetRef, assetKinds } from '../core/ids.ts';

const unsafe = /[^!"$&-~]/;
const allUnsafe = /[^!"$&-~]/g;

/**
 * One part of a key: printable ASCII stays readable, everything else, `#` and `%` become `%` and the four hex digits
 * of the UTF-16 unit. So parts never collide, lone surrogates survive (UTF-8 would fold them into one sign), and
 * DynamoDB's order of bytes is JavaScript's order of strings.
 */
export const encodePart = (text: string): string =>
  unsafe.test(text) ? text.replace(allUnsafe, (unit) => `%${unit.charCodeAt(0).toString(16).padStart(4, '0')}`) : text;

/** What `encodePart` was given. */
export const decodePart = (part: string): string =>
  part.replace(/%([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Parts as one key. */
export function joinParts(parts: readonly string[]): string {
  let key = '';
  for (const [at, part] of parts.entries()) key += at === 0 ? encodePart(part) : `#${encodePart(part)}`;
  return key;
}

/** The parts of a key. */
export const splitParts = (key: string): readonly string[] => key.split('#').map(decodePart);

/** Reads `kind:id` with any id at all; undefined when the kind is none of ours. */
export function assetOfPart(part: string): AssetRef | undefined {
  const colon = part.indexOf(':');
  const kind = assetKinds.find((known) => known === part.slice(0, colon));
  return colon > 0 && kind ? { kind, id: part.slice(colon + 1) } : undefined;
}
