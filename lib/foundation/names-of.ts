/** The keys of a contract table, typed: what `Object.keys` forgets. */
export function namesOf<T extends object>(table: T): readonly Extract<keyof T, string>[] {
  return Object.keys(table).filter((key): key is Extract<keyof T, string> => Object.hasOwn(table, key));
}

/** A lookup made for every name of a contract table, so that asking for one that was not made is a plain error. */
export function made<K extends string, V>(names: readonly K[], make: (name: K) => V): (name: K) => V {
  const things = new Map(names.map((name) => [name, make(name)]));
  return (name) => {
    const thing = things.get(name);
    if (!thing) throw new Error(`${name} was not made`);
    return thing;
  };
}

/** `webhooks/ingest` → `WebhooksIngest`, `metaApps` → `MetaApps`: an id of CloudFormation's. */
export const pascal = (name: string) => name.replace(/(^|[/-])(\w)/g, (_, __, letter: string) => letter.toUpperCase());
