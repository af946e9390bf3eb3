import * as z from 'zod/mini';
import { type AssetRef, assetName } from '../../core/ids.ts';
import { defineEntity } from '../define-entity.ts';
import { assetOfPart } from '../key-parts.ts';
import { AssetRefSchema } from './asset-owner.ts';

/** What names a line of the directory; `hour` is `YYYY-MM-DDTHH`, UTC. */
export interface EventHourKey {
  readonly workspace: string;
  readonly hour: string;
  readonly asset: AssetRef;
}

/** A line of the log's directory: this asset has events in this hour. */
export const EventHour = defineEntity('eventHours', {
  table: 'ledger',
  schema: () => z.object({ workspace: z.string(), hour: z.string(), asset: AssetRefSchema(), expiresAt: z.number() }),
  named: { pk: ['workspace'], sk: ['hour', 'asset'] },
  parts: ({ workspace, hour, asset }: EventHourKey) => ({ pk: [workspace], sk: [hour, assetName(asset)] }),
  inKey: ['workspace', 'hour', 'asset'],
  ofParts: ([workspace], [hour, asset = '']) => ({ workspace, hour, asset: assetOfPart(asset) }),
  lives: 'at least a day longer than its events',
});
