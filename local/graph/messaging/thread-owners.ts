import type { Clock } from '../world/clock.ts';

/** Who holds each thread of a Page (fact sheet §1, Conversation Routing). */
export type ThreadOwners = {
  /** The app that holds it; null when nobody does, or nothing happened for 24 hours. */
  of(page: string, person: string): string | null;
  /** An app takes the thread, or goes on holding it; null lets go. */
  give(page: string, person: string, app: string | null): void;
  clear(): void;
};

const LAPSE_MS = 86_400_000;

/** Nobody holds anything. */
export function createThreadOwners(clock: Clock): ThreadOwners {
  const owners = new Map<string, { app: string; at: number }>();
  const keyOf = (page: string, person: string) => `${page}:${person}`;
  return {
    of: (page, person) => {
      const held = owners.get(keyOf(page, person));
      return held && clock.now() - held.at < LAPSE_MS ? held.app : null;
    },
    give: (page, person, app) => {
      if (app === null) owners.delete(keyOf(page, person));
      else owners.set(keyOf(page, person), { app, at: clock.now() });
    },
    clear: () => owners.clear(),
  };
}
