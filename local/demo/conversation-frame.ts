import { LANTERN, type Story, TEMPLATE } from './conversation-story.ts';
import type { Paint } from './paint.ts';

const CHANNELS = { messenger: 'Messenger', instagram: 'Instagram', whatsapp: 'WhatsApp' } as const;

/** What is about to be seen. */
export const openingLines = (paint: Paint): string[] => [
  paint.bold('  A conversation on each channel, both ways'),
  `  ${LANTERN} is a new shop: a Page, an Instagram account, a WhatsApp number.`,
  '  On the left what people write, as webhooks bring it; on the right what it',
  '  answers by POST /v1/messages, and how far each answer came, as Meta tells it:',
  `  ✓ sent, ✓✓ delivered, ${paint.cyan('✓✓ read')}.`,
  '',
];

/** While the shop connects. */
export const connectingLine = (paint: Paint): string => paint.dim('  connecting …');

/** When it is connected. */
export const connectedLines = (tookMs: number, paint: Paint): string[] => [
  `  ${paint.green('ok')}  connected in ${(tookMs / 1000).toFixed(1)} s; Meta has approved the template ${TEMPLATE.name}`,
  '',
];

const heading = (bold: string, more: string, paint: Paint): string =>
  `  ${paint.bold(bold)}${paint.dim(`${more} ${'─'.repeat(Math.max(0, 76 - bold.length - more.length - 1))}`)}`;

/** Above a conversation. */
export const channelLine = ({ channel, name }: Pick<Story, 'channel' | 'name'>, paint: Paint): string =>
  heading(CHANNELS[channel], ` · ${name} and ${LANTERN}`, paint);

/** Above the message that is asked for several times. */
export const againHeading = (paint: Paint): string =>
  heading('One request, three times at once', ', with the same Idempotency-Key', paint);

/** Above the late answer. */
export const lateHeading = (paint: Paint): string =>
  heading('The 24 hours are over', ': a machine may not answer, a human may', paint);

/** What became of one request that was made several times. */
export const againLine = (statuses: readonly number[], times: number, paint: Paint): string =>
  `  ${times === 1 ? paint.green('ok') : paint.red('??')}  answered ${statuses.join(', ')}: one message, which went to Meta ${times === 1 ? 'once' : `${times} times`}`;

/** A conversation that stays open after the demo. */
export type OpenThread = { thread: string; name: string };

/** A request for the reader's own hands, with a key that no other run has. */
export const tryLines = ({ thread, name }: OpenThread, paint: Paint): string[] => [
  `  Write to ${name} yourself:`,
  ...[
    `API=$(node -p "require('./.local/outputs.json').apiUrl")`,
    'TOKEN=$(npm run --silent ctl -- token)',
    'curl -sk "$API/v1/messages" -H "Authorization: Bearer $TOKEN" \\',
    `  -H 'Idempotency-Key: ${thread.slice(0, 8)}' -H 'content-type: application/json' \\`,
    `  -d '{"threadId": "${thread}",`,
    `       "type": "text", "text": "Hello!"}'`,
  ].map((line) => paint.dim(`    ${line}`)),
  '',
];
