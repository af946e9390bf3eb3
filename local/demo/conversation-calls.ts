import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { Trouble } from '../cloud/trouble.ts';
import type { Accounts, Callers } from '../messaging/connect-accounts.ts';
import { personWrites } from '../messaging/person-writes.ts';
import type { AskJson, JsonAnswer } from './call.ts';
import { Said } from './conversation-bubbles.ts';
import { LANTERN, type PersonTurn, TEMPLATE, type Writer } from './conversation-story.ts';
import { sendPosts } from './simulator.ts';

/** Where the conversations are held, and by whom. */
export type Stage = {
  callers: Callers;
  /** The product's API, for what may be refused. */
  ask: AskJson;
  accounts: Accounts;
  /** Begins the keys of this run. */
  run: string;
  /** Messages of people that were shown already. */
  seen: Set<string>;
};

/** What a person wrote, and the thread in which the API shows it. */
export type Heard = { thread: string; said: Said };

const WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 120;

const Threads = z.object({ data: z.array(z.object({ id: z.string() })) });
const Lines = z.object({ data: z.array(Said.extend({ direction: z.string().nullable() })) });
const Templates = z.object({ data: z.array(z.object({ name: z.string() })) });
const Commits = z.object({
  data: z.array(z.object({ messagingType: z.string().nullable(), tag: z.string().nullable() })),
});
const Problem = z.object({ detail: z.string() });

/** Asks until there is an answer; `none` says what is missing after a minute. */
async function until<T>(look: () => Promise<T | undefined>, none: () => string): Promise<T> {
  const end = Date.now() + WITHIN_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Trouble(none());
    await pause(LOOK_EVERY_MS);
  }
}

/** Has the shop's template made, and waits for Meta's approval. Throws `Trouble`. */
export async function approveTemplate({ callers: { api, outputs }, ask, accounts, run }: Stage): Promise<void> {
  const account = `whatsapp:${accounts.waba}`;
  const url = `${outputs.apiUrl}/v1/whatsapp/templates`;
  demand(await ask('POST', url, { account, ...TEMPLATE }, `${run}-template`), 'the template');
  const approved = async () => {
    const { data } = Templates.parse(await api('GET', `${url}?account=${account}&status=APPROVED`));
    return data.find(({ name }) => name === TEMPLATE.name);
  };
  await until(approved, () => `Meta did not approve the template ${TEMPLATE.name} of ${LANTERN} within a minute.`);
}

/** The body of an answer, if it was taken. Throws `Trouble` with the reason when it was refused. */
function demand({ status, body }: JsonAnswer, what: string): unknown {
  if (status === 201 || status === 202) return body;
  throw new Trouble(
    `The API refused ${what} (${status}): ${Problem.safeParse(body).data?.detail ?? 'no reason given'}`,
  );
}

/** The person writes at Meta; answers when the API shows it. Throws `Trouble`. */
export async function hear(stage: Stage, writer: Writer, turn: PersonTurn, at = Date.now()): Promise<Heard> {
  const { callers, accounts, seen } = stage;
  const delivery = personWrites(accounts, { ...writer, ...turn, at });
  await sendPosts(callers.simulator, callers.outputs.simulatorUrl, [delivery], 1);
  const none = () => `“${turn.text}” was taken on ${writer.channel}, but no thread shows it after a minute.`;
  const heard = await until(() => unseen(stage, writer), none);
  seen.add(heard.said.id);
  return heard;
}

/** What came last on a channel, and was not shown yet. */
async function unseen({ callers: { api, outputs }, accounts, seen }: Stage, { channel }: Writer) {
  const assets = { messenger: `page:${accounts.page}`, instagram: `instagram:${accounts.instagram}` };
  const asset = channel === 'whatsapp' ? `whatsapp:${accounts.waba}` : assets[channel];
  const threads = Threads.parse(await api('GET', `${outputs.apiUrl}/v1/threads?asset=${asset}&limit=10`));
  for (const { id: thread } of threads.data) {
    const { data } = Lines.parse(await api('GET', `${outputs.apiUrl}/v1/threads/${thread}/messages?limit=10`));
    const said = data.find(({ id, direction, type }) => direction === 'in' && type !== null && !seen.has(id));
    if (said) return { thread, said };
  }
  return undefined;
}

/** Asks the API to send, whatever it answers. */
export const post = ({ callers: { outputs }, ask, run }: Stage, body: object, key: string): Promise<JsonAnswer> =>
  ask('POST', `${outputs.apiUrl}/v1/messages`, body, `${run}-${key}`);

/** The message of an answer. Throws `Trouble` when it was refused. */
export const taken = (answer: JsonAnswer, type: string): Said => Said.parse(demand(answer, `a message (${type})`));

/** States in which a message has come so far. */
const REACHED = { sent: ['sent', 'delivered', 'read'], read: ['read'] } as const;

/** Follows a message until it has come so far, telling each step. Throws `Trouble`. */
export async function follow(
  stage: Stage,
  said: Said,
  goal: keyof typeof REACHED,
  step: (said: Said, isLast: boolean) => void,
): Promise<Said> {
  const { api, outputs } = stage.callers;
  const has = ({ state }: Said) => REACHED[goal].some((one) => one === state);
  let last = said;
  step(last, has(last));
  const look = async () => {
    if (has(last)) return last;
    const { state } = Said.parse(await api('GET', `${outputs.apiUrl}/v1/messages/${said.id}`));
    if (state === 'failed' || state === 'cancelled') throw new Trouble(`${whichOf(said)} is ${state}.`);
    if (state !== last.state) {
      last = { ...said, state };
      step(last, has(last));
    }
    return has(last) ? last : undefined;
  };
  return until(look, () => `${whichOf(said)} was not ${goal} within a minute: it is ${last.state}.`);
}

const whichOf = ({ id, type }: Said): string => `The message ${id} (${type}; see GET /v1/messages/${id})`;

/** How often Meta was sent a message, and as what: by the marker that each message carries. */
export async function atMeta({ callers: { simulator, outputs } }: Stage, id: string) {
  return Commits.parse(await simulator('GET', `${outputs.simulatorUrl}/_sim/messages?nonce=${id}`)).data;
}
