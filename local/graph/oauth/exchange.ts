import { appByToken, callerOf, demandAlive, tokenKindOf } from '../http/caller.ts';
import type { GraphRequest, Params } from '../http/graph-request.ts';
import { badParameter, Refusal } from '../http/refusal.ts';
import { appOf, type Meta, secretOf } from '../meta.ts';
import type { Consent } from '../world/codes.ts';
import type { App } from '../world/things.ts';
import { dataAccessEnd, LONG_MS, SHORT_MS, secondsLeft } from '../world/token-life.ts';
import type { Token } from '../world/tokens.ts';

/** The app that proves itself by `client_id` and `client_secret`; throws when it cannot. */
export function clientOf(meta: Meta, { client_id: id = '', client_secret: secret }: Params): App {
  const app = appOf(meta, id);
  if (!app) throw new Refusal(101, 'Error validating application. Cannot get application info.');
  // Code 1 was seen in the field for a wrong secret; the fact sheet has no row for it.
  if (!secret || secret !== secretOf(meta, app)) {
    throw new Refusal(1, 'Error validating client secret.', { status: 400 });
  }
  return app;
}

/** A token by what was consented to. */
export function tokenOfConsent(meta: Meta, consent: Consent): Token {
  const now = meta.clock.now();
  const business = consent.token === 'business';
  return meta.tokens.issue({
    kind: consent.token,
    app: consent.app,
    person: consent.person,
    page: null,
    long: business,
    scopes: consent.scopes,
    snapshot: business,
    assets: consent.assets,
    expiresAt: business ? (consent.sixtyDays ? now + LONG_MS : null) : now + SHORT_MS,
    dataAccessExpiresAt: dataAccessEnd(consent.token, now),
  });
}

/** `{access_token, token_type, expires_in?}`; what never ends has no `expires_in`. */
export const granted = (meta: Meta, token: Token): Record<string, unknown> => {
  const left = secondsLeft(token, meta.clock.now());
  return { access_token: token.text, token_type: 'bearer', ...(left === null ? {} : { expires_in: left }) };
};

/** `GET /oauth/access_token` in all its uses (fact sheet §2). */
export function accessToken(meta: Meta, { params }: GraphRequest): unknown {
  const app = clientOf(meta, params);
  if (params.grant_type === 'client_credentials') {
    return { access_token: `${app.id}|${secretOf(meta, app)}`, token_type: 'bearer' };
  }
  if (params.grant_type === 'fb_exchange_token') return granted(meta, prolonged(meta, app, params));
  if (params.code === undefined) throw badParameter('The parameter code is required');
  return granted(meta, tokenOfConsent(meta, takeCode(meta, app, params)));
}

/** The redirect URI must be the one of the dialog, to the letter; Embedded Signup's codes have none. */
function takeCode(meta: Meta, app: App, { code = '', redirect_uri: uri }: Params): Consent {
  const taken = meta.codes.take(code, (consent) => {
    if (consent.app !== app.id) return 'Error validating verification code. The code was issued to another app.';
    return (consent.redirectUri ?? undefined) === uri ? null : REDIRECT_MISMATCH;
  });
  if (typeof taken === 'string') throw new Refusal(100, taken);
  return taken;
}

/** As in the sample of Instagram's error. */
export const REDIRECT_MISMATCH =
  'Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the ' +
  'OAuth dialog request';

/** A user token for 60 days, or a new system-user token; an expired one is not exchanged. */
function prolonged(meta: Meta, app: App, params: Params): Token {
  const old = meta.tokens.find(params.fb_exchange_token ?? '');
  if (!old || old.app !== app.id) throw new Refusal(190, 'Invalid OAuth access token - Cannot parse access token');
  const now = meta.clock.now();
  demandAlive(old, now);
  if (old.kind === 'page' || old.kind === 'instagram') throw badParameter('This kind of token cannot be exchanged');
  if (old.kind === 'user') {
    const access = dataAccessEnd('user', now);
    return meta.tokens.issue({ ...old, long: true, expiresAt: now + LONG_MS, dataAccessExpiresAt: access });
  }
  const sixty = /^(true|1)$/.test(params.set_token_expires_in_60_days ?? '') || old.expiresAt !== null;
  return meta.tokens.issue({ ...old, expiresAt: sixty ? now + LONG_MS : null });
}

/** `GET /oauth/revoke?client_id&client_secret&revoke_token&access_token`: ends one token. */
export function revoke(meta: Meta, request: GraphRequest): unknown {
  const app = clientOf(meta, request.params);
  if (tokenKindOf(meta, request) !== 'app') callerOf(meta, request);
  else if (!appByToken(meta, request.token?.text ?? '')) throw new Refusal(190, 'Invalid OAuth access token.');
  const token = meta.tokens.find(request.params.revoke_token ?? '');
  if (!token || token.app !== app.id) throw badParameter('Param revoke_token must be a token of this app');
  meta.tokens.kill({ hash: token.hash }, { code: 190, subcode: 467 });
  return { success: true };
}
