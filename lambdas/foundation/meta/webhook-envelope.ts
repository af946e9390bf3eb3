import { parseMetaJson } from './meta-json.ts';

/** Meta's envelope, loosely: what `entry` holds is judged item by item, so that a bad one never harms its siblings. */
export interface WebhookEnvelope {
  readonly object: string;
  readonly entry: readonly unknown[];
}

/** Whether a JSON value is an object: neither null nor a list. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Why this value is no envelope; undefined when it is one. */
function misfit(value: unknown): string | undefined {
  if (!isObject(value)) return 'not an envelope: not an object';
  const { object, entry } = value;
  if (typeof object !== 'string' || object === '') return 'not an envelope: object is not a word';
  if (!Array.isArray(entry)) return 'not an envelope: entry is not a list';
  return entry.length === 0 || entry.some(isObject) ? undefined : 'not an envelope: no entry is an object';
}

const isEnvelope = (value: unknown): value is WebhookEnvelope => misfit(value) === undefined;

/**
 * Reads the text of a delivery; answers the reason (never a part of the body) when it is no envelope. A list that is
 * empty, or has junk beside real entries, is an envelope: splitting deals with each entry for itself.
 */
export function readEnvelope(text: string): WebhookEnvelope | string {
  if (text.trim() === '') return 'empty';
  try {
    const value = parseMetaJson(text);
    return isEnvelope(value) ? value : (misfit(value) ?? 'not an envelope');
  } catch {
    return 'not JSON';
  }
}
