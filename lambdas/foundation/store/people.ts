import type * as z from 'zod/mini';
import type { PersonRow } from './entities/person.ts';

/** A person as one workspace knows them. */
export type Person = Readonly<Omit<z.infer<(typeof PersonRow)['schema']>, 'expiresAt' | 'version'>>;

/** What is said of a person's names; null: nothing. */
export type PersonNames = Pick<Person, 'name' | 'username'>;

/** Whom some ids belong to. `conflicts` are those of them that another person holds: they stay there. */
export interface Identified {
  readonly person: Person;
  readonly conflicts: readonly string[];
  /** Whether this call changed what is known of the person's ids. */
  readonly changed: boolean;
}

/**
 * People and the ids by which Meta names them. A move of ids is one transaction; doing it again changes nothing.
 * Nobody is ever merged. Throws `Failure` `unavailable`, `busy` when others change the same person every time.
 */
export interface People {
  get(workspace: string, id: string): Promise<Person | undefined>;
  /** The person whom an id belongs to today. */
  byAlias(workspace: string, alias: string): Promise<Person | undefined>;
  /**
   * The person behind these ids (`<kind>:<value>`, the strongest first, at least one): the holder of the first that
   * somebody holds, else somebody new. Free ids are added; those of others are recorded as conflicts. `at` ISO-8601.
   */
  identify(workspace: string, aliases: readonly string[], names: PersonNames, at: string): Promise<Identified>;
  /**
   * The holder of `from` goes by `to` from `at` on; `from` is free then. A `to` that another holds is a conflict and
   * changes no holder; without a holder of `from` it is `identify` of `to`.
   */
  rename(workspace: string, from: string, to: string, at: string): Promise<Identified>;
}
