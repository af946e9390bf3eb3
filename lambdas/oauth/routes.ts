import * as z from 'zod/mini';
import type { RouteOf } from '../foundation/contract/function-types.ts';
import type { RouteSchema } from '../foundation/core/api.ts';
import { featureNames } from './scopes.ts';

const time = z.string().check(z.describe('ISO-8601 UTC.'));
const features = z.array(z.enum(featureNames)).check(z.minLength(1), z.maxLength(featureNames.length));
const metaId = z.string().check(z.regex(/^\d{1,32}$/, 'must be an id of Meta: digits'));
const token = z.string().check(z.minLength(20), z.maxLength(4096), z.regex(/^[\w.|-]+$/, 'must be a token of Meta'));

const paging = {
  limit: z
    ._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 50)
    .check(z.describe('How many at most.')),
  cursor: z.optional(z.string()).check(z.describe('`nextCursor` of the page before.')),
};

const KeptToken = z.object({
  kind: z.enum(['user', 'page', 'system-user', 'business', 'instagram']),
  expiresAt: z.nullable(time).check(z.describe('Null: it has no date; it can still die.')),
  dataAccessExpiresAt: z.nullable(time).check(z.describe('When Meta stops answering for this person’s data.')),
});

const Missing = z.object({
  what: z.string().check(z.describe('`<feature, discovery, asset, subscription or number>:<name>`.')),
  why: z.string(),
  remedy: z.string().check(z.describe('What to do, and where.')),
});

const Progress = z.object({
  phase: z.enum(['discover', 'link', 'subscribe', 'done']),
  found: z.int(),
  linked: z.int(),
  subscribed: z.int(),
  failed: z.int(),
});

/** A connection without anything secret. */
export const ConnectionView = z
  .object({
    id: z.string(),
    platform: z.enum(['facebook', 'facebook-business', 'instagram', 'whatsapp', 'system-user']),
    appId: z.string(),
    name: z.nullable(z.string()).check(z.describe('Name of the person, system user or account at Meta.')),
    state: z.enum(['linking', 'connected', 'incomplete', 'needs_reauth', 'disconnected']),
    reason: z.nullable(z.string()).check(z.describe('Why it is not `connected`.')),
    features: z.array(z.string()),
    asked: z.array(z.string()).check(z.describe('Scopes that we asked for.')),
    granted: z.array(z.string()),
    declined: z.array(z.string()),
    missing: z.array(Missing).check(z.describe('At most 100 lines.')),
    progress: Progress,
    tokens: z.array(KeptToken),
    businessId: z.nullable(z.string()),
    createdAt: time,
    updatedAt: time,
    verifiedAt: z.nullable(time).check(z.describe('When Meta last said that the token is good.')),
  })
  .register(z.globalRegistry, { id: 'Connection' });

const byId = z.object({ id: z.string().check(z.minLength(1), z.maxLength(128)) });

const SystemUserToken = z.strictObject({
  kind: z.literal('system-user-token'),
  token: token.check(z.describe('Write-only: no route ever shows it.')),
  appId: z.optional(metaId),
  features: z.optional(features).check(z.describe('Default: every feature whose scopes the token has.')),
});

const EmbeddedSignup = z.strictObject({
  kind: z.literal('embedded-signup'),
  code: z
    .string()
    .check(z.minLength(1), z.maxLength(4096), z.describe('Lives 30 seconds from the end of the sign-up.')),
  wabaId: metaId,
  phoneNumberId: z.optional(metaId),
  pin: z
    .optional(z.string().check(z.regex(/^\d{6}$/, 'must be six digits')))
    .check(z.describe('For registering the number; kept nowhere.')),
  appId: z.optional(metaId),
});

/** What the room's routes take and give. */
export const routes = {
  'POST /v1/connections/authorize': {
    summary: 'Begin to connect a Meta account',
    description:
      'Answers an address of ours for the person’s browser, good for ten minutes and one browser. At the end the ' +
      'person is sent to `returnTo` with `connection=<id>`, or `error=denied|temporary|refused|setup`.',
    body: z.strictObject({
      platform: z.enum(['facebook', 'facebook-business', 'instagram', 'whatsapp']),
      features,
      returnTo: z
        .string()
        .check(z.minLength(1), z.maxLength(2048), z.describe('Its origin must be one of the stage’s `returnOrigins`.')),
      configId: z.optional(metaId).check(z.describe('The login configuration of facebook-business and whatsapp.')),
      appId: z.optional(metaId).check(z.describe('Default: the first app of the platform’s kind.')),
    }),
    status: 201,
    response: z.object({ url: z.string(), expiresAt: time, scopes: z.array(z.string()) }),
  },
  'GET /oauth/start': {
    summary: 'Binds the browser and goes on to Meta’s dialog',
    description: 'For browsers: 302 to Meta with a cookie, or a page that says why not.',
    query: z.object({ start: z._default(z.string().check(z.maxLength(200)), '') }),
    answers: 'browser',
    response: z.string(),
  },
  'GET /oauth/callback': {
    summary: 'Where Meta sends the person back',
    description: 'For browsers: 302 to `returnTo`, or a page when the state is used, old or another browser’s.',
    query: z.object({
      state: z.optional(z.string().check(z.maxLength(200))),
      code: z.optional(z.string().check(z.maxLength(4096))),
      error: z.optional(z.string().check(z.maxLength(200))),
    }),
    answers: 'browser',
    response: z.string(),
  },
  'GET /v1/connections': {
    summary: 'The workspace’s connections',
    query: z.object(paging),
    response: z.object({ data: z.array(ConnectionView), nextCursor: z.nullable(z.string()) }),
  },
  'POST /v1/connections': {
    summary: 'Import a system user’s token, or an Embedded Signup',
    description:
      'The token is verified at Meta first: this app’s, a system user’s, alive. The same system user renews its ' +
      'standing connection. An Embedded Signup’s number is registered when a `pin` is given.',
    body: z.discriminatedUnion('kind', [SystemUserToken, EmbeddedSignup]),
    status: 201,
    response: ConnectionView,
  },
  'GET /v1/connections/{id}': { summary: 'One connection and its progress', path: byId, response: ConnectionView },
  'POST /v1/connections/{id}/verify': {
    summary: 'Ask Meta now whether the token is good',
    path: byId,
    response: z.object({ valid: z.boolean(), connection: ConnectionView }),
  },
  'DELETE /v1/connections/{id}': {
    summary: 'Disconnect',
    description:
      'Takes the permission back at Meta, wipes the tokens here and frees the assets that no other connection serves. ' +
      'The tokens go even when Meta does not answer; then `revokedAtMeta` is false.',
    path: byId,
    response: z.object({ id: z.string(), revokedAtMeta: z.boolean() }),
  },
} as const satisfies Record<RouteOf<'oauth/connect'>, RouteSchema>;
