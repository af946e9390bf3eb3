/** How the SDK's JSON differs from ours at a path: one lacks it, or the SDK has a list, indices, nulls, another value. */
export type Kind = 'only SDK' | 'only ours' | 'list' | 'by index' | 'null' | 'value';

/** One difference; list items have the path of their list and `[]`. */
export interface Difference {
  readonly path: string;
  readonly kind: Kind;
}

/** What a comparison found, and the paths of the members that both sides had to be compared by. */
export interface Compared {
  readonly differences: readonly Difference[];
  readonly members: readonly string[];
}

type Members = Readonly<Record<string, unknown>>;
const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const together = (found: readonly Compared[]): Compared => ({
  differences: found.flatMap(({ differences }) => differences),
  members: found.flatMap(({ members }) => members),
});
const different = (path: string, kind: Kind, rest: Compared = { differences: [], members: [] }): Compared => ({
  differences: [{ path, kind }, ...rest.differences],
  members: rest.members,
});

/** Every difference between what the SDK and what we send, level by level. */
export function compareJson(sdk: unknown, ours: unknown, path = ''): Compared {
  if (isMembers(sdk) && isMembers(ours)) return compareMembers(sdk, ours, path);
  if (isList(sdk) && isList(ours)) return compareLists(sdk, ours, path);
  if (isList(sdk)) return different(path, 'list', compareLists(sdk, [ours], path));
  if (isMembers(sdk) && isList(ours)) return different(path, 'by index', compareLists(Object.values(sdk), ours, path));
  return sameOrNot(Object.is(sdk, ours), path);
}

function compareMembers(sdk: Members, ours: Members, path: string): Compared {
  const keys = [...new Set([...Object.keys(sdk), ...Object.keys(ours)])];
  return together(
    keys.map((key) => {
      const at = path === '' ? key : `${path}.${key}`;
      if (!(key in ours)) return different(at, isNothing(sdk[key]) ? 'null' : 'only SDK');
      return key in sdk ? compareJson(sdk[key], ours[key], at) : different(at, 'only ours');
    }),
  );
}

const isNothing = (value: unknown) => isList(value) && value.length > 0 && value.every((item) => item === null);

/** Lists of objects item by item; others as a whole, for an item that is missing moves those behind it. */
function compareLists(sdk: readonly unknown[], ours: readonly unknown[], path: string): Compared {
  const said = sdk.filter((item) => item !== null);
  if (said.length < sdk.length) return different(path, 'null', compareLists(said, ours, path));
  if (sdk.length === ours.length && sdk.some(isMembers))
    return together(sdk.map((item, at) => compareJson(item, ours[at], `${path}[]`)));
  return sameOrNot(JSON.stringify(sdk) === JSON.stringify(ours), path);
}

const sameOrNot = (same: boolean, path: string): Compared => ({
  differences: same ? [] : [{ path, kind: 'value' }],
  members: [path],
});
