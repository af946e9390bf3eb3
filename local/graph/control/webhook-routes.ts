import * as z from 'zod';
import { PoisonRule } from '../conversions/poison.ts';
import { FaultRule } from '../http/graph-faults.ts';
import { MessageFault } from '../messaging/message-faults.ts';
import { Settings } from '../settings.ts';
import { SendOrder } from '../webhooks/delivery.ts';
import { Faults } from '../webhooks/faults.ts';
import { isMetas } from '../webhooks/sign.ts';
import { subscribe } from '../webhooks/subscribe.ts';
import { type Controls, ok, type Routes, refused } from './route.ts';

const SettingsPart = Settings.partial();
const FaultsPart = Faults.partial().extend({
  graph: z.array(FaultRule).max(1000).optional(),
  conversions: z.array(PoisonRule).max(1000).optional(),
  messages: z.array(MessageFault).max(1000).optional(),
});
const SubscribeOrder = z.strictObject({ verifyToken: z.string().min(1).optional() });

/** Settings, webhooks and the faults of both directions. */
export const WEBHOOK_ROUTES: Routes = {
  'GET /_sim/health': ({ journal, settings }) =>
    ok({ status: 'ok', webhookUrl: settings.current().webhookUrl, deliveries: journal.counts() }),
  'GET /_sim/settings': ({ settings }) => ok(settings.shown()),
  'PUT /_sim/settings': ({ settings }, { body }) => {
    settings.change(SettingsPart.parse(body));
    return ok(settings.shown());
  },
  'POST /_sim/webhooks': ({ settings, sender, meta }, { body }) => {
    const order = SendOrder.parse(body);
    const { webhookUrl, appSecret } = settings.current();
    if (!webhookUrl || !appSecret) return refused(409, 'Set webhookUrl and appSecret first (PUT /_sim/settings).');
    for (const { body, signWith = 'app' } of order.deliveries) {
      if (isMetas(signWith)) meta.messaging.inbox.hear(body);
    }
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
  'GET /_sim/faults': (controls) => ok(faultsOf(controls)),
  'POST /_sim/faults': (controls, { body }) => {
    const { graph, conversions, messages, ...part } = FaultsPart.parse(body);
    controls.faults.change(part);
    if (graph) controls.meta.faults.set(graph);
    if (conversions) controls.meta.poison.set(conversions);
    if (messages) controls.meta.messaging.faults.set(messages);
    return ok(faultsOf(controls));
  },
  'DELETE /_sim/faults': (controls) => {
    controls.faults.clear();
    controls.meta.faults.set([]);
    controls.meta.poison.set([]);
    controls.meta.messaging.faults.set([]);
    return ok(faultsOf(controls));
  },
};

const faultsOf = ({ faults, meta }: Controls) => ({
  ...faults.current(),
  graph: meta.faults.current(),
  conversions: meta.poison.current(),
  messages: meta.messaging.faults.current(),
});
