import type * as z from 'zod/mini';
import type { StoredMessage } from '../foundation/store/messages.ts';
import { inboundMediaId } from './media-id.ts';
import type { MessageView } from './views.ts';
import { mediaOf } from './wanted-media.ts';

type Shown = z.input<typeof MessageView>['media'][number];

/**
 * The media of a person's message with what came of fetching each, in their places: those that it says it has, and those
 * that are kept. None of one that is deleted.
 */
export function mediaShown(message: StoredMessage): Shown[] {
  const { id: messageId, media, mediaLost, deletedAt } = message;
  if (deletedAt !== null) return [];
  const kept = new Map(media.map((one) => [one.index, one]));
  const places = new Set([...mediaOf(message).map(({ index }) => index), ...kept.keys()]);
  return [...places]
    .sort((a, b) => a - b)
    .map((index) => {
      const { mimeType = null, size = null } = kept.get(index) ?? {};
      const state = kept.has(index) ? 'kept' : (mediaLost[index] ?? 'waiting');
      return { id: inboundMediaId({ messageId, index }), state, mimeType, size };
    });
}
