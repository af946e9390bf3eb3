import type { SendOrder } from '../webhooks/delivery.ts';
import type { Step } from './page-steps.ts';
import { STEPS, type Switches } from './switches.ts';

/** Where webhooks go and by which secret they are signed; nothing is sent without both. */
export type Signing = { webhookUrl: string | null; appSecret: string | null; secret: string | null };

/** The order to the sender: the wanted steps, one after the other; null when nothing is to be sent. */
export function followUp(steps: readonly Step[], switches: Switches, signing: Signing): SendOrder | null {
  const { answers, order, delayMs, duplicates } = switches;
  const { webhookUrl, appSecret, secret } = signing;
  const wanted = steps.filter(({ name }) => isWanted(name, answers));
  if (!webhookUrl || !appSecret || wanted.length === 0) return null;
  const inOrder = order === 'reversed' ? wanted.toReversed() : wanted;
  return {
    deliveries: inOrder.map(({ body }, at) => ({
      body,
      delayMs: delayMs * (at + 1),
      ...(duplicates > 0 ? { duplicate: duplicates } : {}),
      ...(secret === null || secret === appSecret ? {} : { signWith: { secret } }),
    })),
  };
}

function isWanted(name: Step['name'], answers: Switches['answers']): boolean {
  if (answers === 'all') return true;
  if (answers === 'none') return false;
  return STEPS.every((step) => step !== name) || answers.some((one) => one === name);
}
