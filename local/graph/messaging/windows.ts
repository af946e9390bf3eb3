import { Refusal } from '../http/refusal.ts';
import type { Platform } from './message-ids.ts';
import type { MessagingType } from './send-rules.ts';

const DAY_MS = 86_400_000;

/** How long after the person's last message anything may be sent, and how long what a human wrote (fact sheet §8). */
const OPEN_MS = DAY_MS;
const HUMAN_MS = 7 * DAY_MS;

/** Whether the 24 hours are still open; `last` is when the person wrote, null for never. */
export const isOpen = (last: number | null, now: number): boolean => last !== null && now - last < OPEN_MS;

/** Throws 10/2018278, on Instagram 10/2534022, for what is sent outside the window. */
export function demandWindow(platform: Platform, type: MessagingType, last: number | null, now: number): void {
  if (type === 'UTILITY' || isOpen(last, now)) return;
  if (type === 'MESSAGE_TAG' && last !== null && now - last < HUMAN_MS) return;
  throw new Refusal(10, '(#10) This message is sent outside of allowed window.', {
    subcode: platform === 'instagram' ? 2534022 : 2018278,
  });
}
