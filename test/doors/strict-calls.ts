import type { TableCalls } from '../../lambdas/foundation/store/table-calls.ts';

type Input = Readonly<Record<string, unknown>>;

const isInput = (value: unknown): value is Input =>
  typeof value === 'object' && value !== null && !(value instanceof Uint8Array);

/** What AWS refuses and the emulator lets pass: names and values that an expression misses, or that it never uses. */
export function faultsOf(input: Input): readonly string[] {
  const all = Object.entries(input).filter(([name]) => name.endsWith('Expression'));
  const text = all.map(([, expression]) => expression).join(' ');
  const faults = (sign: string, given: unknown) => {
    const wanted = new Set(text.match(new RegExp(`${sign}\\w+`, 'g')) ?? []);
    const there = Object.entries(isInput(given) ? given : {}).filter(([, value]) => value !== undefined);
    const names = new Set(there.map(([name]) => name));
    const missing = [...wanted].filter((name) => !names.has(name)).map((name) => `${name} is not given`);
    return [...missing, ...[...names].filter((name) => !wanted.has(name)).map((name) => `${name} is not used`)];
  };
  const deeper = Object.entries(input).flatMap(([name, value]) =>
    /^(Item|Key|ExclusiveStartKey|ExpressionAttribute(Names|Values))$/.test(name) || !isInput(value)
      ? []
      : faultsOf(value),
  );
  return [...faults('#', input.ExpressionAttributeNames), ...faults(':', input.ExpressionAttributeValues), ...deeper];
}

/** Calls that are as strict about expressions as AWS is. */
export const strictCalls =
  (calls: TableCalls): TableCalls =>
  async (operation, input) => {
    const faults = faultsOf(input);
    if (faults.length > 0) throw new Error(`AWS would refuse this ${operation}: ${faults.join(', ')}`);
    return calls(operation, input);
  };
