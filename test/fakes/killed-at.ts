/** A process that is killed at its `left`-th call of a door, before or after the call took effect; from then on it is dead. */
export interface Kill {
  left: number;
  readonly after: boolean;
}

/** The same doors as that process sees them; only what is a promise to the outside can be where it dies. */
export function killedAt<T extends object>(doors: T, names: readonly (keyof T)[], kill: Kill): T {
  return { ...doors, ...Object.fromEntries(names.map((name) => [name, mortal(doors[name], kill)])) };
}

function mortal(door: unknown, kill: Kill): unknown {
  if (typeof door !== 'object' || door === null) throw new Error('no door');
  return new Proxy(door, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        kill.left -= 1;
        if (kill.left < 0 || (kill.left === 0 && !kill.after)) throw new Error('killed');
        const answer: unknown = await value.apply(target, args);
        if (kill.left === 0) throw new Error('killed');
        return answer;
      };
    },
  });
}
