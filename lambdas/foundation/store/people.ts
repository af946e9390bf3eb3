import type * as z from 'zod/mini';
import type { PersonRow } from './entities/person.ts';

/** A person as one workspace knows them. */
export type Person = Readonly<Omit<z.infer<(typeof PersonRow)['schema']>, 'expiresAt' | 'version'>>;

/** What is said of a person's names; null: nothing. */
export type PersonNames = Pick<Person, 'name' | 'username'>;

/**
 * Whom some ids belong to. `conflicts` are those that another person holds, who keeps them; and, in the call that adds
 * it, a second user id (`bsuid:`) of the person.
 */
export interface Identified {
  readonly person: Person;
  readonly conflicts: readonly string[];
  /** Whether this call changed what is known of the person's ids. */
  readonly changed: boolean;
}

/**
 * People and the ids by which Meta names them. What is told of a moment (`at`, ISO-8601) is about whoever held the ids
 * then: up to the end of its time an id is the former holder's, whoever has it today. All that a call changes of a
 * person is one transaction; doing it again changes nothing. Nobody is ever merged.
 * Throws `Failure` `unavailable`, `busy` when others change the same person every time.
 */
export interface People {
  get(workspace: string, id: string): Promise<Person | undefined>;
  /** The person to whom an id belonged at a moment; without one, today. */
  byAlias(workspace: string, alias: string, at?: string): Promise<Person | undefined>;
  /**
   * The person behind these ids (`<kind>:<value>`, the strongest first, at least one): the holder of the first that
   * somebody held, else somebody new. Free ids are added; those of others are recorded as conflicts.
   */
  identify(workspace: string, aliases: readonly string[], names: PersonNames, at: string): Promise<Identified>;
  /**
   * The holder of the first of `previous`, else of `current`, that somebody held goes by `current` from `at` on: what
   * was is over, and free. Ids that another holds are recorded as conflicts and stay there. Undefined: nobody held any,
   * and nobody is made of it.
   */
  rename(
    workspace: string,
    previous: readonly string[],
    current: readonly string[],
    at: string,
  ): Promise<Identified | undefined>;
}
