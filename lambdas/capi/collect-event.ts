import * as z from 'zod/mini';
import type { Clock } from '../foundation/core/clock.ts';
import { asFailure, type Failure } from '../foundation/core/failure.ts';
import type { Notes } from '../foundation/core/notes.ts';
import { verdicts } from '../foundation/core/verdicts.ts';
import type { Collector, Collectors } from '../foundation/store/collectors.ts';
import { idCookies, idsOfCookies } from './browser-cookies.ts';
import { type CollectedEvent, eventOfQuery, eventsOfBody, isConsented } from './collected-event.ts';
import { corsHeaders, originOf, preflightHeaders } from './page-origin.ts';
import { collectorId } from './views.ts';
import { visitEvents } from './visit-events.ts';

/** What collecting may touch. */
export interface CollectDoors {
  readonly collectors: Pick<Collectors, 'find'>;
  /** Takes events as conversions; throws `Failure` `invalid-request` when it takes none. */
  readonly accept: (
    workspace: string,
    asked: { readonly data: readonly unknown[]; readonly pixels: readonly string[] },
    notes: Notes,
  ) => Promise<unknown>;
  /** How a refusal is told. */
  readonly problem: (failure: Failure) => BrowserReply;
  readonly clock: Clock;
}

/** A request as it came from a browser. */
export interface BrowserRequest {
  readonly path: Texts;
  readonly query: Texts;
  /** Names in lower case. */
  readonly headers: Texts;
  readonly cookies: Texts;
  readonly body: Uint8Array;
  readonly sourceIp?: string;
}

type Texts = Readonly<Record<string, string>>;

/** What the browser is answered. */
export interface BrowserReply {
  readonly status: number;
  readonly headers?: Texts;
  readonly cookies?: readonly string[];
  readonly body?: string | Uint8Array;
}

/** What became of a request; each is counted once. */
interface Taking {
  readonly outcome: string;
  readonly cookies?: readonly string[];
  readonly failure?: Failure;
}

/** A page's POST. Answers 204 also when nothing may be kept. Throws `Failure` when it is not the page's fault. */
export async function collectPost(request: BrowserRequest, doors: CollectDoors, notes: Notes): Promise<BrowserReply> {
  const collector = await find(request.path.id, doors);
  if (!collector) return counted(notes, 'unknown', { status: 404 });
  const origin = listed(request.headers.origin, collector);
  if (origin === undefined) return counted(notes, 'bad-origin', { status: 403 });
  const taking = await take(() => eventsOfBody(request.body), collector, request, doors, notes);
  const { outcome, cookies, failure } = taking;
  if (!failure) return counted(notes, outcome, { status: 204, headers: corsHeaders(origin), cookies });
  if (!isCallers(failure)) {
    count(notes, outcome);
    throw failure;
  }
  const { headers, ...told } = doors.problem(failure);
  return counted(notes, outcome, { ...told, headers: { ...headers, ...corsHeaders(origin) } });
}

/** A picture of one pixel. Nothing breaks a page: whatever became of the event, the picture is there. */
export async function collectPicture(
  request: BrowserRequest,
  doors: CollectDoors,
  notes: Notes,
): Promise<BrowserReply> {
  const [, id] = /^(.*)\.gif$/.exec(request.path.id ?? '') ?? [];
  const collector = await find(id, doors);
  if (!collector) return counted(notes, 'unknown', { status: 404 });
  const page = originOf(request.headers.referer || request.query.dl);
  if (listed(page, collector) === undefined) return counted(notes, 'bad-origin', picture);
  const { outcome, cookies } = await take(() => [eventOfQuery(request.query)], collector, request, doors, notes);
  return counted(notes, outcome, { ...picture, cookies });
}

/** The browser asks beforehand whether a page may POST. Counted only when it may not: then nothing else comes. */
export async function answerPreflight(
  { path, headers }: Pick<BrowserRequest, 'path' | 'headers'>,
  doors: Pick<CollectDoors, 'collectors'>,
  notes: Notes,
): Promise<BrowserReply> {
  const collector = await find(path.id, doors);
  if (!collector) return counted(notes, 'unknown', { status: 404 });
  const origin = listed(headers.origin, collector);
  if (origin === undefined) return counted(notes, 'bad-origin', { status: 403 });
  return { status: 204, headers: preflightHeaders(origin) };
}

/** A transparent GIF of one pixel, the smallest that every browser shows. */
const picture: BrowserReply = {
  status: 200,
  headers: { 'content-type': 'image/gif' },
  body: Buffer.from('47494638396101000100800000000000ffffff21f90401000000002c000000000100010000020144003b', 'hex'),
};

/** Nobody's id, or one that cannot be: the table is asked for ids only. */
const find = async (id: string | undefined, { collectors }: Pick<CollectDoors, 'collectors'>) =>
  id !== undefined && z.safeParse(collectorId, id).success ? collectors.find(id) : undefined;

const listed = (origin: string | undefined, { origins }: Collector) => origins.find((one) => one === origin);

/** Never throws: what went wrong is an outcome. Without consent nothing is judged either. */
async function take(
  read: () => readonly CollectedEvent[],
  { workspace, pixels, consent, cookieDomain }: Collector,
  { headers, cookies, sourceIp: address }: BrowserRequest,
  { accept, clock }: CollectDoors,
  notes: Notes,
): Promise<Taking> {
  try {
    // Global Privacy Control: the person's own no, whatever the page says (https://w3c.github.io/gpc/).
    if (headers['sec-gpc'] === '1') return { outcome: 'no-consent' };
    const events = read();
    const consented = events.filter((event) => isConsented(event, consent));
    if (consented.length === 0) return { outcome: 'no-consent' };
    const { 'user-agent': userAgent, referer } = headers;
    const { data, ids } = visitEvents(consented, { address, userAgent, referer, ids: idsOfCookies(cookies) }, clock);
    await accept(workspace, { data, pixels }, notes);
    const all = consented.length === events.length;
    return { outcome: 'accepted', ...(all && { cookies: idCookies(ids, cookieDomain) }) };
  } catch (thrown) {
    const failure = asFailure(thrown);
    notes.fact('error', failure.kind);
    notes.fact('reason', failure.message);
    const refused = isCallers(failure) && failure.kind !== 'too-large';
    return { outcome: refused ? 'refused' : failure.outcome, failure };
  }
}

const isCallers = ({ kind }: Failure) => verdicts[kind].http < 500;

function counted(notes: Notes, outcome: string, reply: BrowserReply): BrowserReply {
  count(notes, outcome);
  return reply;
}

/** One outcome for the line and its metric. */
function count(notes: Notes, outcome: string): void {
  notes.outcome(outcome);
  notes.count('Collects', 1, { outcome });
}
