import * as z from 'zod';
import { SendOrder } from './delivery.ts';
import { type FaultBox, Faults } from './faults.ts';
import type { Journal } from './journal.ts';
import type { Post } from './post-once.ts';
import { Settings, type SettingsBox } from './settings.ts';
import { subscribe } from './subscribe.ts';
import type { WebhookSender } from './webhook-sender.ts';

/** An answer of the control API. */
export type Reply = { status: number; body: unknown };

/** One call to the control API; `body` is the parsed JSON, undefined when there was none. */
export type Call = { method: string; path: string; query: URLSearchParams; body: unknown };

/** What the control API drives. */
export type Controls = { settings: SettingsBox; faults: FaultBox; journal: Journal; sender: WebhookSender; post: Post };

type Route = (controls: Controls, call: Call) => Reply | Promise<Reply>;

const ok = (body: unknown): Reply => ({ status: 200, body });
const refused = (status: number, error: string): Reply => ({ status, body: { error } });

const SettingsPart = Settings.partial();
const FaultsPart = Faults.partial();
const SubscribeOrder = z.strictObject({ verifyToken: z.string().min(1).optional() });

const ROUTES: Record<string, Route> = {
  'GET /_sim/health': ({ journal, settings }) =>
    ok({ status: 'ok', webhookUrl: settings.current().webhookUrl, deliveries: journal.counts() }),
  'GET /_sim/settings': ({ settings }) => ok(settings.shown()),
  'PUT /_sim/settings': ({ settings }, { body }) => {
    settings.change(SettingsPart.parse(body));
    return ok(settings.shown());
  },
  'POST /_sim/webhooks': ({ settings, sender }, { body }) => {
    const order = SendOrder.parse(body);
    const { webhookUrl, appSecret } = settings.current();
    if (!webhookUrl || !appSecret) return refused(409, 'Set webhookUrl and appSecret first (PUT /_sim/settings).');
    const { batch, rows } = sender.send(order);
    return { status: 202, body: { batch, deliveries: rows.map(({ id, copyOf }) => ({ id, copyOf })) } };
  },
  'GET /_sim/journal': ({ journal }, { query }) => {
    const rows = journal.list(query.get('batch') ?? undefined);
    return ok({ data: rows, waiting: rows.filter(({ state }) => state === 'waiting').length });
  },
  'DELETE /_sim/journal': ({ journal, sender }) => {
    sender.drop();
    journal.clear();
    return ok({ deliveries: journal.counts() });
  },
  'POST /_sim/subscribe': async ({ settings, post }, { body }) => {
    const { webhookUrl, verifyToken, answerTimeoutMs } = settings.current();
    const token = SubscribeOrder.parse(body ?? {}).verifyToken ?? verifyToken;
    if (!webhookUrl || !token) return refused(409, 'Set webhookUrl and verifyToken first (PUT /_sim/settings).');
    return ok(await subscribe(post, webhookUrl, token, answerTimeoutMs));
  },
  'GET /_sim/faults': ({ faults }) => ok(faults.current()),
  'POST /_sim/faults': ({ faults }, { body }) => {
    faults.change(FaultsPart.parse(body));
    return ok(faults.current());
  },
  'DELETE /_sim/faults': ({ faults }) => {
    faults.clear();
    return ok(faults.current());
  },
};

/** Answers one call; a body that does not fit is a 400 that names the fields. */
export async function control(controls: Controls, call: Call): Promise<Reply> {
  const route = ROUTES[`${call.method} ${call.path}`];
  if (!route) return noRoute(call.path);
  try {
    return await route(controls, call);
  } catch (cause) {
    if (cause instanceof z.ZodError) return refused(400, z.prettifyError(cause));
    throw cause;
  }
}

function noRoute(path: string): Reply {
  const known = Object.keys(ROUTES).some((route) => route.endsWith(` ${path}`));
  return known ? refused(405, 'This path takes another method.') : refused(404, 'See docs/simulator.md for the paths.');
}
