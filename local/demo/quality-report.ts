import type { Outputs } from '../outputs.ts';
import type { HourFacts, PixelQuality } from './hour-facts.ts';
import type { Paint } from './paint.ts';
import { PIXEL } from './shop-connection.ts';

const COLUMNS: readonly (readonly [string, string])[] = [
  ['em', 'em'],
  ['ph', 'ph'],
  ['fn', 'fn'],
  ['external_id', 'external_id'],
  ['fbp', 'fbp'],
  ['fbc', 'fbc'],
  ['client_ip_address', 'ip'],
  ['lead_id', 'lead_id'],
];

const MOST_ADVICE = 4;

/** How well the pixel's events of today match: our keys in percent, Meta's score, and what would mend them. */
export function qualityLines(
  { quality }: Pick<HourFacts, 'quality'>,
  outputs: Pick<Outputs, 'apiUrl'>,
  paint: Paint,
): string[] {
  const url = `${outputs.apiUrl}/v1/pixels/${PIXEL}/quality`;
  return [
    paint.bold('  How well they match, of all that went today, in percent'),
    ...qualityTable(quality.events, paint),
    `  Meta’s score (0 to 10): ${scoreSentence(quality)}`,
    ...adviceLines(quality.events),
    paint.dim(`  ${url}`),
    '',
  ];
}

type EventQuality = PixelQuality['events'][number];

const scoreOf = ({ meta }: EventQuality): number | undefined => meta?.event_match_quality?.composite_score;

function qualityTable(events: readonly EventQuality[], paint: Paint): string[] {
  const wide = Math.max(5, ...events.map(({ eventName }) => eventName.length));
  const heads = ['delivered', 'own ids', ...COLUMNS.map(([, head]) => head), 'Meta'];
  const line = (name: string, cells: readonly string[]) =>
    `  ${name.padEnd(wide)}${cells.map((cell, at) => cell.padStart((heads[at]?.length ?? 0) + 3)).join('')}`;
  const part = (value: number | null | undefined) => (value ? String(Math.floor(value)) : '·');
  const row = (event: EventQuality) => {
    const { delivered, ownEventId, keys } = event.ours;
    const shares = COLUMNS.map(([key]) => part(keys[key]));
    return line(event.eventName, [String(delivered), part(ownEventId), ...shares, String(scoreOf(event) ?? '–')]);
  };
  return [paint.bold(line('event', heads)), ...events.map(row)];
}

function scoreSentence({ readAt, trouble, events }: PixelQuality): string {
  if (trouble !== null) return `Meta could not be asked: ${trouble}`;
  if (readAt === null) return 'Meta is asked once a day; not yet.';
  return events.some((event) => scoreOf(event) !== undefined) ? `as of ${readAt}.` : 'Meta had none when it was asked.';
}

/** The first sentence of each event's advice, once for all events that share it. */
function adviceLines(events: readonly EventQuality[]): string[] {
  const names = new Map<string, string[]>();
  for (const { eventName, mend } of events) {
    const [first] = mend;
    if (first !== undefined) names.set(first, [...(names.get(first) ?? []), eventName]);
  }
  return [...names].slice(0, MOST_ADVICE).map(([sentence, of]) => `  To mend · ${of.join(', ')}: ${sentence}`);
}
