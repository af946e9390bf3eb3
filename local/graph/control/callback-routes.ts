import * as z from 'zod';
import { appOf, secretOf } from '../meta.ts';
import { signedRequest } from '../webhooks/signed-request.ts';
import { type Controls, ok, type Reply, type Routes, refused } from './route.ts';

const Order = z.strictObject({
  userId: z.string().min(1),
  url: z.url({ protocol: /^https?$/ }).optional(),
  /** The first Facebook app when it is left out. */
  app: z.string().optional(),
  signWith: z.union([z.enum(['app', 'wrong']), z.strictObject({ secret: z.string().min(1) })]).default('app'),
  algorithm: z.string().default('HMAC-SHA256'),
  /** Seconds since 1970; now when it is left out. */
  issuedAt: z.int().optional(),
  padded: z.boolean().default(false),
  /** Leave tokens and grants alone: only the callback is sent. */
  onlySend: z.boolean().default(false),
});
type Order = z.infer<typeof Order>;

/** The two callbacks by which Meta tells that a person leaves (fact sheet §2, "signed_request"). */
export const CALLBACK_ROUTES: Routes = {
  'POST /_sim/deauthorize': async (controls, { body }) => {
    const order = Order.parse(body);
    if (!order.onlySend) removeApp(controls, order);
    return send(controls, order, controls.settings.current().deauthorizeUrl, 'deauthorizeUrl');
  },
  'POST /_sim/delete-data': async (controls, { body }) =>
    send(controls, Order.parse(body), controls.settings.current().deletionUrl, 'deletionUrl'),
};

/** What removing an app does at Meta: its tokens for this person are dead (190/458). */
function removeApp({ meta }: Controls, { userId, app }: Order): void {
  meta.tokens.kill({ person: userId, ...(app === undefined ? {} : { app }) }, { code: 190, subcode: 458 });
  const apps = app === undefined ? meta.world.of('app').map(({ id }) => id) : [app];
  for (const id of apps) meta.grants.forget(id, userId);
}

async function send(controls: Controls, order: Order, configured: string | null, name: string): Promise<Reply> {
  const { meta, post, settings } = controls;
  const url = order.url ?? configured;
  const app = order.app === undefined ? meta.world.of('app')[0] : appOf(meta, order.app);
  const secret = app && secretOf(meta, app);
  if (!url || !secret) return refused(409, `Set ${name} and appSecret first (PUT /_sim/settings).`);
  const { userId, algorithm, padded, signWith, issuedAt = meta.clock.seconds() } = order;
  const key = typeof signWith === 'object' ? signWith.secret : signWith === 'app' ? secret : `${secret}-but-not-quite`;
  const text = signedRequest({ userId, issuedAt, algorithm, secret: key, padded });
  const answer = await post({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(new URLSearchParams({ signed_request: text }).toString()),
    timeoutMs: settings.current().answerTimeoutMs,
  });
  return ok(answer);
}
