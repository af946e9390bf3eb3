import { elementType } from './marketing-specs.ts';
import type { SpecParam } from './specs.ts';

/** How the journal shows a value that it must not keep. */
const hidden = '…';

/** Characters of a value that the journal keeps: the last name of a longer list may be cut. */
const journalCap = 500;

/** How scalars look in a form; objects, maps and Meta's own classes are not looked into. */
const looks: Readonly<Record<string, RegExp>> = {
  bool: /^(true|false|0|1)$/,
  int: /^-?\d+$/,
  'unsigned int': /^\d+$/,
  float: /^-?\d+(\.\d+)?$/,
};

/** The parts of a value that its type does not allow; a list may be JSON or words with commas. */
export function illegalParts(value: string, { type, values }: SpecParam): readonly string[] {
  if (value === hidden) return [];
  const parts = type.startsWith('list') ? partsOf(value) : [value];
  const look = looks[elementType(type)];
  return parts.filter((part) => (values ? !values.includes(part) : look !== undefined && !look.test(part)));
}

function partsOf(text: string): readonly string[] {
  const whole = text.length < journalCap ? text : text.replace(/,[^,]*$/, text.startsWith('[') ? ']' : '');
  if (!whole.startsWith('[')) return whole === '' ? [] : whole.split(',');
  const list: unknown = JSON.parse(whole);
  return Array.isArray(list) ? list.map(String) : [whole];
}
