import type * as z from 'zod/mini';
import { Failure } from '../foundation/core/failure.ts';
import type { Conversions } from '../foundation/store/conversions.ts';
import type { ConversionView } from './views.ts';

/** What reading the log of conversions may touch. */
export interface ConversionListDoors {
  readonly conversions: Pick<Conversions, 'list'>;
}

/**
 * What became of an event: a row for each pixel and event name, all on one page. `Failure` `not-found` when there is
 * none, whether it never came, is another workspace's or was kept long enough.
 */
export async function listConversions(workspace: string, eventId: string, { conversions }: ConversionListDoors) {
  const rows = await conversions.list(workspace, eventId);
  if (rows.length === 0) throw new Failure('not-found', 'no such event');
  const data = rows.map(
    ({ workspace: _, payloadHash, claimToken, matchKeys, ...shown }): z.input<typeof ConversionView> => ({
      ...shown,
      matchKeys: [...matchKeys],
    }),
  );
  return { data, nextCursor: null };
}
