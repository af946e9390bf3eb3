import type { Params } from './graph-request.ts';
import { badParameter } from './refusal.ts';

/** One wanted field: its name, parameters (`.limit(5)`), and the fields wanted of what it holds. */
export type Wanted = { name: string; params: Record<string, string>; fields: Wanted[] };

/** Reads `id,name,accounts.limit(5){access_token}`; throws code 100 for what cannot be read. */
export function fieldList(text: string): Wanted[] {
  const reader = { text, at: 0 };
  const fields = readFields(reader);
  if (reader.at < text.length) throw syntaxError(reader);
  return fields;
}

/** The wanted fields of a call; null when it names none. JSON lists are taken too, as the SDKs send them. */
export function wantedOf(params: Params): Wanted[] | null {
  const text = (params.fields ?? '').trim();
  if (text === '') return null;
  return fieldList(text.startsWith('[') ? text.slice(1, -1).replaceAll('"', '') : text);
}

type Reader = { readonly text: string; at: number };

const syntaxError = ({ at }: Reader) => badParameter(`Syntax error in the fields parameter at position ${at}`);

function readFields(reader: Reader): Wanted[] {
  const fields = [readField(reader)];
  while (reader.text[reader.at] === ',') {
    reader.at += 1;
    fields.push(readField(reader));
  }
  return fields;
}

function readField(reader: Reader): Wanted {
  const name = take(reader, /\s*([a-z0-9_]+)\s*/iy);
  if (name === null) throw syntaxError(reader);
  const params: Record<string, string> = {};
  while (reader.text[reader.at] === '.') readParam(reader, params);
  if (reader.text[reader.at] !== '{') return { name, params, fields: [] };
  reader.at += 1;
  const fields = readFields(reader);
  if (reader.text[reader.at] !== '}') throw syntaxError(reader);
  reader.at += 1;
  return { name, params, fields };
}

function readParam(reader: Reader, params: Record<string, string>): void {
  const name = take(reader, /\.([a-z_]+)\(/iy);
  const value = name === null ? null : take(reader, /([^()]*)\)/y);
  if (name === null || value === null) throw syntaxError(reader);
  params[name] = value;
}

function take(reader: Reader, pattern: RegExp): string | null {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text);
  if (!found) return null;
  reader.at = pattern.lastIndex;
  return found[1] ?? null;
}
