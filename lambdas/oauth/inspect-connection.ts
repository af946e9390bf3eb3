import { isoTime } from '../foundation/core/clock.ts';
import type { MetaApp } from '../foundation/core/doors.ts';
import { asFailure, Failure, type MetaFacts } from '../foundation/core/failure.ts';
import type { Graph } from '../foundation/meta/graph.ts';
import type { GraphIdentity } from '../foundation/meta/identity.ts';
import type { Connection } from '../foundation/store/connections.ts';
import { type Apps, appFor, withCurrentSecret } from './meta-apps.ts';

/** The calls that tell whether a token lives. */
export type InspectGraph = Pick<Graph, 'inspectToken' | 'readInstagramMe'>;

/** A living token as Meta describes it; times ISO-8601, null: no date, or Meta does not say. */
export interface Living {
  readonly alive: true;
  readonly expiresAt: string | null;
  readonly dataAccessExpiresAt: string | null;
  readonly granted: string[];
}

/** What Meta says of a connection's token. */
export type Look = Living | { readonly alive: false; readonly facts: MetaFacts };

/** What looking may touch. */
export interface InspectDoors {
  readonly secrets: Apps;
  readonly graph: InspectGraph;
}

/**
 * Looks at a token of a connection. A refusal of our own question is no word about the token: it is `Failure`
 * `misconfigured`, since the app's secret is what asks.
 */
export async function inspect(row: Connection, identity: GraphIdentity, doors: InspectDoors): Promise<Look> {
  if (row.platform === 'instagram') return inspectInstagram(row, identity, doors);
  const app = await appFor(doors.secrets, row.platform, row.appId);
  const told = await withCurrentSecret(doors.secrets, app, (current) => ask(current, identity, doors));
  if (!told.isValid || told.appId !== row.appId) return { alive: false, facts: told.error ?? {} };
  const time = (at: number | null) => (at === null ? null : isoTime(at));
  const dataAccessExpiresAt = time(told.dataAccessExpiresAt);
  return { alive: true, expiresAt: time(told.expiresAt), dataAccessExpiresAt, granted: [...told.scopes] };
}

async function ask(app: MetaApp, { token }: GraphIdentity, { graph }: InspectDoors) {
  try {
    return await graph.inspectToken(app, token);
  } catch (thrown) {
    if (asFailure(thrown).kind !== 'connection-revoked') throw thrown;
    throw new Failure('misconfigured', 'Meta refuses the app’s own token: is its secret current?', { cause: thrown });
  }
}

/** Instagram Login has no `debug_token` in the fact sheet: a token that reads its own account lives. */
async function inspectInstagram({ tokens, granted }: Connection, identity: GraphIdentity, { graph }: InspectDoors) {
  const [kept] = tokens;
  try {
    await graph.readInstagramMe(identity);
    return { alive: true, expiresAt: kept?.expiresAt ?? null, dataAccessExpiresAt: null, granted } as const;
  } catch (thrown) {
    const { kind, meta } = asFailure(thrown);
    if (kind !== 'connection-revoked') throw thrown;
    return { alive: false, facts: meta ?? {} } as const;
  }
}
