import { isObject } from '../../lambdas/foundation/meta/webhook-envelope.ts';
import { callName, type JournalRow, specOf, typesOf } from './check-calls.ts';
import type { Specs } from './specs.ts';
import { beyondSpecs } from './unknown-calls.ts';
import { beyondMembers } from './unknown-members.ts';

/** What the check of answers found; `unused` are reasons that no answer needed. */
export interface AnswerFindings {
  readonly answers: number;
  readonly members: number;
  readonly violations: readonly string[];
  readonly unknowns: readonly string[];
  readonly unused: readonly string[];
}

/** Members of every list (fact sheet §5). */
const envelope = ['data', 'paging', 'summary'];

/** Members of every write's answer: it is done, or the thing that was made. */
const ofWrites = ['success', 'id'];

/** Checks the answer to each row against the fields that Meta's specs give its node; throws when there is none. */
export function checkAnswers(
  rows: readonly JournalRow[],
  answers: readonly unknown[],
  specs: Specs,
  reasons: Readonly<Record<string, string>> = beyondMembers,
): AnswerFindings {
  if (rows.length === 0 || rows.length !== answers.length) {
    throw new Error(`${rows.length} calls have ${answers.length} answers.`);
  }
  const names = rows.flatMap((row, at) => namesIn(row, answers[at], specs));
  const missing = [...new Set(names.filter(({ known }) => !known).map(({ name }) => name))];
  const excused = { ...beyondSpecs.names, ...reasons };
  return {
    answers: answers.length,
    members: names.length,
    violations: missing.filter((name) => excused[name] === undefined),
    unknowns: missing.flatMap((name) => (excused[name] === undefined ? [] : [`${name}: ${excused[name]}`])),
    unused: Object.keys(reasons).filter((name) => !missing.includes(name)),
  };
}

/** A member of an answer by its node's name, and whether the specs have it. */
interface Member {
  readonly name: string;
  readonly known: boolean;
}

function namesIn(row: JournalRow, answer: unknown, specs: Specs): readonly Member[] {
  const name = callName(row, specs);
  const beyond = beyondSpecs.calls[name];
  const types = specOf(row, specs)?.returns ?? beyond?.returns ?? [];
  const general = [...(row.method === 'GET' ? [] : ofWrites), ...(beyond?.members ?? [])];
  return membersOf(answer, { types: types.length > 0 ? types : [name], general }, specs);
}

/** What a value may be: one of these nodes, or have these members. */
interface Allowed {
  readonly types: readonly string[];
  readonly general: readonly string[];
}

function membersOf(value: unknown, allowed: Allowed, specs: Specs): readonly Member[] {
  if (Array.isArray(value)) return value.flatMap((item) => membersOf(item, allowed, specs));
  if (!isObject(value)) return [];
  if ('data' in value) {
    const rest = Object.keys(value).map((name) => ({ name: `(list).${name}`, known: envelope.includes(name) }));
    return [...rest, ...membersOf(value.data, allowed, specs)];
  }
  const { types, general } = allowed;
  return Object.entries(value).flatMap(([name, inner]) => {
    const known = types.some((type) => hasMember(specs, type, name)) || general.includes(name) || name === 'id';
    const innerTypes = typesOf(name, types, specs).filter((type) => specs.has(type));
    const within = innerTypes.length > 0 ? membersOf(inner, { types: innerTypes, general: [] }, specs) : [];
    return [{ name: `${types[0]}.${name}`, known }, ...within];
  });
}

const hasMember = (specs: Specs, type: string, name: string): boolean => {
  const node = specs.get(type);
  return node !== undefined && (node.fields.has(name) || node.calls.has(`${name} GET`));
};
