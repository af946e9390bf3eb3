import { isRaw, type Raw } from '../conversions/event.ts';
import type { Params } from '../http/graph-request.ts';
import { badParameter } from '../http/refusal.ts';

/** A parameter that is a JSON object; undefined when it was left out. Throws code 100 for anything else. */
export function objectParam(params: Params, name: string): Raw | undefined {
  const text = params[name];
  if (text === undefined || text === '') return undefined;
  const value = parsed(text);
  if (!isRaw(value)) throw badParameter(`Param ${name} must be a JSON object.`);
  return value;
}

/** A parameter that is a JSON list; undefined when it was left out. Throws code 100 for anything else. */
export function listParamOf(params: Params, name: string): readonly unknown[] | undefined {
  const text = params[name];
  if (text === undefined || text === '') return undefined;
  const value = parsed(text);
  if (!Array.isArray(value)) throw badParameter(`Param ${name} must be an array.`);
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A text that is not empty; null for everything else. */
export const textIn = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** The objects of a list; empty when it is none. */
export const rawsIn = (value: unknown): readonly Raw[] => (Array.isArray(value) ? value.filter(isRaw) : []);

/** An id as text, also when it came as a number; null for what is none. */
export const idIn = (value: unknown): string | null => (typeof value === 'number' ? String(value) : textIn(value));
