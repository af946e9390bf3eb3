import { isObject } from '../foundation/meta/webhook-envelope.ts';

const longestText = 256;
const mostKeys = 8;

const isBrief = (value: unknown) =>
  typeof value === 'string' ? value.length <= longestText : typeof value !== 'object' || value === null;

/** Small enough to be repeated a thousand times: a scalar, or an object of a few of them (Meta's `metadata`). */
function isLight(value: unknown): boolean {
  if (isBrief(value)) return true;
  if (!isObject(value)) return false;
  const parts = Object.values(value);
  return parts.length <= mostKeys && parts.every(isBrief);
}

/** The first few light fields of an object: what is repeated beside each of the items that it surrounds. */
export function withoutBulk(whole: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const light = Object.entries(whole).filter(([key, value]) => key.length <= longestText && isLight(value));
  return Object.fromEntries(light.slice(0, mostKeys));
}
