import { createHmac, timingSafeEqual } from 'node:crypto';
import { appOf, type Meta, secretOf } from '../meta.ts';
import { grantedIn } from '../world/grants.ts';
import type { App } from '../world/things.ts';
import { type Token, type TokenKind, tokenHash } from '../world/tokens.ts';
import type { Proof } from './call-journal.ts';
import type { GraphRequest, Host, Params } from './graph-request.ts';
import { Refusal } from './refusal.ts';

/** Who calls: an app by its own token (`token` null), or someone through an app. */
export type Caller = { app: App; token: Token | null; scopes: ReadonlySet<string> };

/** Timestamped proofs are good for five minutes (fact sheet §2). */
const PROOF_SECONDS = 300;

const bytesEqual = (left: string, right: string): boolean =>
  left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));

/** The app behind `{app-id}|{app-secret}`; null when the text is something else, or wrong. */
export function appByToken(meta: Meta, text: string): App | null {
  const [id = '', secret = ''] = text.split('|');
  const app = appOf(meta, id);
  const right = app && secretOf(meta, app);
  return app && right && bytesEqual(tokenHash(secret), tokenHash(right)) ? app : null;
}

/** What kind of token this is by its looks, for the journal: nothing is checked. */
export function tokenKindOf(meta: Meta, request: GraphRequest): TokenKind | 'app' | 'unknown' | null {
  if (request.token === null) return null;
  if (request.token.text.includes('|')) return 'app';
  return meta.tokens.find(request.token.text)?.kind ?? 'unknown';
}

/** How `appsecret_proof` stands for a token: HMAC-SHA256 by the app secret, over the token or `token|appsecret_time`. */
export function proofOf(meta: Meta, app: App, token: string, params: Params): Proof {
  const { appsecret_proof: given, appsecret_time: time } = params;
  if (!given) return 'missing';
  const message = time === undefined ? token : `${token}|${time}`;
  const late = time !== undefined && Math.abs(meta.clock.seconds() - Number(time)) > PROOF_SECONDS;
  const right = createHmac('sha256', secretOf(meta, app) ?? '')
    .update(message)
    .digest('hex');
  return !late && bytesEqual(given, right) ? 'ok' : 'wrong';
}

/** Throws what Meta says to a token that is dead or over (fact sheet §3, the 190 family). */
export function demandAlive(token: Token, now: number): void {
  if (token.death !== null) throw deathOf(token.death);
  if (token.expiresAt !== null && now >= token.expiresAt) throw deathOf({ code: 190, subcode: 463 });
}

/** The refusal of a dead token. */
export const deathOf = ({ code, subcode }: { code: number; subcode: number | null }): Refusal =>
  new Refusal(code, DEATHS[subcode ?? code] ?? 'Error validating access token.', subcode === null ? {} : { subcode });

const DEATHS: Readonly<Record<number, string>> = {
  102: 'Session key invalid or no longer valid',
  458: 'Error validating access token: The user has not authorized the application.',
  459: 'Error validating access token: You cannot access the app till you log in and follow the instructions given.',
  460: 'Error validating access token: The session has been invalidated because the user changed their password.',
  463: 'Error validating access token: Session has expired.',
  464: 'Error validating access token: Sessions for the user are not allowed because the user is not confirmed.',
  467: 'Error validating access token: The session is invalid.',
  492: 'Error validating access token: Session does not match current stored session.',
};

/** Finds out who calls; throws the refusals of missing, unknown, dead and unproven tokens. */
export function callerOf(meta: Meta, request: GraphRequest): Caller {
  if (request.token === null) {
    throw new Refusal(2500, 'An active access token must be used to query information about the current user.');
  }
  const { text } = request.token;
  const asApp = text.includes('|') ? appByToken(meta, text) : null;
  if (asApp) return { app: asApp, token: null, scopes: new Set() };
  const token = meta.tokens.find(text);
  const app = token && appOf(meta, token.app);
  if (!token || !app || !belongs(token, request.host)) {
    throw new Refusal(190, 'Invalid OAuth access token - Cannot parse access token');
  }
  demandAlive(token, meta.clock.now());
  demandProof(meta, request, app, token);
  return { app, token, scopes: new Set(liveScopes(meta, token)) };
}

const belongs = (token: Token, host: Host): boolean => (token.kind === 'instagram') === host.endsWith('.instagram.com');

/** Facebook's calls need a proof when the app demands it (code 100); a wrong one is never taken (104, fact sheet §3). */
function demandProof(meta: Meta, request: GraphRequest, app: App, token: Token): void {
  const proof = proofOf(meta, app, token.text, request.params);
  if (proof === 'wrong') throw new Refusal(104, 'Invalid appsecret_proof provided in the API argument');
  if (proof === 'missing' && meta.settings().requireProof && token.kind !== 'instagram') {
    throw new Refusal(100, 'API calls from the server require an appsecret_proof argument', {
      type: 'GraphMethodException',
    });
  }
}

/** The scopes of a token as they stand now. */
export function liveScopes(meta: Meta, token: Token): string[] {
  if (token.snapshot) return token.scopes;
  const granted = new Set(grantedIn(meta.grants.of(token.app, token.person)));
  return token.scopes.filter((scope) => granted.has(scope));
}
