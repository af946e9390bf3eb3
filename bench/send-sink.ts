import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { now } from './payloads.ts';
import { nthOf, storyOf } from './send-conversations.ts';

/** What the sink has seen since it was last asked. */
export interface SendReport {
  readonly calls: number;
  /** Of them: messages that the fact sheet (§8) lets not go. */
  readonly outside: number;
  /** The last request as it came. */
  readonly last?: {
    readonly method?: string;
    readonly path?: string;
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
  };
}

/** The members of bodies that say whether they may come (fact sheet §8). */
interface Body {
  readonly recipient?: { readonly id: string };
  readonly to?: string;
  readonly type?: string;
  readonly messaging_type?: string;
  readonly tag?: string;
  readonly message?: { readonly template?: object; readonly metadata?: string };
  readonly biz_opaque_callback_data?: string;
}

const day = 24 * 3600_000;

/** Fact sheet §8, by the person's last word and by what the message says that it is. Asks nothing of our rule. */
function mayCome({ to, type, messaging_type, tag, message = {}, ...body }: Body, person: string): boolean {
  const { channel, openedAt, sender, marker } = storyOf(nthOf(person));
  const age = openedAt === null ? Number.POSITIVE_INFINITY : now - openedAt;
  if ((channel === 'whatsapp') !== (to !== undefined)) return false;
  if ((body.biz_opaque_callback_data ?? message.metadata) !== marker) return false;
  if (channel === 'whatsapp') return type === 'template' || age < day;
  if (messaging_type === 'RESPONSE' || messaging_type === 'UPDATE') return tag === undefined && age < day;
  if (messaging_type === 'MESSAGE_TAG') return tag === 'HUMAN_AGENT' && sender === 'human' && age < 7 * day;
  return messaging_type === 'UTILITY' && channel === 'messenger' && message.template !== undefined;
}

/** As Meta answers (fact sheet §8). */
const answerOf = ({ to }: Body, person: string) =>
  to === undefined
    ? { recipient_id: person, message_id: `m_FakeOfTheSink-${'x'.repeat(80)}-${person}` }
    : {
        messaging_product: 'whatsapp',
        contacts: [{ input: to, wa_id: to.slice(1) }],
        messages: [{ id: `wamid.FakeOfTheSink${'y'.repeat(40)}${person.slice(1)}` }],
      };

/** The headers that Meta's answers have (fact sheet §3 and §4): reading the usage is a part of a call. */
const headersOf = (account: string, type: string) => ({
  'content-type': 'application/json; charset=UTF-8',
  'facebook-api-version': 'v26.0',
  'x-fb-request-id': 'FakeRequestOfTheSink',
  'x-fb-trace-id': 'FakeTraceOfTheSink',
  'x-fb-rev': '1029384756',
  'x-business-use-case-usage': JSON.stringify({
    [account]: [{ type, call_count: 12, total_cputime: 3, total_time: 5, estimated_time_to_regain_access: 0 }],
  }),
});
const pageHeaders = headersOf('100000000000001', 'messenger');
const numberHeaders = headersOf('500000000000001', 'whatsapp');

let calls = 0;
let outside = 0;
let last: SendReport['last'];

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const { method, url: path, headers } = request;
    const body = Buffer.concat(parts).toString();
    const said: Body = JSON.parse(body);
    const person = said.to ?? said.recipient?.id ?? '';
    calls += 1;
    if (!mayCome(said, person)) outside += 1;
    last = { method, path, headers, body };
    const text = JSON.stringify(answerOf(said, person));
    const kind = said.to === undefined ? pageHeaders : numberHeaders;
    response.writeHead(200, { ...kind, 'content-length': Buffer.byteLength(text) }).end(text);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));

process.on('message', () => {
  process.send?.({ calls, outside, last } satisfies SendReport);
  calls = 0;
  outside = 0;
});
process.on('disconnect', () => process.exit(0));

/** Never sleeps: waking it would cost whoever writes, and the more the longer it slept, so that the slower paid twice. */
const stayAwake = () => void setImmediate(stayAwake);
stayAwake();
