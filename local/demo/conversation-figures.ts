import { Trouble } from '../cloud/trouble.ts';
import type { Said } from './conversation-bubbles.ts';
import type { Paint } from './paint.ts';

/** What became of everything that the shop sent. */
export type Sent = {
  /** Each as it stood in the end; a reaction has no receipt, so `sent` is its end. */
  messages: readonly Said[];
  /** Of each message that has a receipt, how often Meta was sent it. */
  commits: readonly number[];
  refused: number;
};

const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

/** The line of figures. Throws `Trouble` when Meta got a message not at all, or twice. */
export function figureLines({ messages, commits, refused }: Sent, paint: Paint): string[] {
  const reactions = messages.filter(({ type }) => type === 'reaction').length;
  const others = messages.filter(({ type }) => type !== 'reaction');
  const read = others.filter(({ state }) => state === 'read').length;
  const delivered = others.filter(({ state }) => state === 'delivered').length + read;
  const doubled = commits.filter((times) => times > 1).length;
  const lost = others.length - commits.filter((times) => times > 0).length;
  const sent = [counted(others.length, 'message'), ...(reactions > 0 ? [counted(reactions, 'reaction')] : [])];
  const figures = `${sent.join(' and ')} sent, ${delivered} delivered, ${read} read, ${refused} refused, ${doubled} doubled`;
  if (doubled > 0) throw new Trouble(`${counted(doubled, 'message')} went to Meta more than once.`);
  if (lost > 0)
    throw new Trouble(`Of ${counted(others.length, 'message')} Meta was sent ${others.length - lost} only.`);
  return [`  ${paint.green('ok')}  ${paint.bold(figures)}`, ''];
}
