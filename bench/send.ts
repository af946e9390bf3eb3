import { isDeepStrictEqual } from 'node:util';
import { bundled } from './bundled.ts';
import { figureOf, type Note, type Report } from './figure.ts';
import { cpuOf, type Effort, median, race } from './measure.ts';
import { livingBytes } from './memory.ts';
import { type Conversation, casesInAll, conversation, goingOfEach } from './send-conversations.ts';
import type { SendReport } from './send-sink.ts';
import { startSink } from './start-sink.ts';

/** Conversations of one race: each case some two hundred times, with windows of every age. */
const conversationsARace = 200 * casesInAll;

/** The whole workload, and what there is time for where time is short. */
const conversationsInAll = 100_000;
const conversationsOfFast = 20_000;

/** Conversations that stand in memory at once while all of them go by. */
const atOnce = 1_000;

/** A conversation with the bytes that Meta may get of it. */
interface Listed extends Conversation {
  readonly bytes: Buffer | undefined;
}

const listed = (nth: number): Listed => {
  const it = conversation(nth);
  return { bytes: it.body && Buffer.from(JSON.stringify(it.body)), ...it };
};

const conversations = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, place) => listed(from + place));

/** Bundled as they are deployed, so that no loader stands between. `stop` ends the sink. */
export async function openRace(count = conversationsARace) {
  const { openSend } = bundled<typeof import('./send-subject.ts')>('./send-subject.ts');
  const { openFloor } = bundled<typeof import('./send-floor.ts')>('./send-floor.ts');
  const sink = await startSink<SendReport>('./send-sink.ts');
  const post = openFloor(sink.origin);
  const send = openSend(sink.origin);
  const list = conversations(0, count);
  const going = list.filter(({ bytes }) => bytes !== undefined);
  let due = 0;
  /** Throws unless exactly what may go was sent. */
  const ours = async (it: Listed) => {
    if (it.bytes) due += 1;
    const called = await send(it);
    if (called?.outcome !== (it.bytes ? 'sent' : undefined)) throw new Error(`${it.row.id} is ${called?.outcome}`);
    return called;
  };
  const least = async (it: Listed) => {
    if (!it.bytes) return undefined;
    due += 1;
    return post(it.account, it.bytes);
  };
  return {
    list,
    post,
    send: ours,
    contender: inTurn(going, ours),
    floor: inTurn(going, least),
    stop: sink.stop,
    /**
     * Throws unless both send the same request for a conversation, or none, and read the same of its answer; answers how
     * many they sent.
     */
    async agree(): Promise<number> {
      let agreed = 0;
      for (const it of list) {
        const called = await ours(it);
        const { last: sent, ...first } = await sink.report();
        const answer = await least(it);
        const { last: posted, ...second } = await sink.report();
        const each = it.bytes ? 1 : 0;
        if (first.calls !== each || second.calls !== each) throw new Error(`${it.row.id} took another number of calls`);
        if (!it.bytes) continue;
        if (!isDeepStrictEqual(readable(sent), readable(posted))) {
          throw new Error('the client and its floor do not send the same');
        }
        if (called?.outcome !== 'sent' || called.proof.metaId !== idIn(answer)) {
          throw new Error('they read another answer');
        }
        agreed += 1;
      }
      due = 0;
      return agreed;
    },
    /** How many messages were sent since this was last asked. Throws unless the sink got all that may go, and no other. */
    async arrived(): Promise<number> {
      const { calls, outside } = await sink.report();
      const asked = due;
      due = 0;
      if (outside > 0) throw new Error(`${outside} of ${calls} messages were sent outside of their windows`);
      if (calls !== asked) throw new Error(`${calls} of ${asked} messages reached the sink`);
      return calls;
    },
  };
}

type Race = Awaited<ReturnType<typeof openRace>>;

/** A runner that takes each case that goes once a call, and goes through the list. */
function inTurn(going: readonly Listed[], run: (it: Listed) => Promise<unknown>) {
  let at = 0;
  return async () => {
    const round = going.slice(at, at + goingOfEach);
    at = (at + goingOfEach) % going.length;
    for (const it of round) await run(it);
  };
}

/** The order of members is nobody's promise. */
const readable = (last: SendReport['last']) => last && { ...last, body: JSON.parse(last.body) as unknown };

function idIn(answer: unknown): string | undefined {
  const { message_id, messages } = answer as { message_id?: string; messages?: readonly { id: string }[] };
  return message_id ?? messages?.[0]?.id;
}

/**
 * Sends into so many different conversations, after a tenth had warmed it up. Throws unless all that may go arrived, and
 * nothing else; answers how many arrived, and by how many MB the process grew.
 */
export async function sendAll({ send, arrived }: Pick<Race, 'send' | 'arrived'>, count: number) {
  const pass = async (from: number, to: number) => {
    for (let at = from; at < to; at += atOnce) {
      for (const it of conversations(at, Math.min(to, at + atOnce))) await send(it);
    }
    return arrived();
  };
  const warm = count / 10;
  await pass(0, warm);
  const before = livingBytes();
  const sent = await pass(warm, warm + count);
  return { sent, mb: Math.max(0, livingBytes() - before) / 1e6 };
}

/** CPU microseconds of one decision: may it go, and as what? Throws unless every one is the fact sheet's. */
export async function decisionUs(rounds: number, handicap: () => void = () => {}): Promise<number> {
  const { mayGo } = bundled<typeof import('./send-subject.ts')>('./send-subject.ts');
  const list = conversations(0, 20 * casesInAll);
  const decideAll = () => {
    for (const it of list) {
      handicap();
      if (mayGo(it) !== (it.bytes !== undefined)) throw new Error(`${it.row.id} is decided wrongly`);
    }
  };
  await cpuOf(decideAll, 100);
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push((await cpuOf(decideAll, 25)) / 25 / list.length);
  return median(times);
}

/**
 * What a message costs from its row to Meta's answer, against a POST of the same bytes, one after the other as the
 * messages of a thread go; and whether exactly those go that the fact sheet lets go.
 */
export async function send(effort: Effort, fast: boolean): Promise<Report> {
  const it = await openRace();
  try {
    await it.agree();
    const { ratio, contenderUs, floorUs, rounds } = await race(it.contender, it.floor, effort);
    const calls = await it.arrived();
    const [ours, least] = [contenderUs, floorUs].map((us) => (us / goingOfEach).toFixed(1));
    const text = `${ours} µs a message, floor ${least} µs; ${rounds} rounds, ${calls} messages of both in all`;
    const notes: Note[] = [{ name: 'send/end-to-end', text }];
    const figures = [
      figureOf('send/end-to-end', ratio, 'x'),
      figureOf('send:decision', await decisionUs(effort.rounds), 'us'),
    ];
    const count = fast ? conversationsOfFast : conversationsInAll;
    const { sent, mb } = await sendAll(it, count);
    notes.push({ name: 'send:windows', text: `${sent} sends into ${count} conversations, 0 outside of a window` });
    if (fast) return { figures, notes, skipped: ['send:memory over 100,000 conversations takes a while'] };
    figures.push(figureOf('send:memory', mb, 'MB'));
    return { figures, notes, skipped: [] };
  } finally {
    it.stop();
  }
}
