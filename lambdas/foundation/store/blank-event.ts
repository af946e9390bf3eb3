import type { Clock } from '../core/clock.ts';
import type { Blobs } from '../core/doors.ts';
import { WebhookEvent, type WebhookEventRow } from './entities/webhook-event.ts';
import { emptyBody } from './event-body.ts';
import type { OneTable } from './one-table.ts';
import { tryAgain } from './try-again.ts';
import type { EventKey } from './webhook-events.ts';

/** What blanking needs; `read` answers the row that stands. */
export interface BlankDoors {
  readonly table: OneTable;
  readonly blobs: Blobs | undefined;
  readonly clock: Pick<Clock, 'chance'>;
  read(key: EventKey): Promise<WebhookEventRow | undefined>;
}

/**
 * Takes the content of a row away and leaves the row; see the port. The body in the bucket goes first, and the row only
 * if it names no other by then: so a crash, or a replay at the same time, leaves nothing behind that no row leads to.
 */
export const blankEvent = ({ table, blobs, clock, read }: BlankDoors, key: EventKey): Promise<unknown> =>
  tryAgain(clock, 'event', async () => {
    const row = await read(key);
    if (row === undefined || row.blanked) return true;
    if (row.blob !== undefined) await blobs?.remove(row.blob);
    const { conditionFailed } = await table('UpdateItem', {
      Key: WebhookEvent.key(key),
      UpdateExpression: 'SET #body = :nothing, #blanked = :yes REMOVE #blob',
      ConditionExpression: `attribute_exists(#pk) AND ${row.blob === undefined ? 'attribute_not_exists(#blob)' : '#blob = :blob'}`,
      ExpressionAttributeValues: {
        ':nothing': emptyBody(),
        ':yes': true,
        ...(row.blob !== undefined && { ':blob': row.blob }),
      },
    });
    return conditionFailed ? undefined : true;
  });
