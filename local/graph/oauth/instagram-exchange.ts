import { demandAlive } from '../http/caller.ts';
import type { GraphRequest, Params } from '../http/graph-request.ts';
import { badParameter, Refusal } from '../http/refusal.ts';
import { appOf, type Meta, secretOf } from '../meta.ts';
import { dataAccessEnd, LONG_MS, REFRESHABLE_AFTER_MS } from '../world/token-life.ts';
import type { Token } from '../world/tokens.ts';
import { granted, REDIRECT_MISMATCH, tokenOfConsent } from './exchange.ts';

/** Instagram's OAuth endpoint has an error shape of its own (fact sheet §3). */
export class InstagramRefusal extends Error {
  readonly body: Record<string, unknown>;

  constructor(message: string) {
    super(message);
    this.body = { error_type: 'OAuthException', code: 400, error_message: message };
  }
}

/** Form POST `api.instagram.com/oauth/access_token` → `{access_token, user_id, permissions[]}`; `user_id` is app-scoped. */
export function instagramCode(meta: Meta, { params }: GraphRequest): unknown {
  const app = appOf(meta, params.client_id ?? '');
  if (app?.platform !== 'instagram') throw new InstagramRefusal('Invalid platform app');
  if (params.client_secret !== secretOf(meta, app)) throw new InstagramRefusal('Error validating client secret.');
  if (params.grant_type !== 'authorization_code') throw new InstagramRefusal('Invalid grant_type');
  const taken = meta.codes.take(params.code ?? '', ({ app: of, redirectUri }) =>
    of === app.id && redirectUri === params.redirect_uri ? null : REDIRECT_MISMATCH,
  );
  if (typeof taken === 'string') throw new InstagramRefusal(taken);
  const account = meta.world.find(taken.person);
  const scopedId = account?.kind === 'instagram' ? account.scopedId : null;
  const { text } = tokenOfConsent(meta, taken);
  return { access_token: text, user_id: scopedId ?? taken.person, permissions: taken.scopes };
}

const instagramToken = (meta: Meta, text: string | undefined): Token => {
  const token = meta.tokens.find(text ?? '');
  if (token?.kind !== 'instagram') {
    throw new Refusal(190, 'Invalid OAuth access token - Cannot parse access token', { type: 'IGApiException' });
  }
  demandAlive(token, meta.clock.now());
  return token;
};

const sixtyDaysMore = (meta: Meta, old: Token): unknown => {
  const now = meta.clock.now();
  const dataAccessExpiresAt = dataAccessEnd('instagram', now);
  return granted(meta, meta.tokens.issue({ ...old, long: true, expiresAt: now + LONG_MS, dataAccessExpiresAt }));
};

/** `GET graph.instagram.com/access_token?grant_type=ig_exchange_token&client_secret`: 1 h → 60 days. */
export function instagramLongLived(meta: Meta, { params, token }: GraphRequest): unknown {
  demandGrant(params, 'ig_exchange_token');
  const old = instagramToken(meta, token?.text);
  const app = appOf(meta, old.app);
  if (!app || params.client_secret !== secretOf(meta, app)) throw badParameter('Error validating client secret.');
  if (old.long) throw badParameter('The token is long-lived already');
  return sixtyDaysMore(meta, old);
}

/** `GET graph.instagram.com/refresh_access_token`: +60 days for a long one that is 24 h old and alive. */
export function instagramRefresh(meta: Meta, { params, token }: GraphRequest): unknown {
  demandGrant(params, 'ig_refresh_token');
  const old = instagramToken(meta, token?.text);
  if (!old.long) throw badParameter('Only a long-lived token can be refreshed');
  if (meta.clock.now() - old.issuedAt < REFRESHABLE_AFTER_MS) throw badParameter('The token is not 24 hours old');
  return sixtyDaysMore(meta, old);
}

function demandGrant({ grant_type }: Params, wanted: string): void {
  if (grant_type !== wanted) throw badParameter(`Param grant_type must be ${wanted}`);
}
