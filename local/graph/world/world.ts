import { type Kind, Thing, type ThingOf, type ThingPart } from './things.ts';

/** Everything that exists at Meta, in memory; ids are unique over all kinds, as Meta's are. */
export type World = {
  all(): Thing[];
  find(id: string): Thing | undefined;
  of<K extends Kind>(kind: K): ThingOf<K>[];
  /** Adds, or changes what is given: records are merged key by key (null removes a key), all else is replaced. */
  merge(part: ThingPart): Thing;
  remove(id: string): boolean;
  reset(): void;
};

type Rec = Record<string, unknown>;

const isRecord = (value: unknown): value is Rec => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Two levels deep: `fields`, `tasks`, `agencies` are merged, what they hold is replaced. */
function merged(before: Rec, part: Rec): Rec {
  const result: Rec = { ...before };
  for (const [name, value] of Object.entries(part)) {
    const old = before[name];
    result[name] = isRecord(old) && isRecord(value) ? withoutNulls({ ...old, ...value }) : value;
  }
  return result;
}

const withoutNulls = (record: Rec): Rec => Object.fromEntries(Object.entries(record).filter(([, it]) => it !== null));

/** A world with the given beginning; `merge` throws a ZodError for what fits no kind. */
export function createWorld(beginning: readonly ThingPart[]): World {
  const things = new Map<string, Thing>();
  const merge = (part: ThingPart): Thing => {
    const before = things.get(part.id);
    const thing = Thing.parse(before?.kind === part.kind ? merged(before, part) : part);
    things.set(thing.id, thing);
    return thing;
  };
  const reset = () => {
    things.clear();
    for (const part of beginning) merge(part);
  };
  reset();
  return {
    all: () => [...things.values()],
    find: (id) => things.get(id.replace(/^act_/, '')),
    of: <K extends Kind>(kind: K) => [...things.values()].filter((it): it is ThingOf<K> => it.kind === kind),
    merge,
    remove: (id) => things.delete(id),
    reset,
  };
}
