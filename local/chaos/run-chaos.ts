import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { Trouble } from '../cloud/trouble.ts';
import { jsonCaller } from '../demo/call.ts';
import { sendPosts } from '../demo/simulator.ts';
import { type Accounts, type Callers, connectAccounts } from '../messaging/connect-accounts.ts';
import { personWrites } from '../messaging/person-writes.ts';
import type { Outputs } from '../outputs.ts';
import type { ChaosPlan } from './chaos-plan.ts';
import type { ChaosMessage } from './chaos-verdict.ts';
import { killWorkers, sweeps } from './killer.ts';
import { messagePoster, type PostMessage } from './post-message.ts';
import { linesOf, threadsOf } from './read-threads.ts';
import { textsSending } from './rows-sending.ts';

/** What became of a chaos. Times in milliseconds. */
export interface ChaosResult {
  readonly messages: readonly ChaosMessage[];
  readonly answers: Readonly<Record<string, number>>;
  readonly killed: number;
  readonly sendingMs: number;
  readonly settledMs: number;
}

const Commits = z.object({
  data: z.array(z.object({ order: z.number(), text: z.string().nullable(), lostAnswer: z.boolean() })),
});
const lookEveryMs = 2_000;

/** Sends messages over threads of one Page while Meta throttles, fails and hangs up, and workers are killed. Throws `Trouble`. */
export async function runChaos(outputs: Outputs, plan: ChaosPlan, say: (line: string) => void): Promise<ChaosResult> {
  const api = jsonCaller({ token: outputs.token, ca: readFileSync(outputs.emulator.certificate, 'utf8') });
  const callers = { outputs, api, simulator: jsonCaller() };
  const accounts = await connectAccounts(callers);
  const threads = await openThreads(callers, accounts, plan);
  say(`${threads.length} people have written to a Page`);
  await trouble(callers, accounts, plan);
  const poster = messagePoster(outputs);
  try {
    return await underTrouble(outputs, callers, accounts, { plan, threads, post: poster.post, say });
  } finally {
    poster.close();
    await calm(callers);
  }
}

const sim = ({ outputs, simulator }: Callers, method: string, path: string, body?: object) =>
  simulator(method, `${outputs.simulatorUrl}/_sim/${path}`, body);

/** Everybody writes once, so that every thread has its window. */
async function openThreads(callers: Callers, accounts: Accounts, { threads }: ChaosPlan): Promise<readonly string[]> {
  const people = Array.from({ length: threads }, (_, at) => String(7_000_000_000 + at));
  const at = Date.now();
  const deliveries = people.map((person, nth) =>
    personWrites(accounts, { channel: 'messenger', person, text: `Hello, I am number ${nth}`, at: at + nth }),
  );
  await sendPosts(callers.simulator, callers.outputs.simulatorUrl, deliveries, 1);
  const until = Date.now() + 120_000;
  for (;;) {
    const found = await threadsOf(callers, `page:${accounts.page}`);
    if (found.length === threads) return found;
    if (Date.now() > until) throw new Trouble(`${found.length} of ${threads} threads stand after two minutes.`);
    await pause(lookEveryMs);
  }
}

async function trouble(callers: Callers, { page }: Accounts, plan: ChaosPlan): Promise<void> {
  const path = `/${page}/messages$`;
  const rule = (share: number, seed: number, fault: object) => ({ match: { path }, share, seed, fault });
  const graph = [
    // Seconds, and this one call alone (fact sheet §3): a limit of the whole Page would stop the clock of the test.
    rule(plan.throttled, plan.seed, { kind: 'error', code: 613, subcode: 5_044_001, status: 429 }),
    rule(plan.outage, plan.seed + 1, { kind: 'html500' }),
    rule(plan.cut, plan.seed + 2, { kind: 'closeAfterCommit' }),
  ];
  await sim(callers, 'POST', 'usage', { allowances: { messenger: 1_000_000 } });
  await sim(callers, 'POST', 'messaging', { answers: 'all', duplicates: plan.duplicates });
  await sim(callers, 'POST', 'faults', { graph });
}

async function calm(callers: Callers): Promise<void> {
  await sim(callers, 'POST', 'faults', { graph: [] });
  await sim(callers, 'DELETE', 'messaging');
}

interface Chaos {
  readonly plan: ChaosPlan;
  readonly threads: readonly string[];
  readonly post: PostMessage;
  readonly say: (line: string) => void;
}

async function underTrouble(
  outputs: Outputs,
  callers: Callers,
  accounts: Accounts,
  chaos: Chaos,
): Promise<ChaosResult> {
  const { plan, say } = chaos;
  const begun = Date.now();
  const run = `${accounts.page}-${begun}`;
  const caught = new Set<string>();
  const killer = killWorkers(outputs, plan, async () => {
    for (const text of await textsSending(outputs)) caught.add(text);
  });
  const beat = sweeps(outputs);
  try {
    const { answers, sent } = await sendAll(run, chaos);
    const sendingMs = Date.now() - begun;
    say(`${sent.length} messages are handed in after ${Math.round(sendingMs / 1000)} s`);
    const killed = await killer.done;
    const states = await settled(callers, chaos, sent.length);
    const settledMs = Date.now() - begun;
    const { data } = Commits.parse(await sim(callers, 'GET', `messages?account=${accounts.page}&contains=${run}`));
    const messages = sent.map(({ nonce, thread, order }): ChaosMessage => {
      const mine = data.filter(({ text }) => text === nonce);
      const cut = mine.some(({ lostAnswer }) => lostAnswer);
      const commits = mine.map((one) => one.order);
      return { nonce, thread, order, state: states.get(nonce), commits, cut, caught: caught.has(nonce) };
    });
    return { messages, answers, killed, sendingMs, settledMs };
  } finally {
    killer.stop();
    await beat.stop();
  }
}

interface HandedIn {
  readonly nonce: string;
  readonly thread: number;
  readonly order: number;
}

/** Each thread's messages one after the other, threads side by side, as the desks of a shop work. */
async function sendAll(run: string, { plan, threads, post }: Chaos) {
  const answers: Record<string, number> = {};
  const sent: HandedIn[] = [];
  const left = Array.from({ length: threads.length }, (_, thread) => thread);
  const each = Math.ceil(plan.sends / threads.length);
  async function desk() {
    for (let thread = left.shift(); thread !== undefined; thread = left.shift()) {
      for (let order = 0; order < each; order += 1) {
        const nonce = `${run}-${thread}-${order}`;
        const { status, body } = await post(nonce, { threadId: threads[thread], type: 'text', text: nonce });
        const word = status === 202 ? '202' : status === 201 ? '201' : `${status} ${body.slice(0, 80)}`;
        answers[word] = (answers[word] ?? 0) + 1;
        sent.push({ nonce, thread, order });
      }
    }
  }
  await Promise.all(Array.from({ length: plan.atOnce }, desk));
  return { answers, sent };
}

const waiting: ReadonlySet<string | null> = new Set(['accepted', 'sending', null]);

/** The states of all messages once none changes any more, or time is over. */
async function settled(callers: Callers, { plan, threads, say }: Chaos, wanted: number) {
  const handedIn = Date.now();
  for (;;) {
    const states = new Map<string, string | undefined>();
    for (const thread of threads) {
      for (const { text, state } of await linesOf(callers, thread)) states.set(text, state ?? undefined);
    }
    const open = [...states.values()].filter((state) => state === undefined || waiting.has(state)).length;
    const isOver = Date.now() > handedIn + plan.withinMs;
    if ((open === 0 && states.size >= wanted) || isOver) return states;
    say(`${states.size - open} of ${wanted} have come to their end`);
    await pause(lookEveryMs);
  }
}
