import type { Outputs } from '../outputs.ts';
import { SHOP, STRANGER_PAGE } from './assets.ts';
import { countTable } from './count-table.ts';
import type { Item } from './day.ts';
import type { EventRow } from './events.ts';
import { type Highlight, highlights } from './highlights.ts';
import type { Paint } from './paint.ts';
import type { SentPosts } from './simulator.ts';

/** Everything that the report tells. */
export type Facts = {
  items: Item[];
  rows: EventRow[];
  sent: SentPosts;
  unknownAsset: SentPosts;
  malformed: SentPosts;
  forged: SentPosts;
  strangerListed: boolean;
  malformedListed: boolean;
  tookMs: number;
};

const clock = (ms: number): string => new Date(ms).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

/** The opening lines. */
export const header = (outputs: Outputs, paint: Paint): string[] => [
  '',
  paint.bold(`  Metaport · a day at ${SHOP.name}, as Meta would tell it`),
  paint.dim(`  workspace ${outputs.workspace} · API ${outputs.apiUrl}`),
  '',
];

/** What the simulator sent. */
export function sentLines({ items, sent }: Pick<Facts, 'items' | 'sent'>, paint: Paint): string[] {
  const [first, last] = [items[0]?.at ?? 0, items.at(-1)?.at ?? 0];
  const retried = sent.retried === 0 ? '' : `, ${sent.retried} of them only at a later attempt`;
  return [
    paint.bold('  Sent'),
    `  ${items.length} things that happened between ${clock(first)} and ${clock(last)}, in ${sent.posts - sent.copies} signed POSTs,`,
    `  shuffled, with ${sent.copies} copies (one POST came ten times at once). ${sent.delivered} of ${sent.posts} were taken${retried}.`,
    `  Besides: a Page that nobody owns, a body that breaks off, a forged signature.`,
    '',
  ];
}

/** What the API lists, and a few of the events in plain words. */
export function keptLines({ items, rows, tookMs }: Facts, paint: Paint): string[] {
  const all = rows.length === items.length;
  const verdict = `${rows.length} of ${items.length}, ${(tookMs / 1000).toFixed(1)} s after the first POST`;
  return [
    `${paint.bold('  Kept')}  ${all ? paint.green(verdict) : paint.red(verdict)}`,
    ...countTable(rows, paint).map((line) => `  ${line}`),
    '',
    paint.bold('  Some of it'),
    ...highlightLines(highlights(items, rows), paint),
    '',
  ];
}

function highlightLines(told: Highlight[], paint: Paint): string[] {
  const wide = Math.max(...told.map(({ row }) => row.kind.length));
  return told.map(({ item: { at, who, what }, row }) => {
    const sentence = what.startsWith('“') ? `${who}: ${what}` : `${who} ${what}`;
    return `  ${clock(at)}  ${paint.cyan(row.channel.padEnd(10))}  ${row.kind.padEnd(wide)}  ${sentence}`;
  });
}

/** What became of everything that should not simply be kept. */
export function oddLines(facts: Facts, paint: Paint): string[] {
  const { rows, items, sent, unknownAsset, malformed, forged, strangerListed, malformedListed } = facts;
  const unclassified = rows.filter(({ kind }) => kind === 'unclassified').length;
  const mark = (good: boolean) => (good ? paint.green('ok') : paint.red('??'));
  const line = (good: boolean, name: string, text: string) => `  ${mark(good)}  ${name.padEnd(15)} ${text}`;
  const stranger = strangerListed
    ? `Page ${STRANGER_PAGE} is listed by \`npm run ctl -- assets unknown\``
    : 'but it is listed nowhere';
  const parked = malformedListed ? 'listed by `npm run ctl -- parked`' : 'but it is listed nowhere';
  const forgery = forged.lastAnswer === '401' ? 'refused with 401, nothing kept' : `answered ${forged.lastAnswer}`;
  return [
    paint.bold('  What became of the rest'),
    line(rows.length === items.length, 'duplicates', `${sent.copies} copies answered, every event kept once`),
    line(forged.lastAnswer === '401', 'forgery', forgery),
    line(strangerListed, 'unknown asset', `answered ${unknownAsset.lastAnswer}, counted and dropped; ${stranger}`),
    line(malformedListed, 'broken body', `answered ${malformed.lastAnswer} and parked; ${parked}`),
    line(unclassified > 0, 'unknown field', `${unclassified} kept raw as \`unclassified\`, nothing lost`),
    '',
  ];
}

/** Where to go from here. */
export const nextLines = (outputs: Outputs, paint: Paint): string[] => [
  paint.bold('  Next'),
  `  ${outputs.docsUrl}  the API`,
  `  ${outputs.simulatorUrl}  the simulator: every POST and its answers`,
  '  npm run demo  again: a new day, new events',
  '  npm run ctl -- parked  what waits for a decision',
  '',
];
