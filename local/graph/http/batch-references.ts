import type { WireAnswer } from './answer.ts';

const REFERENCE = /\{result=([^:}]+):\$\.?([^}]*)\}/g;

/** Puts what earlier items answered into a text: `{result=pages:$.data.*.id}` (fact sheet §5, from memory). */
export function filled(text: string, done: ReadonlyMap<string, WireAnswer>): string {
  return text.replace(REFERENCE, (_, name: string, path: string) => {
    const answer = done.get(name);
    return answer ? at(parsed(answer.text), path.split('.').filter(Boolean)).map(String).join(',') : '';
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The values at a path; `*` means each. */
function at(value: unknown, path: readonly string[]): unknown[] {
  const [step, ...rest] = path;
  if (step === undefined) return value === undefined ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  if (step === '*') return Object.values(value).flatMap((one) => at(one, rest));
  return Object.entries(value)
    .filter(([name]) => name === step)
    .flatMap(([, one]) => at(one, rest));
}
