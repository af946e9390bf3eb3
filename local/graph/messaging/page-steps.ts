import type { Raw } from '../conversions/event.ts';
import { isRaw } from '../conversions/event.ts';
import type { SentMessage } from './sent-messages.ts';
import type { StepName } from './switches.ts';

/** One webhook that follows a message. */
export type Step = { name: StepName; body: Raw };

/** What the echo shows of the content. */
export type EchoContent = { text: string | null; attachment: Raw | null };

/** Messenger: the echo, then the watermarks of delivery and read. Instagram: the echo, then `messaging_seen`. */
export function pageSteps(message: SentMessage, content: EchoContent, gapMs: number): Step[] {
  const { id: mid, at } = message;
  const later = (step: number) => at + step * Math.max(1, gapMs);
  const echo: Step = { name: 'echo', body: webhook(message, at, { message: echoOf(message, content) }, true) };
  if (message.platform === 'instagram') {
    return [echo, { name: 'read', body: webhook(message, later(1), { read: { mid } }) }];
  }
  const delivery = { delivery: { mids: [mid], watermark: at } };
  return [
    echo,
    { name: 'delivered', body: webhook(message, later(1), delivery) },
    { name: 'read', body: webhook(message, later(2), { read: { watermark: at } }) },
  ];
}

function webhook({ platform, account, recipient }: SentMessage, time: number, what: Raw, isOurs = false): Raw {
  const [from, to] = isOurs ? [account, recipient] : [recipient, account];
  const item = { sender: { id: from }, recipient: { id: to }, timestamp: time, ...what };
  const object = platform === 'instagram' ? 'instagram' : 'page';
  return { object, entry: [{ id: account, time, messaging: [item] }] };
}

/** Sample `page_message_echo.json`: the app's id is a number there. */
const echoOf = ({ id, app, metadata }: SentMessage, { text, attachment }: EchoContent): Raw => ({
  mid: id,
  ...(text !== null && attachment === null ? { text } : {}),
  ...(attachment === null ? {} : { attachments: [{ type: attachment.type, payload: payloadOf(attachment) }] }),
  is_echo: true,
  app_id: Number.isSafeInteger(Number(app)) ? Number(app) : app,
  ...(metadata === null ? {} : { metadata }),
});

const payloadOf = ({ payload }: Raw): Raw => (isRaw(payload) ? payload : {});
