import { isObject } from '../foundation/meta/webhook-envelope.ts';

/** Text that is already JSON, among the values still to be written. */
class Written {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
const comma = new Written(',');
const listEnd = new Written(']');
const objectEnd = new Written('}');

function pushList(todo: unknown[], list: readonly unknown[]) {
  todo.push(listEnd);
  for (let at = list.length - 1; at >= 0; at -= 1) {
    todo.push(list[at]);
    if (at > 0) todo.push(comma);
  }
}

function pushObject(todo: unknown[], value: Readonly<Record<string, unknown>>) {
  const keys = Object.keys(value).sort();
  todo.push(objectEnd);
  for (let at = keys.length - 1; at >= 0; at -= 1) {
    const key = keys[at] ?? '';
    todo.push(value[key], new Written(`${at > 0 ? ',' : ''}${JSON.stringify(key)}:`));
  }
}

/**
 * The same text for the same JSON value, whatever order its keys came in (by UTF-16 code unit here). Keeps its own
 * stack: a delivery may be nested deeper than the machine's.
 */
export function canonicalJson(value: unknown): string {
  const parts: string[] = [];
  const todo: unknown[] = [value];
  while (todo.length > 0) {
    const next = todo.pop();
    if (next instanceof Written) parts.push(next.text);
    else if (Array.isArray(next)) {
      parts.push('[');
      pushList(todo, next);
    } else if (isObject(next)) {
      parts.push('{');
      pushObject(todo, next);
    } else parts.push(JSON.stringify(next) ?? 'null');
  }
  return parts.join('');
}
