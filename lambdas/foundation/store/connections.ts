import type { Connection } from './entities/connection.ts';

export type { Connection } from './entities/connection.ts';

/** Which page of a workspace's connections; `after` is the last id of the page before. */
export interface ConnectionPage {
  readonly limit: number;
  readonly after?: string;
}

/** Our ties to Meta: what was consented, by whom, and how it fares. Tokens are not here but in the vault. */
export interface Connections {
  /** Writes a new connection; throws `Failure` `conflict` when its id stands already, `unavailable`. */
  create(connection: Connection): Promise<void>;
  get(workspace: string, id: string): Promise<Connection | undefined>;
  /** By id. */
  list(workspace: string, page: ConnectionPage): Promise<{ data: readonly Connection[]; after: string | null }>;
  /**
   * Changes a connection if it still is at `version`, and counts the version up; returns what stands now. A member that
   * is undefined is taken away (`careDueAt`). Throws `Failure` `busy` when somebody else was first, `not-found` when it
   * is gone.
   */
  change(
    connection: Connection,
    part: Partial<Omit<Connection, 'workspace' | 'id' | 'version' | 'appId' | 'metaUserId'>>,
  ): Promise<Connection>;
  /**
   * Takes the row and its person's entry away; the tokens are wiped before by the vault. With a `version` only if it
   * still is at that one: throws `Failure` `busy` when the person has consented again meanwhile.
   */
  remove(workspace: string, id: string, version?: number): Promise<void>;
  /** Every connection of one app-scoped person, in all workspaces: what a deauthorise callback is about. */
  ofPerson(appId: string, userId: string): Promise<readonly { readonly workspace: string; readonly id: string }[]>;
}
