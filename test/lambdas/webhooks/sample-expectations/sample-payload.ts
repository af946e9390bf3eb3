import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedDir } from '../../../shared-material.ts';
import type { At, ExpectedFile, ExpectedItem } from './expectation.ts';

/** Anything that JSON can say. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Folder of Meta's webhook samples; they are not ours to publish. */
export const samplesDir = (): string => join(sharedDir(), 'meta', 'samples', 'webhooks');

/** Names of all sample files. */
export const sampleFiles = (): readonly string[] =>
  readdirSync(samplesDir())
    .filter((name) => name.endsWith('.json'))
    .sort();

/** One sample as Meta would deliver it: a bare change is put into the envelope that its expectation asks for. */
export function deliveryOf(file: string, { wrap }: Pick<ExpectedFile, 'wrap'>): Json {
  const body: Json = JSON.parse(readFileSync(join(samplesDir(), file), 'utf8'));
  if (wrap === undefined) return body;
  return { object: wrap.object, entry: [{ id: wrap.id, time: wrap.time, changes: [body] }] };
}

/** The value at a dotted path; throws when the payload has none, so that an expectation cannot compare nothing. */
function valueAt(body: Json, path: string): Json {
  const found = path.split('.').reduce<Json | undefined>((value, step) => {
    if (Array.isArray(value)) return value[Number(step)];
    return typeof value === 'object' && value !== null ? value[step] : undefined;
  }, body);
  if (found === undefined) throw new Error(`the payload has nothing at ${path}`);
  return found;
}

const listNames = ['changes', 'messaging', 'standby'] as const;

/** What stands in the entries' lists, in Meta's order. */
export function listedItems(body: Json): readonly Json[] {
  const entries = valueAt(body, 'entry');
  if (!Array.isArray(entries)) throw new Error('the payload has no entries');
  return entries.flatMap((entry) => {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return [];
    return listNames.flatMap((name) => {
      const list = entry[name];
      return Array.isArray(list) ? list : [];
    });
  });
}

/** JSON with the keys of every object in the order of their code units, and nothing between. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`).join(',')}}`;
}

const isAt = (value: unknown): value is At =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'at' in value;

const fromPayload = (body: Json, { at, asId }: At): Json => (asId ? String(valueAt(body, at)) : valueAt(body, at));

/** What becomes of a text that an expectation quotes, for payloads whose ids were exchanged. */
export type Quoted = (text: string) => string;
const asQuoted: Quoted = (text) => text;

/** The expectation with every `at(…)` replaced by what the payload says there. */
export function resolved(body: Json, value: unknown, quoted = asQuoted): unknown {
  if (isAt(value)) return fromPayload(body, value);
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return value.map((part) => resolved(body, part, quoted));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, resolved(body, part, quoted)]));
}

/** The dedupe key that is expected of the item at this place among the body's items. */
export function expectedKey(body: Json, place: number, { dedupeKey }: ExpectedItem, quoted = asQuoted): string {
  if (typeof dedupeKey === 'string') return dedupeKey.split('|').map(quoted).join('|');
  if ('key' in dedupeKey) return dedupeKey.key.map((part) => String(resolved(body, part, quoted))).join('|');
  if ('at' in dedupeKey) return String(fromPayload(body, dedupeKey));
  const item = listedItems(body)[place];
  if (item === undefined) throw new Error('the payload has no such item');
  const text = canonical({ time: dedupeKey.hashed.time, item });
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
