import * as z from 'zod';
import type { Paint } from './paint.ts';

/** A message as the API shows it, as far as it is drawn. */
export const Said = z.object({
  id: z.string(),
  metaId: z.string().nullable(),
  type: z.string().nullable(),
  text: z.string().nullable(),
  content: z.record(z.string(), z.unknown()).nullable(),
  state: z.string().nullable(),
  at: z.string().nullable(),
  acceptedAt: z.string().nullable(),
});
/** The same, read. */
export type Said = z.infer<typeof Said>;

/** What a drawing needs besides the message: words that the API does not have. */
export type Known = {
  /** Texts of templates, by name. */
  templates: Record<string, string>;
  /** What the person wrote, by Meta's ids. */
  quotes: Record<string, string>;
};

/** Columns of the terminal that are used. */
const WIDE = 78;
const BUBBLE = 50;

/** Words in lines of at most so many columns; a longer word has a line of its own. */
export function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const clock = ({ at, acceptedAt }: Said): string =>
  new Date(at ?? acceptedAt ?? '').toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

const Tapped = z.looseObject({ interactive: z.looseObject({ button_reply: z.object({ title: z.string() }) }) });
const QuickReply = z.looseObject({ quickReply: z.string() });

/** What the person wrote, on the left; `when` instead of the hour. */
export function personLines(said: Said, name: string, paint: Paint, when = clock(said)): string[] {
  const tapped = Tapped.safeParse(said.content).data?.interactive.button_reply.title;
  const isTap = tapped !== undefined || QuickReply.safeParse(said.content).success;
  const note = `${name} ${isTap ? 'taps' : 'writes'}, ${when}`;
  return [
    ...wrapped(said.text ?? tapped ?? `(${said.type})`, BUBBLE).map((line) => `  ${paint.cyan('│')} ${line}`),
    `  ${paint.cyan('╰')} ${paint.dim(note)}`,
  ];
}

const Labels = z.looseObject({
  quickReplies: z.array(z.looseObject({ title: z.string() })).optional(),
  interactive: z
    .looseObject({
      body: z.object({ text: z.string() }),
      action: z.looseObject({ buttons: z.array(z.looseObject({ reply: z.looseObject({ title: z.string() }) })) }),
    })
    .optional(),
  media: z.looseObject({ url: z.string() }).optional(),
  template: z
    .looseObject({
      name: z.string(),
      components: z.array(z.looseObject({ parameters: z.array(z.looseObject({ text: z.string() })) })),
    })
    .optional(),
  messageId: z.string().optional(),
  emoji: z.string().optional(),
});
type Labels = z.infer<typeof Labels>;

/** The message itself, as the person sees it: words, then buttons or a picture. */
function insideOf(said: Said, known: Known): string[] {
  const { quickReplies, interactive, media, template, messageId, emoji } = labelsOf(said);
  if (emoji !== undefined) return [`${emoji} for “${known.quotes[messageId ?? ''] ?? 'a message'}”`];
  if (media) return framed(media.url.split('/').at(-1) ?? '');
  const text = said.text ?? interactive?.body.text ?? (template && filled(template, known)) ?? `(${said.type})`;
  const labels = (quickReplies ?? interactive?.action.buttons.map(({ reply }) => reply) ?? []).map(
    ({ title }) => title,
  );
  return [...wrapped(text, BUBBLE), ...(labels.length > 0 ? [labels.map((title) => `[ ${title} ]`).join(' ')] : [])];
}

const labelsOf = ({ content }: Said): Labels => Labels.safeParse(content).data ?? {};

const framed = (name: string): string[] => [
  `╭${'─'.repeat(name.length + 4)}╮`,
  `│  ${name}  │`,
  `╰${'─'.repeat(name.length + 4)}╯`,
];

function filled({ name, components }: NonNullable<Labels['template']>, { templates }: Known): string {
  const values = components.flatMap(({ parameters }) => parameters.map(({ text }) => text));
  const body = templates[name] ?? values.map((_, at) => `{{${at + 1}}}`).join(' ');
  return body.replace(/\{\{(\d+)\}\}/g, (hole, number) => values[Number(number) - 1] ?? hole);
}

/** What kind of message it is, in words. */
function kindOf(said: Said): string {
  const { quickReplies, template } = labelsOf(said);
  if (quickReplies) return 'text with quick replies';
  if (template) return `template ${template.name}`;
  if (said.type === 'interactive') return 'reply buttons';
  return said.type === 'image' ? 'image by URL' : (said.type ?? 'message');
}

/** A block at the right edge, its lines beginning below each other. */
function onTheRight(block: readonly string[], bar: string): string[] {
  const widest = Math.max(...block.map((line) => line.length));
  return block.map((line) => `${line.padEnd(widest).padStart(WIDE - 2)} ${bar}`);
}

/** What the shop wrote, on the right, without its last line. */
export const shopLines = (said: Said, known: Known, paint: Paint): string[] =>
  onTheRight(insideOf(said, known), paint.green('│'));

/** What became of it so far. */
const TICKS: Readonly<Record<string, string>> = {
  accepted: '… waits',
  sending: '… at Meta',
  sent: '✓ sent',
  delivered: '✓✓ delivered',
  read: '✓✓ read',
};

/** The last line of what the shop wrote: its kind, the hour, and how far it came. */
export function tickLine(said: Said, paint: Paint, note = ''): string {
  const tick = TICKS[said.state ?? ''] ?? `✗ ${said.state}`;
  const before = `${[kindOf(said), note, clock(said)].filter(Boolean).join(' · ')} · `;
  const shown = said.state === 'read' ? paint.cyan(tick) : tick.startsWith('✗') ? paint.red(tick) : tick;
  return `${' '.repeat(Math.max(0, WIDE - 2 - before.length - tick.length))}${paint.dim(before)}${shown} ${paint.green('╯')}`;
}

/** A message that was refused: the words, and why they did not go. */
export function refusedLines(words: string, { status, kind, detail }: Refusal, paint: Paint): string[] {
  const [before, label] = ['an automatic message · ', `✗ refused (${status})`];
  const gap = ' '.repeat(WIDE - 2 - before.length - label.length);
  return [
    ...onTheRight(wrapped(words, BUBBLE), paint.red('┆')),
    `${gap}${paint.dim(before)}${paint.red(label)} ${paint.red('╯')}`,
    ...wrapped(`${kind}: ${detail}`, WIDE - 6).map((line) => `      ${paint.yellow(line)}`),
  ];
}

/** What the API says of a request that it refuses. */
export const Refusal = z.object({ status: z.number(), kind: z.string(), detail: z.string() });
/** The same, read. */
export type Refusal = z.infer<typeof Refusal>;
