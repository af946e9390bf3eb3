import { isObject } from '../foundation/meta/webhook-envelope.ts';
import { idText } from './item-asset.ts';
import { isoOf } from './item-time.ts';

/** What a reader fills and a kind's schema then judges. */
export type Draft = Record<string, unknown>;

/** What came out of reading one item besides its draft. */
export interface Findings {
  /** Paths of fields that no rule knows; at most `mostUnknown`. */
  readonly unknown: string[];
  /** Path of the first thing that is not even an object or a list where one has to be. */
  misfit: string | undefined;
  /** When the item happened, as Meta wrote it. */
  time: unknown;
  /** Where reading stands. */
  readonly path: string[];
}

/** What to do with one field of Meta's; `Name` is what it may set in the draft. */
export interface Rule<Name extends string = string> {
  (value: unknown, draft: Draft, findings: Findings, key: string): void;
  readonly sets?: Name;
}

/** Meta's field name to rule; `*` for all others, which otherwise are unknown. */
export type Rules<Name extends string = string> = Readonly<Record<string, Rule<Name>>>;

/** Rules that may only set what schema type `T` has, or what a reader asks for besides. */
export type RulesFor<T, Besides extends string = never> = Rules<(keyof T & string) | Besides>;

/** More unknown fields than this tell nothing new. */
export const mostUnknown = 20;

const longestName = 64;
const pathOf = (findings: Findings, key: string) => [...findings.path, key.slice(0, longestName)].join('.');

/** Walks the fields of an object; null is as good as absent. */
export function readFields(rules: Rules, object: Readonly<Record<string, unknown>>, draft: Draft, findings: Findings) {
  for (const key of Object.keys(object)) {
    const value = object[key];
    const rule = Object.hasOwn(rules, key) ? rules[key] : rules['*'];
    if (rule === undefined) {
      if (findings.unknown.length < mostUnknown) findings.unknown.push(pathOf(findings, key));
    } else if (value !== null) rule(value, draft, findings, key);
  }
}

/** Reads a value that has to be an object into `draft`. */
export function readObject(rules: Rules, value: unknown, draft: Draft, findings: Findings, key: string) {
  if (!isObject(value)) {
    findings.misfit ??= pathOf(findings, key);
    return;
  }
  findings.path.push(key);
  readFields(rules, value, draft, findings);
  findings.path.pop();
}

/** A rule that puts what `read` makes of the value under `name`; what `read` cannot make sense of is left to the schema. */
const kept =
  <const Name extends string>(name: Name, read: (value: unknown) => unknown): Rule<Name> =>
  (value, draft) => {
    const made = read(value);
    if (made !== undefined) draft[name] = made;
  };

/** An id: numbers become their digits, the empty word is absent. */
export const id = <const Name extends string>(name: Name) =>
  kept(name, (value) => idText(value) ?? (value === '' ? undefined : value));

/** An id where Meta writes 0 for none. */
export const realId = <const Name extends string>(name: Name) =>
  kept(name, (value) => (value === 0 || value === '0' || value === '' ? undefined : (idText(value) ?? value)));

/** Text; numbers and truth values become text. */
export const text = <const Name extends string>(name: Name) =>
  kept(name, (value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value));

/** A number, also when it comes as digits. */
export const number = <const Name extends string>(name: Name) =>
  kept(name, (value) => (typeof value === 'string' && /^-?\d{1,15}(\.\d{1,9})?$/.test(value) ? Number(value) : value));

/** That something is so; what is not so is absent. */
export const truth = <const Name extends string>(name: Name) =>
  kept(name, (value) => (value === true || value === 1 ? true : undefined));

/** Yes or no; also 1 and 0. */
export const flag = <const Name extends string>(name: Name) =>
  kept(name, (value) => (value === 1 || value === 0 ? value === 1 : value));

/** That it is there at all, never what it is: secrets of Meta's. */
export const presence = <const Name extends string>(name: Name) => kept(name, () => true);

/** A list of ids; anything but a list is left to the schema. */
export const ids = <const Name extends string>(name: Name) =>
  kept(name, (value) => (Array.isArray(value) ? value.map((one: unknown) => idText(one) ?? one) : value));

/** A time, as ISO-8601; what cannot be read as one is absent. */
export const time = <const Name extends string>(name: Name) => kept(name, isoOf);

/** As Meta sent it. */
export const verbatim = <const Name extends string>(name: Name) => kept(name, (value) => value);

/** Known, but in the raw body only. */
export const known: Rule<never> = () => {};

/** The item's own time. */
export const happened: Rule<never> = (value, _draft, findings) => {
  findings.time = value;
};

/** The item's own time, also shown under `name`. */
export const happenedAs =
  <const Name extends string>(name: Name): Rule<Name> =>
  (value, draft, findings, key) => {
    findings.time = value;
    time(name)(value, draft, findings, key);
  };

/** An object whose fields belong to the same draft. */
export const inside =
  <Name extends string>(rules: Rules<Name>): Rule<Name> =>
  (value, draft, findings, key) =>
    readObject(rules, value, draft, findings, key);

/** An object that gets a draft of its own, under `name`; absent when nothing of it is known. */
export const under =
  <const Name extends string>(name: Name, rules: Rules): Rule<Name> =>
  (value, draft, findings, key) => {
    const own: Draft = {};
    readObject(rules, value, own, findings, key);
    if (Object.keys(own).length > 0) draft[name] = own;
  };

/** A list whose elements each get a draft, in a list under `name`. */
export const each =
  <const Name extends string>(name: Name, rules: Rules): Rule<Name> =>
  (value, draft, findings, key) => {
    if (!Array.isArray(value)) findings.misfit ??= pathOf(findings, key);
    else
      draft[name] = value.map((one: unknown) => {
        const own: Draft = {};
        readObject(rules, one, own, findings, key);
        return own;
      });
  };

/** A list that splitting has cut to one element, which `rule` reads; with none or several it does not fit. */
export const only =
  <Name extends string>(rule: Rule<Name>): Rule<Name> =>
  (value, draft, findings, key) => {
    if (Array.isArray(value) && value.length === 1) rule(value[0], draft, findings, key);
    else findings.misfit ??= pathOf(findings, key);
  };

/** A list that may hold more, or junk: `rule` reads its element when it is the only one and an object. */
export const lone =
  <Name extends string>(rule: Rule<Name>): Rule<Name> =>
  (value, draft, findings, key) => {
    if (Array.isArray(value) && value.length === 1 && isObject(value[0])) rule(value[0], draft, findings, key);
  };
