import type { AccessToken } from '../foundation/core/access-token.ts';
import { isoTime } from '../foundation/core/clock.ts';
import type { MetaApp } from '../foundation/core/doors.ts';
import { Failure } from '../foundation/core/failure.ts';
import type { Graph } from '../foundation/meta/graph.ts';
import type { GraphIdentity } from '../foundation/meta/identity.ts';
import type { Connection } from '../foundation/store/connections.ts';
import type { TokenKind } from '../foundation/store/token-vault.ts';
import type { Platform } from './scopes.ts';

/** The calls by which a consent becomes a token that we know. */
export type ConsentGraph = Pick<
  Graph,
  | 'exchangeCode'
  | 'exchangeLongLived'
  | 'exchangeInstagramCode'
  | 'exchangeInstagramLongLived'
  | 'inspectToken'
  | 'listPermissions'
  | 'readMe'
  | 'readInstagramMe'
  | 'readClientBusinessId'
>;

type Told = Pick<Connection, 'metaUserId' | 'name' | 'granted' | 'declined' | 'granular' | 'businessId'>;

/** What a person gave us, as Meta itself describes it. Times ISO-8601, null: no date. */
export interface Consent extends Told {
  readonly app: MetaApp;
  readonly token: AccessToken;
  readonly kind: TokenKind;
  readonly expiresAt: string | null;
  readonly dataAccessExpiresAt: string | null;
}

/** A code and what it was asked with; without `redirectUri` it is an Embedded Signup's. */
export interface Code {
  readonly platform: Platform;
  readonly code: string;
  readonly redirectUri?: string;
}

/**
 * Code → token → long-lived token → what Meta says it is. Throws what the Graph throws, and `Failure` `forbidden` when
 * the token is not what this flow can have given.
 */
export async function consentOfCode(app: MetaApp, code: Code, graph: ConsentGraph): Promise<Consent> {
  if (code.platform === 'instagram') return instagramConsent(app, code, graph);
  const { token } = await graph.exchangeCode(app, code);
  if (code.platform !== 'facebook') {
    // A system user's token is long-lived as it comes; a person's is not (fact sheet §2).
    const { type } = await graph.inspectToken(app, token);
    if (type === 'SYSTEM_USER') return consentOfToken(app, token, 'business', graph);
  }
  const long = await graph.exchangeLongLived(app, token);
  return consentOfToken(app, long.token, 'user', graph);
}

/** What Meta says of a token; throws `Failure` `forbidden` when it is not `kind`, not this app's or not alive. */
export async function consentOfToken(
  app: MetaApp,
  token: AccessToken,
  kind: Exclude<TokenKind, 'page' | 'instagram'>,
  graph: ConsentGraph,
): Promise<Consent> {
  const inspected = await graph.inspectToken(app, token);
  const type = kind === 'user' ? 'USER' : 'SYSTEM_USER';
  if (!inspected.isValid) throw new Failure('forbidden', 'Meta says that the token is not valid');
  if (inspected.appId !== app.appId) throw new Failure('forbidden', 'the token is another app’s');
  if (inspected.type !== type) throw new Failure('forbidden', `the token is not a ${type} token`);
  const identity: GraphIdentity = { app, token, holder: kind === 'user' ? 'user' : 'system' };
  const [me, declined, businessId] = await Promise.all([
    graph.readMe(identity),
    kind === 'user' ? declinedBy(identity, graph) : [],
    kind === 'business' ? graph.readClientBusinessId(identity) : null,
  ]);
  if (inspected.userId !== undefined && me.id !== inspected.userId) {
    throw new Failure('forbidden', 'the token is another person’s than Meta’s description of it');
  }
  const limited = inspected.granularScopes.flatMap(({ scope, targetIds }) => (targetIds ? [[scope, targetIds]] : []));
  return {
    app,
    token,
    kind,
    metaUserId: me.id,
    name: me.name ?? null,
    granted: [...inspected.scopes],
    declined,
    granular: Object.fromEntries(limited),
    businessId,
    expiresAt: timeOf(inspected.expiresAt),
    dataAccessExpiresAt: timeOf(inspected.dataAccessExpiresAt),
  };
}

const timeOf = (milliseconds: number | null) => (milliseconds === null ? null : isoTime(milliseconds));

async function declinedBy(identity: GraphIdentity, graph: ConsentGraph): Promise<string[]> {
  const declined: string[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<Graph['listPermissions']>> = await graph.listPermissions(identity, {
      limit: 100,
      ...(after === null ? {} : { after }),
    });
    declined.push(...page.data.filter(({ status }) => status === 'declined').map(({ permission }) => permission));
    after = page.after;
  } while (after !== null);
  return declined;
}

/** Instagram Login has no `debug_token` in the fact sheet: that the token reads its own account is the check. */
async function instagramConsent(app: MetaApp, { code, redirectUri = '' }: Code, graph: ConsentGraph): Promise<Consent> {
  const grant = await graph.exchangeInstagramCode(app, { code, redirectUri });
  const long = await graph.exchangeInstagramLongLived(app, grant.token);
  const me = await graph.readInstagramMe({ app, token: long.token });
  return {
    app,
    token: long.token,
    kind: 'instagram',
    metaUserId: grant.userId,
    name: me.username ?? null,
    granted: [...grant.permissions],
    declined: [],
    granular: {},
    businessId: null,
    expiresAt: timeOf(long.expiresAt),
    dataAccessExpiresAt: null,
  };
}
