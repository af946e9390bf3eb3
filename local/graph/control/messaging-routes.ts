import * as z from 'zod';
import { messageTotals } from '../messaging/message-totals.ts';
import type { Messaging } from '../messaging/messaging.ts';
import type { MessageFilter, SentMessage } from '../messaging/sent-messages.ts';
import { Switches } from '../messaging/switches.ts';
import { Template } from '../messaging/templates.ts';
import { type Call, ok, type Routes, refused } from './route.ts';

const Id = z.string().min(1);

/** As if a person had written, without a webhook; or who holds the thread. */
const Writing = z.strictObject({
  /** The Page, the Instagram account or the WhatsApp number. */
  account: Id,
  /** The person's id there, or a comment's. */
  person: Id,
  agoSeconds: z.number().min(0).optional(),
  /** The app that holds the thread of a Page; null for nobody. */
  owner: z.string().regex(/^\d+$/).nullable().optional(),
});
const TemplateChange = z.strictObject({ templates: z.array(Template).max(1000) });

/** What was sent to people, and how Meta behaves around it. */
export const MESSAGING_ROUTES: Routes = {
  'GET /_sim/messaging': ({ meta }) => ok(meta.messaging.switches.current()),
  'POST /_sim/messaging': ({ meta }, { body }) => {
    meta.messaging.switches.change(Switches.partial().parse(body));
    return ok(meta.messaging.switches.current());
  },
  'DELETE /_sim/messaging': ({ meta }) => {
    meta.messaging.switches.clear();
    return ok(meta.messaging.switches.current());
  },
  'GET /_sim/messages': ({ meta }, { query }) => {
    const after = query.get('after');
    if (after !== null && !/^\d+$/.test(after)) return refused(400, 'after: the order number of a commit');
    const rows = meta.messaging.sent.rows(filterIn(query));
    const data = query.get('totals') === '1' ? [] : rows.map((row) => shown(row, query.get('full') === '1'));
    return ok({ data, totals: totalsOf(meta.messaging, rows) });
  },
  'DELETE /_sim/messages': ({ meta }) => {
    meta.messaging.sent.clear();
    return ok({ data: [], totals: totalsOf(meta.messaging, []) });
  },
  'GET /_sim/inbox': ({ meta }, { query }) => {
    const [account, person] = [query.get('account') ?? '', query.get('person') ?? ''];
    const { inbox, owners } = meta.messaging;
    const last = inbox.lastFrom(account, person);
    const known = inbox.knows(account, person);
    return ok({ known, lastAt: last === null ? null : timeOf(last), owner: owners.of(account, person) });
  },
  'POST /_sim/inbox': ({ meta }, { body }) => {
    const { account, person, agoSeconds = 0, owner } = Writing.parse(body);
    const { inbox, owners } = meta.messaging;
    if (owner !== undefined) owners.give(account, person, owner);
    else inbox.write(account, person, meta.clock.now() - agoSeconds * 1000);
    return ok({ account, person });
  },
  'GET /_sim/templates': ({ meta }) => ok({ data: meta.messaging.templates.all() }),
  'POST /_sim/templates': ({ meta }, { body }) => {
    for (const template of TemplateChange.parse(body).templates) meta.messaging.templates.set(template);
    return ok({ data: meta.messaging.templates.all() });
  },
};

function filterIn(query: Call['query']): MessageFilter {
  const wanted = (name: string) => query.get(name) ?? undefined;
  const after = query.get('after');
  return {
    nonce: wanted('nonce'),
    contains: wanted('contains'),
    account: wanted('account'),
    recipient: wanted('recipient'),
    platform: wanted('platform'),
    ...(after === null ? {} : { after: Number(after) }),
  };
}

const totalsOf = ({ sent }: Messaging, rows: readonly SentMessage[]) => ({
  ...messageTotals(rows),
  forgotten: sent.forgotten(),
});

const timeOf = (ms: number): string => new Date(ms).toISOString();

function shown({ body, at, ...facts }: SentMessage, isFull: boolean) {
  const whole: unknown = body === null ? null : JSON.parse(body);
  return { ...facts, at: timeOf(at), ...(isFull ? { body: whole } : {}) };
}
