import type { HourFacts, SideBySide } from './hour-facts.ts';
import type { Paint } from './paint.ts';
import { PIXEL } from './shop-connection.ts';
import { eventOf } from './shop-hour.ts';

const clock = (seconds: number): string =>
  new Date(seconds * 1000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

/** How often each text stands there, in words. */
function counted(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, count]) => `${count} ${text}`).join(', ');
}

/** What the shop handed in, and by which connection it goes. */
export function handedInLines({ hour: { events }, requests, connection }: HourFacts, paint: Paint): string[] {
  const times = events.map(({ event_time }) => event_time);
  const span = `between ${clock(Math.min(...times))} and ${clock(Math.max(...times))}`;
  const { name, made, id } = connection;
  return [
    paint.bold('  The other way: an hour of the shop’s conversions, for Meta'),
    `  ${events.length} events that happened ${span}, in ${requests} requests to POST /v1/conversions:`,
    `  ${counted(events.map(({ event_name }) => event_name))};`,
    `  from ${counted(events.map(({ action_source }) => action_source))}.`,
    paint.dim(`  pixel ${PIXEL}, by “${name}” (${id}), connected ${made ? 'just now' : 'before'}`),
    '',
  ];
}

type Mark = (good: boolean, name: string, text: string, ...more: string[]) => string[];

const marked =
  (paint: Paint): Mark =>
  (good, name, text, ...more) => [
    `  ${good ? paint.green('ok') : paint.red('??')}  ${name.padEnd(10)} ${text}`,
    ...more.map((line) => `                 ${line}`),
  ];

/** What became of every event. */
export function outcomeLines(facts: HourFacts, workspace: string, paint: Paint): string[] {
  const mark = marked(paint);
  return [
    paint.bold('  What became of them'),
    ...acceptedLines(facts, mark),
    ...refusedLines(facts, mark),
    ...deliveredLines(facts, mark),
    ...parkedLines(facts, workspace, mark),
    '',
  ];
}

function acceptedLines({ hour, answers, repeated }: HourFacts, mark: Mark): string[] {
  const accepted = answers.filter((answer) => answer.accepted).length;
  const copy = answers.findLast(({ eventId }) => eventId === hour.twice);
  const note = copy?.problems.find(({ path }) => path === 'event_id')?.reason;
  const text =
    repeated > 0 ? 'sent to Meta more than once' : (note ?? 'taken again while it was on its way; Meta counts it once');
  return [
    ...mark(accepted === hour.events.length - 1, 'accepted', `${accepted} of ${hour.events.length}`),
    ...mark(repeated === 0 && copy?.accepted === true, 'twice', `${hour.twice}: ${text}`),
  ];
}

function refusedLines({ hour, answers }: HourFacts, mark: Mark): string[] {
  const refused = hour.events.flatMap((event, at) => {
    const { accepted = true, problems = [] } = answers[at] ?? {};
    if (accepted) return [];
    const why = problems.map(({ path, reason }) => `${path} ${reason}`).join('; ');
    return [`${event.event_name} ${event.event_id ?? ''}: ${why}`];
  });
  const asMeant = refused.length === 1 && refused[0]?.includes(hour.refused) === true;
  return mark(asMeant, 'refused', `${refused.length} at the door`, ...refused);
}

const secondsOf = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

function deliveredLines({ rows, calls, repeated }: HourFacts, mark: Mark): string[] {
  const waits = rows
    .flatMap(({ acceptedAt, deliveredAt }) => (deliveredAt ? [Date.parse(deliveredAt) - Date.parse(acceptedAt)] : []))
    .sort((a, b) => a - b);
  const open = rows.filter(({ state }) => state !== 'delivered' && state !== 'parked').length;
  const once = repeated === 0 ? 'each once' : `${repeated} of them more than once`;
  const when =
    waits.length === 0
      ? []
      : [
          `half of them within ${secondsOf(waits[Math.floor(waits.length / 2)] ?? 0)} of being handed in, the last after ${secondsOf(waits.at(-1) ?? 0)}`,
        ];
  const waiting = open === 0 ? [] : [`${open} still wait`];
  const text = `${waits.length} in ${calls.took} calls to Meta, ${once}`;
  return mark(open === 0 && repeated === 0 && waits.length > 0, 'delivered', text, ...when, ...waiting);
}

/** What went wrong with the hour, in a sentence. */
export function hourTrouble({ answers, hour, rows, repeated }: HourFacts): string | undefined {
  const open = rows.filter(({ state }) => state !== 'delivered' && state !== 'parked').length;
  if (open > 0)
    return `${open} conversions were neither delivered nor parked in time: see GET /v1/conversions/{eventId} and \`npm run ctl -- parked\`.`;
  if (repeated > 0) return `${repeated} conversions were sent to Meta more than once.`;
  const refused = answers.filter(({ accepted }) => !accepted).length;
  if (refused !== 1) return `${refused} conversions were refused at the door, not one.`;
  const wrong = rows.filter(({ state, eventId }) => (state === 'parked') !== (eventId === hour.poison)).length;
  return wrong > 0 ? `${wrong} conversions were parked, or not parked, that should not be.` : undefined;
}

function parkedLines({ hour, rows, calls, parked }: HourFacts, workspace: string, mark: Mark): string[] {
  const poison = rows.find(({ eventId }) => eventId === hour.poison);
  if (poison?.state !== 'parked') {
    const text = `${hour.poison} should be, but is ${poison?.state ?? 'nowhere'}: were the simulator’s faults cleared meanwhile?`;
    return mark(false, 'parked', text);
  }
  const count = rows.filter(({ state }) => state === 'parked').length;
  const again = parked
    ? `mended at Meta by now, so send it: npm run ctl -- parked redrive ${parked.id} --workspace ${workspace}`
    : 'GET /v1/parked does not list it yet';
  return mark(
    count === 1 && parked !== undefined,
    'parked',
    `${count}: ${poison.eventName} ${poison.eventId}`,
    `${parked?.reason ?? poison.reason ?? 'no reason'}`,
    `Meta refuses whole calls and names no event: ${calls.refused} were refused until it was found, the others went`,
    again,
  );
}

/** An address by its first letter and its domain, anything else by its first sign: a report is no place for people's data. */
export function masked(value: unknown): string {
  const text = String(value);
  const [first = ''] = text;
  const domain = text.includes('@') ? text.slice(text.indexOf('@')) : '';
  return `${first}…${domain}`;
}

const short = (value: unknown): string => `${String(value).slice(0, 6)}…`;

/** One event's `user_data` before and after. */
export function sideBySideLines({ hour, shown: { sent, went } }: HourFacts, paint: Paint): string[] {
  const rows = Object.keys(sent).map((key) => [key, masked(sent[key]), wentAs(key, { sent, went })] as const);
  const wide = (at: 0 | 1, least: string) => Math.max(least.length, ...rows.map((row) => row[at].length));
  const [keys, values] = [wide(0, 'key'), wide(1, 'the shop sent')];
  const line = (key: string, value: string, out: string) => `  ${key.padEnd(keys)}  ${value.padEnd(values)}  ${out}`;
  return [
    paint.bold(`  What Meta got of one ${eventOf(hour, hour.twice).event_name}`),
    paint.bold(line('key', 'the shop sent', 'Meta got')),
    ...rows.map((row) => line(...row)),
    '',
  ];
}

function wentAs(key: string, { sent, went }: SideBySide): string {
  if (!(key in went)) return 'nothing';
  return went[key] === sent[key] ? 'the same: never hashed' : short(went[key]);
}
