import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { type ConversionRow, type HourFacts, PixelQuality, type SideBySide } from './hour-facts.ts';
import { type Callers, connectShop, PIXEL } from './shop-connection.ts';
import { type Conversion, eventOf, MOST_IN_A_REQUEST, type ShopHour } from './shop-hour.ts';

const SETTLED_WITHIN_MS = 40_000;
const LOOK_EVERY_MS = 700;
const LOOKS_FOR_PARKED = 8;
/** Questions at a time: a laptop runs the whole cloud. */
const AT_ONCE = 6;

const Answers = z.object({
  data: z.array(
    z.object({
      eventId: z.string().nullable(),
      accepted: z.boolean(),
      problems: z.array(z.object({ path: z.string(), reason: z.string() })),
    }),
  ),
});
const Row = z.object({
  eventId: z.string(),
  eventName: z.string(),
  state: z.string(),
  acceptedAt: z.string(),
  deliveredAt: z.string().nullable(),
  reason: z.string().nullable(),
});
const Rows = z.object({ data: z.array(Row) });
const Parked = z.object({ data: z.array(z.object({ id: z.string(), parkedAt: z.string(), reason: z.string() })) });
const ParkedDetail = z.object({ items: z.array(z.looseObject({ eventId: z.string().optional() })) });
const Explained = z.object({ data: z.array(z.object({ userData: z.record(z.string(), z.unknown()) })) });
const Now = z.object({ now: z.string() });
const Rule = z.looseObject({ times: z.number().optional(), met: z.number() });
const Faults = z.object({ conversions: z.array(Rule) });
const Committed = z.object({
  data: z.array(z.object({ eventId: z.string().nullable(), commits: z.number(), calls: z.array(z.string()) })),
});
const Calls = z.object({
  data: z.array(z.object({ id: z.string(), status: z.number().nullable(), tokenHash: z.string().nullable() })),
});

/** What Meta says of the poison; a title that the API passes on. */
const REFUSAL = { code: 100, subcode: 2804019, userTitle: 'Product Not Found', userMessage: 'Of the demo.' };

/** Hands the hour in and gathers what became of it; `seen` is told how many events are settled. Throws `Trouble`. */
export async function playHour(callers: Callers, hour: ShopHour, seen: (count: number, of: number) => void) {
  const connection = await connectShop(callers);
  const { outputs, simulator } = callers;
  const { now: since } = Now.parse(await simulator('GET', `${outputs.simulatorUrl}/_sim/clock`));
  const poisoned = { eventId: `^${hour.poison}$`, ...REFUSAL };
  await changePoison(callers, (rules) => [...rules, poisoned]);
  try {
    const begun = Date.now();
    const answers = await handIn(callers, hour.events);
    const ids = [...new Set(answers.flatMap(({ accepted, eventId }) => (accepted && eventId ? [eventId] : [])))];
    const rows = await settled(callers, ids, (count) => seen(count, ids.length));
    const tookMs = Date.now() - begun;
    const told = { connection, hour, answers, rows, tookMs, requests: requestsOf(hour.events).length };
    const atMeta = await committed(callers, ids, hour.twice, since);
    const parked = await parkedOf(callers, rows);
    const facts: HourFacts = { ...told, ...atMeta, parked, ...(await looks(callers, hour)) };
    return facts;
  } finally {
    await changePoison(callers, (rules) => rules.filter(({ eventId }) => eventId !== poisoned.eventId));
  }
}

type PoisonRule = Readonly<Record<string, unknown>>;

/** Rules that somebody else has set stay, with the turns that are left to them. */
async function changePoison({ outputs, simulator }: Callers, change: (rules: PoisonRule[]) => PoisonRule[]) {
  const url = `${outputs.simulatorUrl}/_sim/faults`;
  const { conversions } = Faults.parse(await simulator('GET', url));
  const standing = conversions.flatMap(({ met, times, ...rule }): PoisonRule[] => {
    if (times === undefined) return [rule];
    return times > met ? [{ ...rule, times: times - met }] : [];
  });
  await simulator('POST', url, { conversions: change(standing) });
}

function requestsOf(events: readonly Conversion[]): Conversion[][] {
  const count = Math.ceil(events.length / MOST_IN_A_REQUEST);
  return Array.from({ length: count }, (_, at) => events.slice(at * MOST_IN_A_REQUEST, (at + 1) * MOST_IN_A_REQUEST));
}

/** One after the other, as an hour goes; answers are in the order of the events. */
async function handIn({ outputs, api }: Callers, events: readonly Conversion[]) {
  const answers: HourFacts['answers'] = [];
  for (const data of requestsOf(events)) {
    const answer = await api('POST', `${outputs.apiUrl}/v1/conversions`, { data, pixels: [PIXEL] });
    answers.push(...Answers.parse(answer).data);
  }
  return answers;
}

const isSettled = ({ state }: Pick<ConversionRow, 'state'>): boolean => state === 'delivered' || state === 'parked';

/** The rows of these events, asked for until each is delivered or parked, or the time is over. */
async function settled({ outputs, api }: Callers, ids: readonly string[], seen: (count: number) => void) {
  const rows = new Map<string, ConversionRow>();
  const until = Date.now() + SETTLED_WITHIN_MS;
  const waiting = () => ids.filter((id) => !isSettled(rows.get(id) ?? { state: '' }));
  const ask = async (id: string) => {
    const { data } = Rows.parse(await api('GET', `${outputs.apiUrl}/v1/conversions/${encodeURIComponent(id)}`));
    for (const row of data) rows.set(id, row);
  };
  for (;;) {
    await pause(LOOK_EVERY_MS);
    const open = waiting();
    for (let at = 0; at < open.length; at += AT_ONCE) await Promise.all(open.slice(at, at + AT_ONCE).map(ask));
    seen(ids.length - waiting().length);
    if (waiting().length === 0 || Date.now() > until) return [...rows.values()];
  }
}

/**
 * What the simulator committed of these events, and how many calls of the same token it refused meanwhile. An event that
 * was asked for twice may go twice, if the second asking comes before the first is delivered: Meta keeps one.
 */
async function committed({ outputs, simulator }: Callers, ids: readonly string[], twice: string, since: string) {
  const ask = (path: string) => simulator('GET', `${outputs.simulatorUrl}/_sim/${path}`);
  const ours = new Set<string | null>(ids);
  const { data } = Committed.parse(await ask(`conversions?pixel=${PIXEL}`));
  const taken = data.filter(({ eventId }) => ours.has(eventId));
  const took = new Set(taken.flatMap(({ calls }) => calls));
  const { data: calls } = Calls.parse(await ask(`calls?since=${since}&path=AdsPixel/events`));
  const tokens = new Set(calls.filter(({ id }) => took.has(id)).map(({ tokenHash }) => tokenHash));
  const refused = calls.filter(({ status, tokenHash }) => status !== 200 && tokens.has(tokenHash));
  return {
    calls: { took: took.size, refused: refused.length },
    repeated: taken.filter(({ eventId, commits }) => commits > 1 && eventId !== twice).length,
  };
}

/** The parked item that holds the parked event: a queue and a collector later than the event's own row. */
async function parkedOf(callers: Callers, rows: readonly ConversionRow[]): Promise<HourFacts['parked']> {
  const event = rows.find(({ state }) => state === 'parked');
  for (let look = 0; event && look < LOOKS_FOR_PARKED; look += 1) {
    const found = await parkedWith(callers, event);
    if (found) return found;
    await pause(LOOK_EVERY_MS);
  }
  return undefined;
}

async function parkedWith({ outputs, api }: Callers, { eventId, acceptedAt }: ConversionRow) {
  const { data } = Parked.parse(await api('GET', `${outputs.apiUrl}/v1/parked?queue=capiEvents&limit=100`));
  const later = data.filter(({ parkedAt }) => Date.parse(parkedAt) >= Date.parse(acceptedAt));
  for (const { id, reason } of later) {
    const { items } = ParkedDetail.parse(await api('GET', `${outputs.apiUrl}/v1/parked/${id}`));
    if (items.some((item) => item.eventId === eventId)) return { id, reason };
  }
  return undefined;
}

/** One event before and after, and the page on quality. */
async function looks({ outputs, api }: Callers, hour: ShopHour) {
  const event = eventOf(hour, hour.twice);
  const { data } = Explained.parse(await api('POST', `${outputs.apiUrl}/v1/conversions/validate`, { data: [event] }));
  const shown: SideBySide = { sent: event.user_data, went: data[0]?.userData ?? {} };
  const quality = PixelQuality.parse(await api('GET', `${outputs.apiUrl}/v1/pixels/${PIXEL}/quality?days=1`));
  return { shown, quality };
}
