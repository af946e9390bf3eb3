import { type Caller, liveScopes } from '../http/caller.ts';
import { badParameter, Refusal } from '../http/refusal.ts';
import { type Meta, secretOf } from '../meta.ts';
import type { Kind } from '../world/things.ts';
import { unixOrZero } from '../world/token-life.ts';
import type { Token, TokenKind } from '../world/tokens.ts';

const TYPES: Readonly<Record<TokenKind, string>> = {
  user: 'USER',
  page: 'PAGE',
  'system-user': 'SYSTEM_USER',
  business: 'SYSTEM_USER',
  instagram: 'USER',
};

/** Which assets a scope is about: those are its `target_ids`. */
const TARGETS: readonly [RegExp, Kind[]][] = [
  [/^(pages_|read_insights|leads_retrieval)/, ['page']],
  [/^instagram_/, ['instagram']],
  [/^whatsapp_/, ['waba']],
  [/^ads_/, ['ad_account']],
  [/^business_management$/, ['business']],
  [/^catalog_management$/, ['catalog']],
];

/**
 * What a token is, asked by its own app (fact sheet §2). What is no token at all has no `app_id` in the answer; another
 * app's token is code 100. Both are from the field: the sheet does not say.
 */
export function debugToken(meta: Meta, caller: Caller, text: string | undefined): unknown {
  if (!text) throw badParameter('You must provide an input_token parameter.');
  if (text === `${caller.app.id}|${secretOf(meta, caller.app)}`) return { data: appTokenFacts(caller) };
  const token = meta.tokens.find(text);
  if (!token) {
    return { data: { error: { code: 190, message: 'Invalid OAuth access token.' }, is_valid: false, scopes: [] } };
  }
  if (token.app !== caller.app.id) {
    throw new Refusal(100, '(#100) The App_id in the input_token did not match the Viewing App');
  }
  return { data: factsOf(meta, caller, token) };
}

const appTokenFacts = ({ app }: Caller) => ({
  app_id: app.id,
  type: 'APP',
  application: app.fields.name,
  is_valid: true,
  scopes: [],
});

function factsOf(meta: Meta, caller: Caller, token: Token): Record<string, unknown> {
  const scopes = liveScopes(meta, token);
  const error = errorOf(meta, token);
  return {
    app_id: token.app,
    type: TYPES[token.kind],
    application: caller.app.fields.name,
    data_access_expires_at: unixOrZero(token.dataAccessExpiresAt),
    expires_at: unixOrZero(token.expiresAt),
    ...(error ? { error } : {}),
    is_valid: error === null,
    issued_at: unixOrZero(token.issuedAt),
    ...(token.page === null ? {} : { profile_id: token.page }),
    scopes,
    granular_scopes: scopes.map((scope) => ({ scope, ...targets(meta, token, scope) })),
    user_id: token.person,
  };
}

function errorOf(meta: Meta, { death, expiresAt }: Token): Record<string, unknown> | null {
  const expired = expiresAt !== null && meta.clock.now() >= expiresAt;
  const end = death ?? (expired ? { code: 190, subcode: 463 } : null);
  if (end === null) return null;
  const message = `Error validating access token${expired ? ': Session has expired' : ''}.`;
  return { code: end.code, message, ...(end.subcode === null ? {} : { subcode: end.subcode }) };
}

/** No `target_ids` means all assets. */
function targets(meta: Meta, token: Token, scope: string): Record<string, unknown> {
  const kinds = TARGETS.find(([names]) => names.test(scope))?.[1];
  if (token.assets === null || kinds === undefined) return {};
  const ids = token.assets.filter((id) => kinds.some((kind) => meta.world.find(id)?.kind === kind));
  return { target_ids: ids };
}
