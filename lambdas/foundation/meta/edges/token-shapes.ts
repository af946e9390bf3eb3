import * as z from 'zod/mini';
import type { Clock } from '../../core/clock.ts';
import { id, token } from './shapes.ts';
import type { GrantedToken, InspectedToken, InstagramGrant } from './token-calls.ts';

/** `expires_in` in seconds; optional everywhere, and a sample of Meta's own documentation has text there. */
const seconds = z.optional(z.unknown());
const secondsOf = (value: unknown) => {
  const number = Number(value);
  return value !== null && value !== '' && Number.isFinite(number) && number > 0 ? number : undefined;
};

const endOf = (expiresIn: unknown, { now }: Clock): number | null => {
  const left = secondsOf(expiresIn);
  return left === undefined ? null : now() + left * 1000;
};

/** `{access_token, token_type, expires_in?}`. */
export const grantedToken = (clock: Clock) =>
  z.pipe(
    z.looseObject({ access_token: token, expires_in: seconds }),
    z.transform((answer): GrantedToken => ({ token: answer.access_token, expiresAt: endOf(answer.expires_in, clock) })),
  );

const list = z.pipe(
  z.union([z.array(z.string()), z.string()]),
  z.transform((value) => (typeof value === 'string' ? value.split(',') : value)),
);
const instagramGrantBody = z.looseObject({
  access_token: token,
  user_id: id,
  permissions: z._default(list, []),
  expires_in: seconds,
});

/** The grant itself, or in a list `data` of one (fact sheet §2: some of Meta's pages wrap it). */
export const instagramGrant = (clock: Clock) =>
  z.pipe(
    z.union([
      instagramGrantBody,
      z.pipe(
        z.looseObject({ data: z.tuple([instagramGrantBody], z.unknown()) }),
        z.transform(({ data }) => data[0]),
      ),
    ]),
    z.transform(
      (answer): InstagramGrant => ({
        token: answer.access_token,
        expiresAt: endOf(answer.expires_in, clock),
        userId: answer.user_id,
        permissions: answer.permissions,
      }),
    ),
  );

const instant = z.optional(z.number());

/** Seconds to milliseconds; 0 is never, and absent is not said. */
const timeOf = (value: number | undefined) => (value === undefined || value === 0 ? null : value * 1000);

const inspectedBody = z.looseObject({
  app_id: z._default(id, ''),
  type: z.optional(z.string()),
  is_valid: z.boolean(),
  issued_at: instant,
  expires_at: instant,
  data_access_expires_at: instant,
  scopes: z._default(z.array(z.string()), []),
  granular_scopes: z._default(z.array(z.looseObject({ scope: z.string(), target_ids: z.optional(z.array(id)) })), []),
  user_id: z.optional(id),
  profile_id: z.optional(id),
  error: z.optional(z.looseObject({ code: z.number(), subcode: z.optional(z.number()) })),
});
type InspectedBody = z.infer<typeof inspectedBody>;

/** `debug_token`'s `{data: …}`. */
export const inspectedToken = z.pipe(
  z.looseObject({ data: inspectedBody }),
  z.transform(({ data }) => inspected(data)),
);

function inspected(body: InspectedBody): InspectedToken {
  const { type, user_id: userId, profile_id: profileId, error } = body;
  return {
    appId: body.app_id,
    ...(type === undefined ? {} : { type }),
    isValid: body.is_valid,
    issuedAt: timeOf(body.issued_at),
    expiresAt: timeOf(body.expires_at),
    dataAccessExpiresAt: timeOf(body.data_access_expires_at),
    scopes: body.scopes,
    granularScopes: body.granular_scopes.map((one) => ({ scope: one.scope, targetIds: one.target_ids ?? null })),
    ...(userId === undefined ? {} : { userId }),
    ...(profileId === undefined ? {} : { profileId }),
    ...(error === undefined ? {} : { error: { code: error.code, subcode: error.subcode } }),
  };
}

/** A line of `/me/permissions`. */
export const permission = z.looseObject({ permission: z.string(), status: z.string() });
