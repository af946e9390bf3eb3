import * as z from 'zod/mini';
import { defineEntity } from '../define-entity.ts';

/** A message's place in its lane; it goes once the message is final. `seq` in twelve digits, so that it sorts. */
export const LanePlace = defineEntity('lanePlace', {
  table: 'state',
  schema: () =>
    z.object({
      workspace: z.string(),
      lane: z.string(),
      seq: z.string(),
      messageId: z.string(),
      expiresAt: z.number(),
    }),
  named: { pk: ['workspace', 'lane'], sk: ['seq', 'messageId'] },
  parts: (key: {
    readonly workspace: string;
    readonly lane: string;
    readonly seq: string;
    readonly messageId: string;
  }) => ({ pk: [key.workspace, key.lane], sk: [key.seq, key.messageId] }),
  inKey: ['workspace', 'lane', 'seq', 'messageId'],
  ofParts: ([workspace, lane], [seq, messageId]) => ({ workspace, lane, seq, messageId }),
  lives: 'until its message is final',
});
