import { isoTime } from '../foundation/core/clock.ts';
import type { Message } from '../foundation/core/messages.ts';
import type { Conversion, ConversionKey } from '../foundation/store/conversions.ts';

/** One event on its way to one pixel. */
export type ConversionMessage = Message<'capiEvents'>;

/** What names an event at Meta, within a workspace. */
export const keyOf = ({ workspace, pixel, eventName, eventId }: ConversionKey) =>
  [workspace, pixel, eventName, eventId].join('\n');

/** Whether Meta drops a second copy: it does within 48 hours, save for business messaging (fact sheet §9). */
export const isDeduped = ({ actionSource }: Pick<ConversionMessage, 'actionSource'>) =>
  actionSource !== 'business_messaging';

/** What became of an event. */
export type Fate =
  | { readonly state: 'accepted' }
  | { readonly state: 'delivered'; readonly fbtraceId: string | null }
  | { readonly state: 'parked'; readonly reason: string; readonly fbtraceId: string | null };

/** Its row in the log; `at`, ISO-8601, is when it became so. */
export function rowOf(message: ConversionMessage, fate: Fate, at: string): Conversion {
  return {
    workspace: message.workspace,
    eventId: message.eventId,
    pixel: message.pixel,
    eventName: message.eventName,
    actionSource: message.actionSource,
    payloadHash: message.payloadHash,
    matchKeys: message.matchKeys,
    acceptedAt: message.acceptedAt,
    state: fate.state,
    eventTime: isoTime(message.eventTime * 1000),
    updatedAt: at,
    deliveredAt: fate.state === 'delivered' ? at : null,
    reason: fate.state === 'parked' ? fate.reason : null,
    fbtraceId: fate.state === 'accepted' ? null : fate.fbtraceId,
  };
}
