import type { Row } from '../../lambdas/foundation/store/table-calls.ts';

type Input = Readonly<Record<string, unknown>>;

/** What an expression is asked about: a row, and the names and values beside the expression. */
interface About {
  readonly row: Row | undefined;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Row;
}

const comparisons: Readonly<Record<string, (a: never, b: never) => boolean>> = {
  '=': (a, b) => a === b,
  '<>': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

const tokensOf = (text: string) => text.match(/[(),]|<=|>=|<>|[<>=]|[#:]?\w+/g) ?? [];

/** About what an input's expressions speak when they meet a row. */
export const about = (row: Row | undefined, input: Input): About => ({
  row,
  names: (input.ExpressionAttributeNames ?? {}) as About['names'],
  values: (input.ExpressionAttributeValues ?? {}) as Row,
});

/** Whether a row passes a condition: comparisons, BETWEEN, IN, attribute_exists and its contrary, AND, OR, brackets. */
export function passes(expression: unknown, { row, names, values }: About): boolean {
  if (expression === undefined) return true;
  const tokens = tokensOf(String(expression));
  let at = 0;
  const take = () => tokens[at++] ?? '';
  const taken = (word: string) => tokens[at] === word && take() !== '';
  const demand = (word: string) => {
    if (!taken(word)) throw new Error(`“${expression}”: ${word} expected before “${tokens.slice(at).join(' ')}”`);
  };
  const operand = () => {
    const word = take();
    if (word.startsWith(':')) return values[word];
    const name = names[word];
    if (name === undefined) throw new Error(`“${expression}” means nothing by “${word}”`);
    return row?.[name];
  };
  const list = () => {
    demand('(');
    const all = [operand()];
    while (taken(',')) all.push(operand());
    demand(')');
    return all;
  };
  // Both sides are read whatever the first says: what is not read is not behind us.
  const either = (): boolean => {
    let holds = both();
    while (taken('OR')) holds = both() || holds;
    return holds;
  };
  const both = (): boolean => {
    let holds = one();
    while (taken('AND')) holds = one() && holds;
    return holds;
  };
  const one = (): boolean => {
    if (taken('(')) {
      const holds = either();
      demand(')');
      return holds;
    }
    if (taken('attribute_not_exists')) return list()[0] === undefined;
    if (taken('attribute_exists')) return list()[0] !== undefined;
    const left = operand();
    if (taken('IN')) return list().includes(left);
    if (taken('BETWEEN')) {
      const low = operand();
      demand('AND');
      const high = operand();
      return String(left) >= String(low) && String(left) <= String(high);
    }
    const compare = comparisons[take()];
    const right = operand();
    if (compare === undefined) throw new Error(`“${expression}” compares in no known way`);
    return left !== undefined && right !== undefined && compare(left as never, right as never);
  };
  const holds = either();
  if (at !== tokens.length) throw new Error(`“${expression}” goes on after its end`);
  return holds;
}

const clauses = new Set(['SET', 'REMOVE', 'ADD']);

/** A row after an update that sets values, or those that are missing, adds to numbers and removes attributes. */
export function updated(key: Row, input: Input, { row, names, values }: About): Row {
  const next: Record<string, unknown> = { ...key, ...row };
  let mode = '';
  const tokens = tokensOf(String(input.UpdateExpression));
  const nameAt = (at: number) => names[tokens[at] ?? ''] ?? '';
  const valueAt = (at: number) => values[tokens[at] ?? ''];
  for (let at = 0; at < tokens.length; at += 1) {
    const word = tokens[at] ?? '';
    const isName = word.startsWith('#');
    if (clauses.has(word)) mode = word;
    else if (isName && mode === 'REMOVE') delete next[nameAt(at)];
    else if (isName && mode === 'ADD') {
      next[nameAt(at)] = Number(next[nameAt(at)] ?? 0) + Number(valueAt(at + 1));
      at += 1;
    } else if (isName && tokens[at + 1] === '=' && tokens[at + 2] === 'if_not_exists') {
      const standing = row?.[nameAt(at + 4)];
      next[nameAt(at)] = standing === undefined ? valueAt(at + 6) : standing;
      at += 7;
    } else if (isName && tokens[at + 1] === '=') {
      next[nameAt(at)] = valueAt(at + 2);
      at += 2;
    } else if (word !== ',') throw new Error(`“${input.UpdateExpression}” is more than this table knows`);
  }
  return next;
}
