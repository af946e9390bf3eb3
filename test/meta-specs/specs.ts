/** A parameter of a call: its type as Meta writes it (`list<string>`, `unsigned int`), its legal values when it is an enum. */
export interface SpecParam {
  readonly required: boolean;
  readonly type: string;
  readonly values?: readonly string[];
}

/** One method of an edge, or of the node itself; `returns` are names of nodes, or the fields themselves. */
export interface SpecCall {
  readonly params: ReadonlyMap<string, SpecParam>;
  readonly returns: readonly string[];
}

/** A node: its calls by `<edge> <METHOD>` (the node's own: ` GET`), its fields with the names of their types. */
export interface SpecNode {
  readonly calls: ReadonlyMap<string, SpecCall>;
  readonly fields: ReadonlyMap<string, string>;
}

/** What Meta's own machine-readable specs say, by the name of the node. */
export type Specs = ReadonlyMap<string, SpecNode>;

/** Two sources as one: what one of them knows is known; a parameter is required when both say so. */
export function merged(left: Specs, right: Specs): Specs {
  return new Map(
    [...new Set([...left.keys(), ...right.keys()])].map((name) => [name, mergedNode(left.get(name), right.get(name))]),
  );
}

const nothing: SpecNode = { calls: new Map(), fields: new Map() };

function mergedNode(left = nothing, right = nothing): SpecNode {
  const calls = new Map(left.calls);
  for (const [name, call] of right.calls) {
    const other = calls.get(name);
    calls.set(name, other ? mergedCall(other, call) : call);
  }
  return { calls, fields: new Map([...right.fields, ...left.fields]) };
}

function mergedCall(left: SpecCall, right: SpecCall): SpecCall {
  const names = [...new Set([...left.params.keys(), ...right.params.keys()])];
  const params = names.map((name): [string, SpecParam] => {
    const [one, other] = [left.params.get(name), right.params.get(name)];
    const known = one ?? other ?? { type: 'string' };
    return [name, { ...known, required: one?.required === true && other?.required === true }];
  });
  return { params: new Map(params), returns: [...left.returns, ...right.returns] };
}
