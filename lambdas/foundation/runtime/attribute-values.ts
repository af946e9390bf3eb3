import { Failure } from '../core/failure.ts';
import type { Row } from '../store/table-calls.ts';
import { isRecord } from './json-record.ts';

/** A plain value in DynamoDB's typed form; throws `Failure` `bug` for what has none. */
export function toAttribute(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'boolean') return { BOOL: value };
  if (typeof value === 'bigint' || Number.isFinite(value)) return { N: String(value) };
  if (value === null) return { NULL: true };
  if (value instanceof Uint8Array) return { B: base64Of(value) };
  if (value instanceof Set) return { SS: [...value].map(String) };
  if (Array.isArray(value)) return { L: value.map(toAttribute) };
  if (isRecord(value)) return { M: toAttributes(value) };
  throw new Failure('bug', `a row cannot hold a ${typeof value}`);
}

/** The same memory, read as a buffer. */
const base64Of = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

/** A row in typed form, members that are undefined left out. */
export function toAttributes(row: Row): Readonly<Record<string, unknown>> {
  if (Object.hasOwn(row, '__proto__')) return entryByEntry(row);
  // Every event passes here: lists of entries would take several times as long.
  const attributes: Record<string, unknown> = {};
  for (const name in row) if (row[name] !== undefined) attributes[name] = toAttribute(row[name]);
  return attributes;
}

/** The same for a row with the one name that an assignment takes for something else. */
function entryByEntry(row: Row): Readonly<Record<string, unknown>> {
  const present = Object.entries(row).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present.map(([name, value]) => [name, toAttribute(value)]));
}

/** The plain value behind a typed one. */
export function fromAttribute(attribute: unknown): unknown {
  if (!isRecord(attribute)) return undefined;
  const [[type, value] = ['', undefined]] = Object.entries(attribute);
  switch (type) {
    case 'N':
      return Number(value);
    case 'NULL':
      return null;
    case 'B':
      return new Uint8Array(Buffer.from(String(value), 'base64'));
    case 'SS':
      return new Set(Array.isArray(value) ? value.map(String) : []);
    case 'L':
      return Array.isArray(value) ? value.map(fromAttribute) : [];
    case 'M':
      return fromAttributes(value);
    default:
      return value;
  }
}

/** A typed row as plain values. */
export function fromAttributes(attributes: unknown): Row {
  if (!isRecord(attributes)) return {};
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, fromAttribute(value)]));
}
