/** What a person said to one scope. */
export type GrantStatus = 'granted' | 'declined';

/** Who granted which app what. */
export type Grants = {
  of(app: string, person: string): ReadonlyMap<string, GrantStatus>;
  set(app: string, person: string, scopes: readonly string[], status: GrantStatus): void;
  /** The person removed the app. */
  forget(app: string, person: string): void;
  clear(): void;
};

/** No grants yet. */
export function createGrants(): Grants {
  const grants = new Map<string, Map<string, GrantStatus>>();
  const open = (key: string) => {
    const found = grants.get(key) ?? new Map<string, GrantStatus>();
    grants.set(key, found);
    return found;
  };
  return {
    of: (app, person) => grants.get(`${app}:${person}`) ?? new Map(),
    set: (app, person, scopes, status) => {
      const mine = open(`${app}:${person}`);
      for (const scope of scopes) mine.set(scope, status);
    },
    forget: (app, person) => void grants.delete(`${app}:${person}`),
    clear: () => grants.clear(),
  };
}

/** The scopes that are granted, in the order in which they were. */
export const grantedIn = (grants: ReadonlyMap<string, GrantStatus>): string[] =>
  [...grants].filter(([, status]) => status === 'granted').map(([scope]) => scope);
