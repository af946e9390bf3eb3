import * as z from 'zod';
import { illegalParts } from './legal-value.ts';
import type { SpecCall, Specs } from './specs.ts';
import { type BeyondSpecs, beyondSpecs } from './unknown-calls.ts';
import { type WantedField, wantedFields } from './wanted-fields.ts';

/** A call as the simulator's journal keeps it (`GET /_sim/calls`). */
export const JournalRow = z.object({
  id: z.string(),
  host: z.string(),
  method: z.string(),
  node: z.string(),
  edge: z.string().nullable(),
  params: z.record(z.string(), z.string()),
  status: z.number().nullable(),
  proof: z.string().nullable(),
  inBatch: z.boolean(),
});
export type JournalRow = z.infer<typeof JournalRow>;

/** The rows of a simulator's journal, those after a row's id with `since`. */
export async function readJournal(url: string, since?: string): Promise<readonly JournalRow[]> {
  const answer = await fetch(`${url}/_sim/calls${since === undefined ? '' : `?since=${since}`}`);
  return z.object({ data: z.array(JournalRow) }).parse(await answer.json()).data;
}

/** What a check found; `unused` are reasons that no call needed. */
export interface Findings {
  readonly calls: number;
  /** `Page/agencies POST`, each once. */
  readonly edges: readonly string[];
  /** Parameters and wanted fields that were looked up. */
  readonly checked: number;
  readonly violations: readonly string[];
  /** What the specs do not know, with the reason why it is called all the same. */
  readonly unknowns: readonly string[];
  readonly unused: readonly string[];
  /** Calls of ids that were not there: nothing tells which node they meant. */
  readonly nodeless: number;
}

/** Parameters of every call (fact sheet §5 for paging and fields, §2 for the proof). */
const general = ['fields', 'limit', 'after', 'before', 'appsecret_proof'];

/** The name of a call in the specs' words, or of its path when it has no node. */
export const callName = ({ host, node, edge, method }: JournalRow, specs: Specs): string =>
  `${specs.has(node) ? '' : `${host}/`}${node}${edge === null ? '' : `/${edge}`} ${method}`;

/** The node of the row as the specs know it; undefined for calls without one, or whose node has no such edge. */
export const specOf = ({ node, edge, method }: JournalRow, specs: Specs): SpecCall | undefined =>
  specs.get(node)?.calls.get(`${edge ?? ''} ${method}`);

/** An id that the simulator's world does not hold, or `me` of a token that is nobody's. */
const isNodeless = ({ node }: JournalRow): boolean => /^(act_)?\d|^me\b|^-$/.test(node);

/** Checks every row against Meta's specs; throws when there is none. */
export function checkJournal(rows: readonly JournalRow[], specs: Specs, beyond: BeyondSpecs = beyondSpecs): Findings {
  const looked = rows.filter((row) => !isNodeless(row));
  if (looked.length === 0) throw new Error('The journal holds no call that could be checked.');
  const found = looked.map((row) => checkRow(row, specs, beyond));
  const missing = [...new Set(found.flatMap((one) => one.missing))];
  const illegal = [...new Set(found.flatMap((one) => one.illegal))];
  const told = [...missing, ...illegal];
  const reasons = reasonsIn(beyond);
  const bare = (name: string) => reasons[name] === undefined;
  const misses = missing.filter(bare).map((name) => `the specs do not know ${name}`);
  return {
    calls: looked.length,
    edges: [...new Set(looked.map((row) => callName(row, specs)))].sort(),
    checked: found.reduce((sum, one) => sum + one.checked, 0),
    violations: [...misses, ...illegal.filter(bare)],
    unknowns: told.filter((name) => !bare(name)).map((name) => `${name}: ${reasons[name]}`),
    unused: Object.keys(reasons).filter((name) => !told.includes(name)),
    nodeless: rows.length - looked.length,
  };
}

const reasonsIn = ({ calls, names }: BeyondSpecs): Readonly<Record<string, string>> => ({
  ...names,
  ...Object.fromEntries(Object.entries(calls).map(([name, { reason }]) => [name, reason])),
});

/** `missing` are names that the specs lack, `illegal` whole sentences. */
interface RowFindings {
  readonly checked: number;
  readonly missing: readonly string[];
  readonly illegal: readonly string[];
}

function checkRow(row: JournalRow, specs: Specs, beyond: BeyondSpecs): RowFindings {
  const name = callName(row, specs);
  const spec = specOf(row, specs);
  const stand = beyond.calls[name];
  const known = spec ? [...spec.params.keys()] : (stand?.params ?? Object.keys(row.params));
  const strange = Object.keys(row.params).filter((param) => !known.includes(param) && !general.includes(param));
  const fields = row.method === 'GET' ? wantedFields(row.params.fields ?? '') : [];
  const wanted = checkFields(fields, spec?.returns ?? stand?.returns ?? [], specs);
  return {
    checked: Object.keys(row.params).length + wanted.checked,
    missing: [...(spec ? [] : [name]), ...strange.map((param) => `${name} ?${param}`), ...wanted.missing],
    illegal: spec ? illegalIn(name, row.params, spec) : [],
  };
}

function illegalIn(name: string, given: JournalRow['params'], { params }: SpecCall): readonly string[] {
  const lacking = [...params].filter(([param, { required }]) => required && given[param] === undefined);
  const wrong = Object.entries(given).flatMap(([param, value]) => {
    const spec = params.get(param);
    return spec ? illegalParts(value, spec).map((part) => `${name} ?${param} may not be ${part}`) : [];
  });
  return [...lacking.map(([param]) => `${name} lacks ?${param}`), ...wrong];
}

/** Fields of the nodes that a call returns; an edge's name is a field too (field expansion, fact sheet §5). */
function checkFields(wanted: readonly WantedField[], types: readonly string[], specs: Specs): RowFindings {
  const nodes = types.flatMap((type) => specs.get(type) ?? []);
  if (types.length === 0) return { checked: 0, missing: [], illegal: [] };
  const found = wanted.map(({ name, fields }): RowFindings => {
    const known = nodes.some((node) => node.fields.has(name) || node.calls.has(`${name} GET`));
    const inner = checkFields(fields, typesOf(name, types, specs), specs);
    const missing = known || name === 'id' ? [] : [`${types[0]}.${name}`];
    return { checked: 1 + inner.checked, missing: [...missing, ...inner.missing], illegal: [] };
  });
  return {
    checked: found.reduce((sum, one) => sum + one.checked, 0),
    missing: found.flatMap((one) => one.missing),
    illegal: [],
  };
}

/** What a field of one of these nodes, or their edge of that name, is made of. */
export const typesOf = (field: string, types: readonly string[], specs: Specs): readonly string[] =>
  types.flatMap((type) => {
    const node = specs.get(type);
    return [node?.fields.get(field) ?? [], node?.calls.get(`${field} GET`)?.returns ?? []].flat();
  });
