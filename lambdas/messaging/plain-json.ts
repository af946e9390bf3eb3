/** What is wrong at a place of a value, as the caller may read it. */
export interface JsonProblem {
  readonly path: string;
  readonly reason: string;
}

const isNest = (value: unknown): value is object => typeof value === 'object' && value !== null;

/**
 * Whether objects and lists stand inside each other more than so many levels deep; asks level by level, for a deep one
 * must not fill the stack.
 */
export function isDeeperThan(value: unknown, most: number): boolean {
  let level: readonly object[] = [value].filter(isNest);
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === most) return true;
    level = level.flatMap((one) => Object.values(one).filter(isNest));
  }
  return false;
}

/**
 * What in a JSON value neither a row nor Meta takes as it is: half of a surrogate pair, control characters that no
 * keyboard writes (tab and line breaks are fine), numbers beyond DynamoDB's, members without a name. We change nothing
 * of what a caller says, so it is refused. Not for a value that may be nested without bound.
 */
export function jsonProblems(value: unknown, path: string): readonly JsonProblem[] {
  if (isNest(value)) {
    return Object.entries(value).flatMap(([name, one]) => memberProblems(name, one, path));
  }
  const reason = wrongLeaf(value);
  return reason === undefined ? [] : [{ path, reason }];
}

function memberProblems(name: string, value: unknown, path: string): readonly JsonProblem[] {
  const wrong =
    name === '' ? 'has a member without a name' : wrongText(name) && 'has a member whose name cannot be sent';
  return wrong ? [{ path, reason: wrong }] : jsonProblems(value, `${path}.${name}`);
}

function wrongLeaf(value: unknown): string | undefined {
  if (typeof value === 'string') return wrongText(value);
  return typeof value === 'number' && !isKept(value) ? 'is a number too large or too small' : undefined;
}

function wrongText(text: string): string | undefined {
  if (!text.isWellFormed()) return 'holds half of a surrogate pair: that is no Unicode text';
  return /[^\P{Cc}\t\n\r]/u.test(text) ? 'holds a control character' : undefined;
}

/** DynamoDB keeps 38 digits and powers of ten from -130 to 125. */
const isKept = (value: number) => value === 0 || (Math.abs(value) < 1e125 && Math.abs(value) > 1e-130);
