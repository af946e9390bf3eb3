import * as z from 'zod';
import { graphRequest } from '../http/graph-request.ts';
import { appOf } from '../meta.ts';
import { askedOf, decide } from '../oauth/dialog.ts';
import { isDialog } from '../oauth/dialog-call.ts';
import { dataAccessEnd } from '../world/token-life.ts';
import { TOKEN_KINDS, type Token } from '../world/tokens.ts';
import { type Controls, ok, type Reply, type Routes, refused } from './route.ts';

const Id = z.string().regex(/^\d+$/);
const NewToken = z.strictObject({
  kind: z.enum(TOKEN_KINDS),
  app: Id,
  person: Id,
  page: Id.nullable().default(null),
  scopes: z.array(z.string()).default([]),
  assets: z.array(Id).nullable().default(null),
  long: z.boolean().default(true),
  /** Without it, never. */
  expiresInSeconds: z.number().min(0).nullable().default(null),
});
const Kill = z.strictObject({
  hash: z.string().optional(),
  kind: z.enum(TOKEN_KINDS).optional(),
  app: Id.optional(),
  person: Id.optional(),
  page: Id.optional(),
  code: z.int().default(190),
  subcode: z.int().nullable().default(null),
});

/** A consent as a browser would give it: `url` is the dialog's, and without `decline` and `assets` all is granted. */
const Consent = z.strictObject({
  url: z.string(),
  user: Id.optional(),
  deny: z.boolean().default(false),
  decline: z.array(z.string()).default([]),
  assets: z.array(Id).optional(),
});
const Signup = z.strictObject({
  app: Id,
  user: Id,
  wabaId: Id,
  phoneNumberId: Id,
  scopes: z.array(z.string()).default(['whatsapp_business_management', 'whatsapp_business_messaging']),
  sixtyDays: z.boolean().default(false),
});

/** Tokens as they may be shown: by hash, never by text. */
export const shownToken = ({ text: _, ...token }: Token, now: number) => {
  const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  const over = token.expiresAt !== null && token.expiresAt <= now;
  const { issuedAt, expiresAt, dataAccessExpiresAt } = token;
  const times = {
    issuedAt: time(issuedAt),
    expiresAt: time(expiresAt),
    dataAccessExpiresAt: time(dataAccessExpiresAt),
  };
  return { ...token, ...times, alive: token.death === null && !over };
};

/** Tokens and consents. */
export const TOKEN_ROUTES: Routes = {
  'GET /_sim/tokens': ({ meta }) => ok({ data: meta.tokens.all().map((token) => shownToken(token, meta.clock.now())) }),
  'POST /_sim/tokens': ({ meta }, { body }) => {
    const { expiresInSeconds, ...fields } = NewToken.parse(body);
    if (!appOf(meta, fields.app) || !meta.world.find(fields.person)) return refused(409, 'No such app or person.');
    const now = meta.clock.now();
    const expiresAt = expiresInSeconds === null ? null : now + expiresInSeconds * 1000;
    const snapshot = fields.kind === 'system-user' || fields.kind === 'business';
    if (!snapshot) meta.grants.set(fields.app, fields.person, fields.scopes, 'granted');
    const dataAccessExpiresAt = dataAccessEnd(fields.kind, now);
    const token = meta.tokens.issue({ ...fields, snapshot, expiresAt, dataAccessExpiresAt });
    return ok({ token: token.text, hash: token.hash });
  },
  'POST /_sim/tokens/kill': ({ meta }, { body }) => {
    const { code, subcode, ...filter } = Kill.parse(body);
    return ok({ killed: meta.tokens.kill(filter, { code, subcode }) });
  },
  'POST /_sim/consent': (controls, { body }) => consent(controls, Consent.parse(body)),
  'POST /_sim/embedded-signup': ({ meta }, { body }) => {
    const { app, user, wabaId, phoneNumberId, scopes, sixtyDays } = Signup.parse(body);
    if (!appOf(meta, app) || meta.world.find(user)?.kind !== 'user') return refused(409, 'No such app or user.');
    meta.grants.set(app, user, scopes, 'granted');
    const grant = { app, person: user, redirectUri: null, token: 'business' as const, scopes, sixtyDays };
    return ok({ code: meta.codes.issue({ ...grant, assets: [wabaId] }), wabaId, phoneNumberId });
  },
};

/** The URL that a browser would be sent to. */
function consent({ meta }: Controls, { url, user, deny, decline, assets }: z.infer<typeof Consent>): Reply {
  const dialog = URL.canParse(url) ? new URL(url) : new URL(url, 'http://simulator.invalid');
  const at = dialog.hostname.includes('.') && !/^127\./.test(dialog.hostname) ? `/${dialog.hostname}` : '';
  const path = `${at === '/simulator.invalid' ? '' : at}${dialog.pathname}${dialog.search}`;
  const request = graphRequest({ method: 'GET', url: path, authorization: undefined, body: {}, origin: '' });
  if (!request || !isDialog(request)) return refused(400, 'url: the URL of an OAuth dialog');
  const asked = askedOf(meta, request);
  if (typeof asked === 'string') return refused(409, asked);
  const kind = asked.platform === 'instagram' ? 'instagram' : 'user';
  const person = user ?? meta.world.of(kind)[0]?.id ?? '';
  if (meta.world.find(person)?.kind !== kind) return refused(409, `user: no ${kind} of this id`);
  const scopes = asked.scopes.filter((scope) => !decline.includes(scope));
  const again = request.params.auth_type === 'rerequest';
  return ok({ redirect: decide(meta, asked, { person, deny, scopes, assets }, again) });
}
